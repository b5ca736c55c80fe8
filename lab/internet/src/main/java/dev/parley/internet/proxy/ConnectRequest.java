package dev.parley.internet.proxy;

import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a CONNECT asks for.
 *
 * @param host a name or an address, without brackets
 */
record ConnectRequest(String host, int port) {
    private static final Pattern LINE =
            Pattern.compile(
                    "CONNECT (\\[[0-9a-fA-F:.]+]|[A-Za-z0-9.-]+):([0-9]{1,5}) HTTP/1\\.[01]");

    /** Reads the first line of a request; null when it is none of these. */
    static @Nullable ConnectRequest parse(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            return null;
        }
        String host = matcher.group(1);
        int port = Integer.parseInt(matcher.group(2));
        if (port == 0 || port > 0xFFFF) {
            return null;
        }
        boolean brackets = host.startsWith("[");
        return new ConnectRequest(brackets ? host.substring(1, host.length() - 1) : host, port);
    }

    /** The head of a request for that address. */
    static String head(TransportAddress target) {
        return "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n\r\n";
    }

    /** The host as an address; null when it is a name. */
    @Nullable IpAddress address() {
        try {
            return IpAddress.parse(host);
        } catch (IllegalArgumentException e) {
            return null; // then it is a name
        }
    }
}
