package dev.parley.internet.tcp;

import dev.parley.core.IpAddress;
import dev.parley.core.Paths;
import dev.parley.core.RandomSource;
import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import dev.parley.internet.Host;
import dev.parley.internet.Packet;
import dev.parley.internet.Protocol;
import dev.parley.internet.TcpFlags;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The TCP of a host: who listens, which connections there are, and whose a segment is. */
public final class TcpStack {
    /** The most connections at a time; a SYN beyond is dropped. */
    public static final int MAX_CONNECTIONS = 65_536;

    private static final int MAX_HALF_OPEN = 1024;
    private static final int FIRST_EPHEMERAL_PORT = 49_152;
    private static final int LARGEST_SEGMENT = 65_535;

    private final Host host;
    private final RandomSource random;
    private final Map<TransportAddress, StreamAcceptor> listeners = new HashMap<>();
    private final Paths table = new Paths(MAX_CONNECTIONS);
    private @Nullable TcpConnection[] connections = new @Nullable TcpConnection[16]; // by path
    private final byte[] scratch = new byte[LARGEST_SEGMENT];
    private int halfOpen;
    private int nextPort = FIRST_EPHEMERAL_PORT;

    /** The stack of a host: {@link Host#tcp}. */
    public TcpStack(Host host) {
        this.host = host;
        random = host.internet().random("tcp of " + host.name());
    }

    Host host() {
        return host;
    }

    // ---- for programs

    /** Takes connections to that port, on all addresses of the host. */
    public void listen(int port, StreamAcceptor acceptor) {
        host.addresses().forEach(ip -> listen(new TransportAddress(ip, port), acceptor));
    }

    /**
     * Takes connections to that port on one address.
     *
     * @throws IllegalStateException when it is taken
     * @throws IllegalArgumentException when the address is not of this host
     */
    public void listen(TransportAddress local, StreamAcceptor acceptor) {
        if (!host.addresses().contains(local.ip())) {
            throw new IllegalArgumentException(local.ip() + " is not an address of " + host.name());
        }
        if (listeners.putIfAbsent(local, acceptor) != null) {
            throw new IllegalStateException(local + " is taken on " + host.name());
        }
    }

    /** Takes no new connections there; those that stand stay. */
    public void unlisten(int port) {
        host.addresses().forEach(ip -> listeners.remove(new TransportAddress(ip, port)));
    }

    /** Connects from a free port; what comes of it the handler is told. */
    public Stream connect(TransportAddress remote, StreamHandler handler) {
        IpAddress ip = host.address(remote.ip().v6());
        for (int tries = FIRST_EPHEMERAL_PORT; tries <= 0xFFFF; tries++) {
            TransportAddress local = new TransportAddress(ip, nextPort);
            nextPort = nextPort == 0xFFFF ? FIRST_EPHEMERAL_PORT : nextPort + 1;
            if (find(local, remote) == null && !listeners.containsKey(local)) {
                return connect(local, remote, handler);
            }
        }
        throw new IllegalStateException("all ports of " + host.name() + " are taken");
    }

    /**
     * Connects from a port of choice: both sides may do so at once and meet (RFC 9293 section 3.5).
     *
     * @throws IllegalStateException when there is such a connection, or there are too many
     */
    public Stream connect(TransportAddress local, TransportAddress remote, StreamHandler handler) {
        if (find(local, remote) != null) {
            throw new IllegalStateException(local + " is connected to " + remote + " already");
        }
        TcpConnection connection = TcpConnection.to(this, local, remote, handler);
        if (!add(connection)) {
            throw new IllegalStateException(
                    host.name() + " has " + MAX_CONNECTIONS + " connections already");
        }
        connection.connect(host.internet().now());
        return connection;
    }

    /** How many connections there are, those included that wait for their end. */
    public int size() {
        return table.size();
    }

    // ---- for the host

    /** Whether a segment is for somebody here. */
    public boolean wants(Packet packet) {
        return find(packet) != null || (isOpening(packet) && acceptor(packet) != null);
    }

    /** Takes a segment that somebody wants; it is lent for the call. */
    public void receive(long now, Packet packet) {
        TcpConnection known = find(packet);
        if (known != null && known.state() == TcpState.TIME_WAIT && isOpening(packet)) {
            known.end(now, StreamEnd.CLOSED); // the same ports anew: RFC 9293 section 3.6.1
            known = null;
        }
        if (known != null) {
            known.segment(now, packet);
            return;
        }
        StreamAcceptor acceptor = acceptor(packet);
        if (acceptor == null || halfOpen >= MAX_HALF_OPEN) {
            return;
        }
        TcpConnection fresh =
                TcpConnection.from(this, packet.destination(), packet.source(), acceptor);
        if (add(fresh)) {
            halfOpen++;
            fresh.begin(now, packet);
        }
    }

