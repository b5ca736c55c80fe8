package dev.parley.server;

import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import dev.parley.netty.ListenerOptions;
import dev.parley.netty.TcpListener;
import dev.parley.netty.TcpServer;
import dev.parley.server.net.Binding;
import dev.parley.server.settings.Configuration;
import dev.parley.server.settings.Setting;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Binds the TCP listeners of a server and remembers what they are. */
final class Listening {
    private final TcpServer server;
    private final Configuration configuration;
    private final List<Endpoint> endpoints = new ArrayList<>();
    private final Map<Endpoint, TcpListener> listeners = new LinkedHashMap<>();

    Listening(TcpServer server, Configuration configuration) {
        this.server = server;
        this.configuration = configuration;
    }

    /**
     * Binds one port on each of the addresses; port 0 becomes the same free port on all of them.
     *
     * @param setting the option to name when it fails
     * @return the real port
     */
    int bind(
            Endpoint.Kind kind,
            Setting<?> setting,
            List<IpAddress> addresses,
            int port,
            ListenerOptions options)
            throws IOException {
        int real = port;
        for (IpAddress address : addresses) {
            TransportAddress wanted = new TransportAddress(address, real);
            try {
                TcpListener listener = server.listen(wanted, options);
                real = listener.local().port();
                Endpoint endpoint = new Endpoint(kind, new TransportAddress(address, real));
                listeners.put(endpoint, listener);
                endpoints.add(endpoint);
            } catch (IOException e) {
                throw Binding.failure(setting, configuration, "TCP", wanted, e);
            }
        }
        return real;
    }

    /** Notes a socket that somebody else has bound. */
    void add(Endpoint endpoint) {
        endpoints.add(endpoint);
    }

    /** All listeners, in the order in which they were bound. */
    Map<Endpoint, TcpListener> listeners() {
        return listeners;
    }

    List<Endpoint> endpoints() {
        return List.copyOf(endpoints);
    }
}
