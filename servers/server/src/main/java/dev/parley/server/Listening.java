package dev.parley.server;

import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import dev.parley.netty.ListenerOptions;
import dev.parley.netty.TcpListener;
import dev.parley.netty.TcpServer;
import dev.parley.server.net.Binding;
import dev.parley.server.settings.Configuration;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Binds the TCP listeners of a server and remembers what they are. For one thread at a time. */
final class Listening implements AutoCloseable {
    private final Configuration configuration;
    private final List<Endpoint> endpoints = new ArrayList<>();
    private final Map<Endpoint, TcpListener> listeners = new LinkedHashMap<>();
    private @Nullable TcpServer server;

    Listening(Configuration configuration) {
        this.configuration = configuration;
    }

    /** What makes connections; started when it is first needed, which takes a moment. */
    synchronized TcpServer server() {
        TcpServer started = server;
        if (started == null) {
            started = new TcpServer(0);
            server = started;
        }
        return started;
    }

    /** Binds one port on each of the addresses; port 0 becomes the same free port on all. */
    void open(Door door) throws IOException {
        ListenerOptions options = door.options().make();
        int real = door.port();
        for (IpAddress address : door.addresses()) {
            TransportAddress wanted = new TransportAddress(address, real);
            try {
                TcpListener listener = server().listen(wanted, options);
                real = listener.local().port();
                Endpoint endpoint = new Endpoint(door.kind(), new TransportAddress(address, real));
                synchronized (this) {
                    listeners.put(endpoint, listener);
                    endpoints.add(endpoint);
                }
            } catch (IOException e) {
                throw Binding.failure(door.setting(), configuration, "TCP", wanted, e);
            }
        }
    }

    /** Notes a socket that somebody else has bound. */
    synchronized void add(Endpoint endpoint) {
        endpoints.add(endpoint);
    }

    /** All listeners, in the order in which they were bound. */
    synchronized Map<Endpoint, TcpListener> listeners() {
        return new LinkedHashMap<>(listeners);
    }

    synchronized List<Endpoint> endpoints() {
        return List.copyOf(endpoints);
    }

    /** The port of the first listener of a kind, or -1. */
    int port(Endpoint.Kind kind) {
        return endpoints().stream()
                .filter(endpoint -> endpoint.kind() == kind)
                .findFirst()
                .map(endpoint -> endpoint.address().port())
                .orElse(-1);
    }

    @Override
    public synchronized void close() {
        if (server != null) {
            server.close();
        }
    }
}