    /** Answers a segment that nobody wants with a reset: RFC 9293 section 3.10.7.1. */
    public void refuse(Packet packet) {
        if ((packet.tcpFlags & TcpFlags.RST) != 0) {
            return;
        }
        Packet reset = newSegment(packet.destination(), packet.source());
        reset.parent = packet.id;
        if ((packet.tcpFlags & TcpFlags.ACK) != 0) {
            reset.tcpFlags = TcpFlags.RST;
            reset.sequence = packet.acknowledgment;
        } else {
            reset.tcpFlags = TcpFlags.RST | TcpFlags.ACK;
            reset.acknowledgment = packet.sequence + sequenceLength(packet);
        }
        host.send(reset);
    }

    private static int sequenceLength(Packet packet) {
        boolean syn = (packet.tcpFlags & TcpFlags.SYN) != 0;
        boolean fin = (packet.tcpFlags & TcpFlags.FIN) != 0;
        return (syn ? 1 : packet.length) + (fin ? 1 : 0); // the payload of a SYN is its options
    }

    /** Takes an ICMP error about a segment of this host; it is lent for the call. */
    public void error(long now, Packet error) {
        Packet about = error.quoted;
        if (about == null || about.protocol != Protocol.TCP || !about.hasPorts()) {
            return;
        }
        TcpConnection known = find(about.source(), about.destination());
        if (known != null) {
            known.error(now, error, about);
        }
    }

    // ---- the table

    private static boolean isOpening(Packet packet) {
        int flags = TcpFlags.SYN | TcpFlags.ACK | TcpFlags.RST;
        return (packet.tcpFlags & flags) == TcpFlags.SYN;
    }

    private @Nullable StreamAcceptor acceptor(Packet packet) {
        return listeners.get(packet.destination());
    }

    private @Nullable TcpConnection find(Packet packet) {
        List<IpAddress> own = host.addresses();
        for (int i = 0; i < own.size(); i++) {
            IpAddress ip = own.get(i);
            if (ip.low() == packet.dstLow && ip.high() == packet.dstHigh && ip.v6() == packet.v6) {
                int path =
                        table.find(
                                socket(i, packet.dstPort),
                                packet.v6,
                                packet.srcHigh,
                                packet.srcLow,
                                packet.srcPort,
                                Transport.TCP);
                return path == Paths.NONE ? null : connections[path];
            }
        }
        return null;
    }

    private @Nullable TcpConnection find(TransportAddress local, TransportAddress remote) {
        IpAddress ip = remote.ip();
        int path =
                table.find(
                        socket(local), ip.v6(), ip.high(), ip.low(), remote.port(), Transport.TCP);
        return path == Paths.NONE ? null : connections[path];
    }

    private int socket(TransportAddress local) {
        return socket(host.addresses().indexOf(local.ip()), local.port());
    }

    private static int socket(int address, int port) {
        return (address << 16) | port;
    }

    private boolean add(TcpConnection connection) {
        int path = table.intern(socket(connection.local()), connection.remote(), Transport.TCP);
        if (path == Paths.NONE) {
            return false;
        }
        table.retain(path);
        table.sweep();
        if (path >= connections.length) {
            connections = Arrays.copyOf(connections, Math.max(path + 1, connections.length * 2));
        }
        connections[path] = connection;
        return true;
    }

    /** A connection is not half open any more. */
    void opened(TcpConnection connection) {
        halfOpen -= connection.isHalfOpen() ? 1 : 0;
    }

    void remove(TcpConnection connection) {
        opened(connection);
        TransportAddress remote = connection.remote();
        IpAddress ip = remote.ip();
        int path =
                table.find(
                        socket(connection.local()),
                        ip.v6(),
                        ip.high(),
                        ip.low(),
                        remote.port(),
                        Transport.TCP);
        if (path != Paths.NONE && connections[path] == connection) {
            connections[path] = null;
            table.release(path);
            table.sweep();
        }
    }

    // ---- for connections

    int initialSequence() {
        return (int) random.nextLong();
    }

    byte[] scratch() {
        return scratch;
    }

    Packet newSegment(TransportAddress local, TransportAddress remote) {
        Packet packet = host.newPacket();
        packet.protocol = Protocol.TCP;
        packet.source(local);
        packet.destination(remote);
        packet.dontFragment = true;
        return packet;
    }
}
