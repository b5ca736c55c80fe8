package dev.parley.internet.proxy;

import dev.parley.internet.Host;
import dev.parley.internet.tcp.Stream;
import dev.parley.internet.tcp.StreamHandler;
import org.jspecify.annotations.Nullable;

/** A proxy on a host: takes CONNECT, opens the connection, and moves bytes both ways. */
public final class HttpProxy {
    /** Where proxies usually listen. */
    public static final int PORT = 3128;

    /** The most clients at a time; others are refused. */
    public static final int MAX_CLIENTS = 1024;

    private final Host host;
    private int clients;

    private HttpProxy(Host host) {
        this.host = host;
    }

    /** Starts one on the usual port. */
    public static HttpProxy on(Host host) {
        return on(host, PORT);
    }

    public static HttpProxy on(Host host, int port) {
        HttpProxy proxy = new HttpProxy(host);
        host.tcp().listen(port, (_, stream) -> proxy.accept(stream));
        return proxy;
    }

    /** How many clients are connected. */
    public int clients() {
        return clients;
    }

    private @Nullable StreamHandler accept(Stream stream) {
        if (clients == MAX_CLIENTS) {
            return null;
        }
        clients++;
        return new Tunnel(this, stream);
    }

    Host host() {
        return host;
    }

    void left() {
        clients--;
    }
}
