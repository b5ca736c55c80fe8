package dev.parley.netty;

import dev.parley.core.TransportAddress;

/**
 * One whole HTTP request.
 *
 * @param method in upper case as sent; a HEAD request comes with its own name, see {@link
 *     HttpHandler}
 * @param path percent-decoded, begins with a slash, has no query and no dot segments
 * @param query what follows the question mark as it was sent, or empty
 * @param host the Host field as sent (name and perhaps port), or empty when there was none
 * @param remote who asks
 * @param local the address and port that was asked
 * @param secure whether it came over TLS
 * @param body at most {@link HttpLimits#maxBodyBytes} bytes, not shared with anybody
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody; a wrapper would cost a copy
public record HttpRequest(
        String method,
        String path,
        String query,
        HeaderFields headers,
        String host,
        TransportAddress remote,
        TransportAddress local,
        boolean secure,
        byte[] body) {

    /** Without header values, addresses or body, which may be private. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
