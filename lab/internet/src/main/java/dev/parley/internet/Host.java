package dev.parley.internet;

import dev.parley.core.IpAddress;
import dev.parley.core.ProtocolCore;
import dev.parley.core.TransportAddress;
import dev.parley.internet.tcp.TcpStack;
import dev.parley.internet.topology.LinkBehaviour;
import dev.parley.internet.topology.Machine;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A machine that programs run on. It answers pings, and refuses datagrams that no socket wants. */
public final class Host extends Node {
    private static final int FIRST_EPHEMERAL_PORT = 49_152;

    private final Machine machine;
    private final List<IpAddress> addresses;
    private final Nic nic;
    private final Map<TransportAddress, UdpSocket> sockets = new HashMap<>();
    private final @Nullable UdpSocket[] recent = new @Nullable UdpSocket[64]; // by port
    private final Reassembly reassembly = new Reassembly(this);
    private int nextEphemeralPort = FIRST_EPHEMERAL_PORT;
    private @Nullable TcpStack tcp; // made when first needed

    Host(Internet internet, Machine machine) {
        super(internet, machine.name());
        this.machine = machine;
        addresses = machine.addresses();
        nic = new Nic(this);
    }

    Machine machine() {
        return machine;
    }

    Nic nic() {
        return nic;
    }

    public Internet internet() {
        return internet;
    }

    public List<IpAddress> addresses() {
        return addresses;
    }

    /**
     * The address that its packets leave from.
     *
     * @throws IllegalArgumentException when it has none of that family
     */
    public IpAddress address(boolean v6) {
        for (IpAddress address : addresses) {
            if (address.v6() == v6) {
                return address;
            }
        }
        throw new IllegalArgumentException(name() + " has no IPv" + (v6 ? 6 : 4) + " address");
    }

    /** Its first address. */
    public IpAddress address() {
        return addresses.getFirst();
    }

    /**
     * Opens a socket on its first address.
     *
     * @param port 0 for any free one
     */
    public UdpSocket open(int port, UdpSocket.Receiver receiver) {
        return open(new TransportAddress(address(), port), receiver);
    }

    /**
     * Opens a socket.
     *
     * @throws IllegalStateException when the port is taken
     * @throws IllegalArgumentException when the address is not of this host
     */
    public UdpSocket open(TransportAddress local, UdpSocket.Receiver receiver) {
        if (!addresses.contains(local.ip())) {
            throw new IllegalArgumentException(local.ip() + " is not an address of " + name());
        }
        TransportAddress free = local.port() == 0 ? freePort(local.ip()) : local;
        if (sockets.containsKey(free)) {
            throw new IllegalStateException(free + " is taken on " + name());
        }
        UdpSocket socket = new UdpSocket(this, free, receiver);
        sockets.put(free, socket);
        return socket;
    }

    boolean isTaken(TransportAddress local) {
        return sockets.containsKey(local);
    }

    private TransportAddress freePort(IpAddress ip) {
        for (int tries = FIRST_EPHEMERAL_PORT; tries <= 0xFFFF; tries++) {
            TransportAddress local = new TransportAddress(ip, nextEphemeralPort);
            nextEphemeralPort =
                    nextEphemeralPort == 0xFFFF ? FIRST_EPHEMERAL_PORT : nextEphemeralPort + 1;
            if (!sockets.containsKey(local)) {
                return local;
            }
        }
        throw new IllegalStateException("all ports of " + name() + " are taken");
    }

    void close(UdpSocket socket) {
        sockets.remove(socket.local(), socket);
        recent[socket.local().port() & 63] = null;
    }

    /** Runs a core on this host. */
    public <E, C extends ProtocolCore<E>> Program<E, C> run(Function<Sockets, C> core) {
        return new Program<>(this, core);
    }

    /** Its TCP: to listen and to connect. */
    public TcpStack tcp() {
        TcpStack stack = tcp;
        if (stack == null) {
            stack = new TcpStack(this);
            tcp = stack;
        }
        return stack;
    }

    /** The largest packet that its link takes. */
    public int mtuBytes() {
        return nic.wire().mtuBytes();
    }

    /** Takes an empty packet to fill and {@link #send}. */
    public Packet newPacket() {
        return internet.take();
    }

