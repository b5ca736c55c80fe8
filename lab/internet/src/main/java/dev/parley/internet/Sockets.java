package dev.parley.internet;

import dev.parley.core.Paths;
import dev.parley.core.SocketCommand;
import dev.parley.core.SocketResult;
import dev.parley.core.TransmitSlot;
import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sockets of a {@link Program}, and the paths that its core knows them by. */
public final class Sockets {
    private static final int MAX_PATHS = 1 << 20;

    /** Who gets what arrives. */
    interface Receiver {
        void receive(long now, int path, Packet packet);
    }

    private final Host host;
    private final Receiver receiver;
    private final Paths paths = new Paths(MAX_PATHS);
    private final List<@Nullable UdpSocket> sockets = new ArrayList<>();

    Sockets(Host host, Receiver receiver) {
        this.host = host;
        this.receiver = receiver;
        sockets.add(null); // numbers begin at 1
    }

    public Host host() {
        return host;
    }

    public Paths paths() {
        return paths;
    }

    /**
     * Opens a UDP socket on the first address of the host.
     *
     * @param port 0 for any free one
     * @return the socket's number, as paths carry it
     */
    public int open(int port) {
        return open(new TransportAddress(host.address(), port));
    }

    /** Opens a UDP socket on that address and port. */
    public int open(TransportAddress local) {
        int number = sockets.size();
        sockets.add(host.open(local, (now, socket, packet) -> arrived(now, number, packet)));
        return number;
    }

    /** The address of one of the sockets. */
    public TransportAddress local(int socket) {
        UdpSocket open = sockets.get(socket);
        if (open == null) {
            throw new IllegalArgumentException("socket " + socket + " is closed");
        }
        return open.local();
    }

    /** The path from a socket to a remote address; it stays until released. */
    public int path(int socket, TransportAddress remote) {
        int path = paths.intern(socket, remote, Transport.UDP);
        paths.retain(path);
        return path;
    }

    private void arrived(long now, int socket, Packet packet) {
        int path =
                paths.intern(
                        socket,
                        packet.v6,
                        packet.srcHigh,
                        packet.srcLow,
                        packet.srcPort,
                        Transport.UDP);
        if (path == Paths.NONE) {
            throw new IllegalStateException("more paths than " + MAX_PATHS);
        }
        receiver.receive(now, path, packet);
    }

    void transmit(TransmitSlot slot, int length) {
        UdpSocket socket = sockets.get(paths.socket(slot.path));
        if (socket != null) {
            socket.send(
                    paths.remoteV6(slot.path),
                    paths.remoteHigh(slot.path),
                    paths.remoteLow(slot.path),
                    paths.remotePort(slot.path),
                    slot.buf,
                    slot.off,
                    length,
                    slot.dontFragment);
        }
    }

    /** Does what a core asks; returns the answer where there is one. */
    @Nullable SocketResult perform(SocketCommand command) {
        return switch (command) {
            case SocketCommand.OpenUdp open -> open(open);
            case SocketCommand.CloseSocket close -> {
                UdpSocket socket = sockets.set(close.socket(), null);
                if (socket != null) {
                    socket.close();
                }
                yield null;
            }
            case SocketCommand.ClosePath _ ->
                    throw new IllegalStateException("there are no streams yet");
        };
    }

    private SocketResult open(SocketCommand.OpenUdp open) {
        if (!host.addresses().contains(open.local().ip())) {
            return new SocketResult.Failed(
                    open.request(), SocketResult.Reason.ADDRESS_NOT_AVAILABLE);
        }
        if (host.isTaken(open.local())) {
            return new SocketResult.Failed(open.request(), SocketResult.Reason.PORT_IN_USE);
        }
        int socket = open(open.local());
        return new SocketResult.Opened(open.request(), socket, local(socket));
    }
}
