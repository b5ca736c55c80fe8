package dev.parley.internet;

import dev.parley.core.Paths;
import dev.parley.core.SocketCommand;
import dev.parley.core.SocketResult;
import dev.parley.core.TransmitSlot;
import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import dev.parley.internet.tcp.Dialer;
import dev.parley.internet.tcp.StreamAcceptor;
import dev.parley.internet.tcp.StreamEnd;
import dev.parley.internet.tcp.StreamHandler;
import dev.parley.internet.tcp.TlsShape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** The sockets of a {@link Program}, and the paths that its core knows them by. */
public final class Sockets {
    private static final int MAX_PATHS = 1 << 20;

    /** Who gets what arrives. */
    interface Receiver {
        void receive(long now, int path, Packet packet);

        void receiveStream(long now, int path, byte[] buf, int off, int len);

        void result(long now, SocketResult result);
    }

    /** A number that paths carry: a UDP socket, or one end of streams. */
    private record Open(TransportAddress local, @Nullable UdpSocket udp) {}

    private final Host host;
    private final Receiver receiver;
    private final Paths paths = new Paths(MAX_PATHS);
    private final List<@Nullable Open> sockets = new ArrayList<>();
    private final Streams streams;

    Sockets(Host host, Receiver receiver) {
        this.host = host;
        this.receiver = receiver;
        streams = new Streams(this, receiver);
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
        UdpSocket udp = host.open(local, (now, _, packet) -> arrived(now, number, packet));
        sockets.add(new Open(udp.local(), udp));
        return number;
    }

    /** A number for an end of streams. */
    int number(TransportAddress local) {
        sockets.add(new Open(local, null));
        return sockets.size() - 1;
    }

    // ---- streams

    /**
     * Takes connections to that port of all addresses of the host; each becomes a path when its
     * first bytes can flow.
     *
     * @param transport TCP, or TLS by {@link TlsShape}
     */
    public void listen(int port, Transport transport) {
        StreamAcceptor acceptor = streams.acceptor(transport);
        boolean tls = transport == Transport.TLS;
        host.tcp().listen(port, tls ? TlsShape.server(host.internet(), acceptor) : acceptor);
    }

    /** The same as below, straight to the remote address. */
    public void connect(
            TransportAddress remote,
            Transport transport,
            IntConsumer opened,
            Consumer<StreamEnd> failed) {
        connect(host.tcp()::connect, remote, transport, opened, failed);
    }

    /**
     * Connects to a remote address.
     *
     * @param dialer the way there
     * @param transport TCP, or TLS by {@link TlsShape}
     * @param opened gets the path; it stays until the stream ends
     * @param failed gets the reason when the stream never opened
     */
    public void connect(
            Dialer dialer,
            TransportAddress remote,
            Transport transport,
            IntConsumer opened,
            Consumer<StreamEnd> failed) {
        StreamHandler handler = streams.connecting(remote, transport, opened, failed);
        boolean tls = transport == Transport.TLS;
        dialer.dial(remote, tls ? TlsShape.client(host.internet(), handler) : handler);
    }

    /** How many chunks for streams found none, or no room in it. */
    public long streamDrops() {
        return streams.dropped();
    }

    // ---- for the program

    /** The address of one of the sockets. */
    public TransportAddress local(int socket) {
        Open open = sockets.get(socket);
        if (open == null) {
            throw new IllegalArgumentException("socket " + socket + " is closed");
        }
        return open.local;
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
        if (paths.transport(slot.path).isStream()) {
            streams.write(slot.path, slot.buf, slot.off, length);
            return;
        }
        Open open = sockets.get(paths.socket(slot.path));
        if (open != null && open.udp != null) {
            open.udp.send(
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

    /** Does what a core asks, but relays no streams; returns the answer where there is one. */
    @Nullable SocketResult perform(SocketCommand command) {
        return switch (command) {
            case SocketCommand.OpenUdp open -> open(open);
            case SocketCommand.CloseSocket close -> {
                Open socket = sockets.set(close.socket(), null);
                if (socket != null && socket.udp != null) {
                    socket.udp.close();
                }
                yield null;
            }
            case SocketCommand.OpenTcp(int request, _) ->
                    new SocketResult.Failed(request, SocketResult.Reason.NO_RESOURCES);
            case SocketCommand.ConnectTcp connect ->
                    new SocketResult.Failed(connect.request(), SocketResult.Reason.NO_RESOURCES);
            case SocketCommand.JoinPaths _ ->
                    throw new IllegalStateException("no stream was opened by command");
            case SocketCommand.ClosePath close -> {
                streams.close(close.path());
                yield null;
            }
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