    /** Ends a packet that was received and is not needed any more. */
    public void free(Packet packet) {
        internet.free(packet);
    }

    /** Sends a packet that has addresses; it belongs to the network from now on. */
    public void send(Packet packet) {
        long now = internet.now();
        internet.countSent();
        if (internet.isObserved()) {
            internet.tell(new NetworkEvent.Sent(now, name(), packet.image()));
        }
        originate(now, packet);
    }

    /** Takes a packet as if it had come over its link. */
    public void receive(Packet packet) {
        arrive(internet.now(), nic, packet);
    }

    @Override
    boolean makesHeaderOf(Packet packet) {
        return true;
    }

    @Override
    void originate(long now, Packet packet) {
        if (addresses.contains(packet.destinationIp())) {
            internet.schedule(now, nic, packet); // never inside the call that sends
        } else {
            transmit(now, nic, packet);
        }
    }

    @Override
    @Nullable IpAddress errorAddress(boolean v6) {
        for (IpAddress address : addresses) {
            if (address.v6() == v6) {
                return address;
            }
        }
        return null;
    }

    @Override
    void arrive(long now, Nic from, Packet packet) {
        if (packet.corrupt) {
            drop(now, packet, DropReason.CORRUPT, 0);
            return;
        }
        Packet whole = packet.isFragment() ? reassembly.add(now, packet) : packet;
        if (whole == null) {
            return;
        }
        switch (whole.protocol) {
            case UDP -> udp(now, whole);
            case TCP -> tcp(now, whole);
            case ICMP -> icmp(now, whole);
        }
    }

    private void udp(long now, Packet packet) {
        UdpSocket socket = find(packet);
        if (socket == null) {
            complain(now, packet, Icmp.PORT_UNREACHABLE, 0);
            drop(now, packet, DropReason.NO_SOCKET, 0);
            return;
        }
        delivered(now, packet);
        socket.receiver.receive(now, socket, packet);
        internet.free(packet);
    }

    /** By the last socket of this port number first: no object is made for most packets. */
    private @Nullable UdpSocket find(Packet packet) {
        int slot = packet.dstPort & 63;
        UdpSocket last = recent[slot];
        if (last != null && last.local().port() == packet.dstPort) {
            IpAddress ip = last.local().ip();
            if (ip.low() == packet.dstLow && ip.high() == packet.dstHigh && ip.v6() == packet.v6) {
                return last;
            }
        }
        UdpSocket found = sockets.get(packet.destination());
        recent[slot] = found;
        return found;
    }

    private void tcp(long now, Packet packet) {
        TcpStack stack = tcp();
        if (!stack.wants(packet)) {
            stack.refuse(packet);
            drop(now, packet, DropReason.NO_SOCKET, 0);
            return;
        }
        delivered(now, packet);
        stack.receive(now, packet);
        internet.free(packet);
    }

    private void icmp(long now, Packet packet) {
        delivered(now, packet);
        boolean ping =
                packet.icmpType == (packet.v6 ? Icmp.ECHO_REQUEST_V6 : Icmp.ECHO_REQUEST_V4)
                        && !packet.isIcmpError();
        if (ping) {
            Packet answer = internet.take();
            answer.parent = packet.id;
            answer.protocol = Protocol.ICMP;
            answer.icmpType = packet.v6 ? Icmp.ECHO_REPLY_V6 : Icmp.ECHO_REPLY_V4;
            answer.source(packet.v6, packet.dstHigh, packet.dstLow, packet.dstPort);
            answer.destination(packet.srcHigh, packet.srcLow, packet.srcPort);
            answer.payload(packet.payload, 0, packet.length);
            internet.free(packet);
            send(answer);
            return;
        }
        if (packet.isIcmpError()) {
            tcp().error(now, packet);
        }
        internet.free(packet);
    }

    private void delivered(long now, Packet packet) {
        internet.countDelivered();
        if (internet.isObserved()) {
            internet.tell(new NetworkEvent.Delivered(now, name(), packet.image()));
        }
    }

    /** Its link behaves like this from now on. What is on its way arrives as before. */
    public void changeLink(LinkBehaviour behaviour) {
        nic.change(behaviour);
    }

    /** Says something into the trace, at this host. */
    public void note(String words, @Nullable String topic) {
        internet.note(name(), words, topic);
    }
}
