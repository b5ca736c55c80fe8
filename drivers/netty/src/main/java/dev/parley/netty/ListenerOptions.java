package dev.parley.netty;

import dev.parley.core.IpAddress;
import dev.parley.core.IpPrefix;
import dev.parley.core.TransportAddress;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a listener serves: HTTP (with WebSocket or without), streams, or both on one port, told
 * apart by the first bytes after TLS.
 *
 * @param http answers plain requests; null for a port that speaks no HTTP
 * @param webSocket answers upgrade requests; null refuses them with 404. Needs {@code http}
 * @param stream takes STUN and TURN; null for a port that speaks HTTP only
 * @param tls null for a plain port
 * @param tlsFailures hears from where a TLS handshake failed
 * @param proxies load balancers, whose connections begin with a PROXY header that says who the
 *     client is; nobody else's may
 * @param bothFamilies whether the unspecified IPv4 address means those of IPv6 as well; that of
 *     IPv6 means both in any case
 */
public record ListenerOptions(
        @Nullable HttpHandler http,
        @Nullable WebSocketHandler webSocket,
        @Nullable StreamHandler stream,
        @Nullable TlsContext tls,
        ConnectionLimits connections,
        HttpLimits httpLimits,
        WebSocketLimits webSocketLimits,
        StreamLimits streamLimits,
        Consumer<TransportAddress> tlsFailures,
        List<IpPrefix> proxies,
        boolean bothFamilies) {

    public ListenerOptions {
        proxies = List.copyOf(proxies);
        if (http == null && (stream == null || webSocket != null)) {
            throw new IllegalArgumentException("a listener serves HTTP, streams or both");
        }
    }

    /** A plain port for HTTP, with the default limits. */
    public static ListenerOptions http(HttpHandler http) {
        return new ListenerOptions(
                http,
                null,
                null,
                null,
                ConnectionLimits.DEFAULT,
                HttpLimits.DEFAULT,
                WebSocketLimits.DEFAULT,
                StreamLimits.DEFAULT,
                _ -> {},
                List.of(),
                false);
    }

    /** A plain port for STUN and TURN, with the default limits. */
    public static ListenerOptions stream(StreamHandler stream) {
        return new ListenerOptions(
                null,
                null,
                stream,
                null,
                ConnectionLimits.DEFAULT,
                HttpLimits.DEFAULT,
                WebSocketLimits.DEFAULT,
                StreamLimits.DEFAULT,
                _ -> {},
                List.of(),
                false);
    }

    public ListenerOptions withWebSocket(WebSocketHandler handler) {
        Change change = new Change(this);
        change.webSocket = handler;
        return change.made();
    }

    public ListenerOptions withStream(StreamHandler handler) {
        Change change = new Change(this);
        change.stream = handler;
        return change.made();
    }

    public ListenerOptions withTls(TlsContext context) {
        Change change = new Change(this);
        change.tls = context;
        return change.made();
    }

    /**
     * With somebody who hears from where TLS handshakes failed; on a network thread, which must not
     * block.
     */
    public ListenerOptions withTlsFailures(Consumer<TransportAddress> failures) {
        Change change = new Change(this);
        change.tlsFailures = failures;
        return change.made();
    }

    /** With load balancers in front, at these addresses. */
    public ListenerOptions withProxies(List<IpPrefix> from) {
        Change change = new Change(this);
        change.proxies = from;
        return change.made();
    }

    /** On every address of the machine, where the unspecified one of IPv4 is listened on. */
    public ListenerOptions withBothFamilies() {
        Change change = new Change(this);
        change.bothFamilies = true;
        return change.made();
    }

    boolean isProxy(IpAddress address) {
        for (IpPrefix prefix : proxies) {
            if (prefix.contains(address)) {
                return true;
            }
        }
        return false;
    }

    public ListenerOptions with(ConnectionLimits limits) {
        Change change = new Change(this);
        change.connections = limits;
        return change.made();
    }

    public ListenerOptions with(HttpLimits limits) {
        Change change = new Change(this);
        change.httpLimits = limits;
        return change.made();
    }

    public ListenerOptions with(WebSocketLimits limits) {
        Change change = new Change(this);
        change.webSocketLimits = limits;
        return change.made();
    }

    public ListenerOptions with(StreamLimits limits) {
        Change change = new Change(this);
        change.streamLimits = limits;
        return change.made();
    }

    /** One that differs in a thing or two. */
    private static final class Change {
        private @Nullable HttpHandler http;
        private @Nullable WebSocketHandler webSocket;
        private @Nullable StreamHandler stream;
        private @Nullable TlsContext tls;
        private ConnectionLimits connections;
        private HttpLimits httpLimits;
        private WebSocketLimits webSocketLimits;
        private StreamLimits streamLimits;
        private Consumer<TransportAddress> tlsFailures;
        private List<IpPrefix> proxies;
        private boolean bothFamilies;

        Change(ListenerOptions from) {
            http = from.http;
            webSocket = from.webSocket;
            stream = from.stream;
            tls = from.tls;
            connections = from.connections;
            httpLimits = from.httpLimits;
            webSocketLimits = from.webSocketLimits;
            streamLimits = from.streamLimits;
            tlsFailures = from.tlsFailures;
            proxies = from.proxies;
            bothFamilies = from.bothFamilies;
        }

        ListenerOptions made() {
            return new ListenerOptions(
                    http,
                    webSocket,
                    stream,
                    tls,
                    connections,
                    httpLimits,
                    webSocketLimits,
                    streamLimits,
                    tlsFailures,
                    proxies,
                    bothFamilies);
        }
    }
}
