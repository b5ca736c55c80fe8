package dev.parley.udp;

import dev.parley.core.Paths;
import dev.parley.core.SocketResult;
import dev.parley.core.TransportAddress;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The sockets of a loop by number, and for each path the socket and the form of its address. */
final class Sockets {
    private final UdpDriver driver;
    private final Paths paths;
    private final Map<Integer, UdpSocket> byId = new HashMap<>();
    private @Nullable Target[] targets = new @Nullable Target[64]; // by path
    private int nextId;

    /**
     * Where a path leads.
     *
     * @param remote the object that {@link Paths#remote} gave: when it gives another, the number of
     *     the path has been used anew
     */
    record Target(TransportAddress remote, UdpSocket socket, Destination destination) {}

    Sockets(UdpDriver driver, Paths paths) {
        this.driver = driver;
        this.paths = paths;
    }

    /** A number that no socket and no stream listener of this loop has had. */
    int newId() {
        return nextId++;
    }

    UdpSocket open(TransportAddress local, UdpOptions options) throws IOException {
        UdpSocket socket = driver.bind(newId(), local, options);
        byId.put(socket.id(), socket);
        return socket;
    }

    void close(int id) {
        UdpSocket socket = byId.remove(id);
        if (socket != null) {
            socket.close();
        }
    }

    @Nullable UdpSocket get(int id) {
        return byId.get(id);
    }

    /** Where datagrams for this path go, or null when its socket is gone. */
    @SuppressWarnings("ReferenceEquality") // a new object means a new life of the number
    @Nullable Target target(int path) {
        TransportAddress remote = paths.remote(path);
        if (path >= targets.length) {
            targets = Arrays.copyOf(targets, Math.max(path + 1, targets.length * 2));
        }
        Target known = targets[path];
        if (known == null || known.remote() != remote) {
            UdpSocket socket = byId.get(paths.socket(path));
            known = socket == null ? null : new Target(remote, socket, driver.destination(remote));
            targets[path] = known;
        }
        return known != null && known.socket().isOpen() ? known : null;
    }

    /** Why {@link #open} failed, in the words of the cores. */
    static SocketResult.Reason reason(TransportAddress local, IOException failure) {
        if (!(failure instanceof BindException)) {
            return SocketResult.Reason.NO_RESOURCES;
        }
        return isOurs(local.ip().toInetAddress())
                ? SocketResult.Reason.PORT_IN_USE
                : SocketResult.Reason.ADDRESS_NOT_AVAILABLE;
    }

    private static boolean isOurs(InetAddress address) {
        try {
            // All of 127.0.0.0/8 is ours, though no interface lists it.
            return address.isLoopbackAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }
}
