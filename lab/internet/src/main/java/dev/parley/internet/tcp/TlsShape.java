package dev.parley.internet.tcp;

import dev.parley.internet.Internet;

/**
 * Streams with the shape of TLS 1.3 and none of its secrets: one round trip more than TCP before
 * the client may write, records of the usual sizes, and everything readable in a trace. Enough to
 * know how long things take; nothing is hidden or proved.
 *
 * <pre>
 *   client                          server
 *     | ---- hello, 517 bytes -------&gt; |
 *     | &lt;--- answer, 2800 bytes ------ |   hello, certificate, finished
 *     | ---- finished, 74 bytes -----&gt; |   and at once what the client has to say
 * </pre>
 *
 * <p>All records say "application data", as most of TLS 1.3 does; their bodies begin with what they
 * stand for.
 */
public final class TlsShape {
    private TlsShape() {}

    /** The client's side over a stream that is being opened; {@code inner} gets what is inside. */
    public static StreamHandler client(Internet internet, StreamHandler inner) {
        return new TlsStream(internet, inner);
    }

    /** The server's side over the streams of a port. */
    public static StreamAcceptor server(Internet internet, StreamAcceptor inner) {
        return (_, _) -> new TlsStream(internet, inner);
    }
}
