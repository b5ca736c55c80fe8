package dev.parley.internet.trace;

import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import dev.parley.internet.DropReason;
import dev.parley.internet.Host;
import dev.parley.internet.Icmp;
import dev.parley.internet.Internet;
import dev.parley.internet.NetworkEvent;
import dev.parley.internet.Packet;
import dev.parley.internet.PacketImage;
import dev.parley.internet.Protocol;
import dev.parley.internet.TableRow;
import dev.parley.internet.TcpFlags;
import dev.parley.internet.UdpSocket;
import dev.parley.internet.topology.LinkBehaviour;
import dev.parley.internet.topology.LinkDirection;
import dev.parley.internet.topology.Machine;
import dev.parley.internet.topology.Topology;
import java.util.List;
import java.util.function.Consumer;

/**
 * A run with a packet of each kind: both families, all protocols, fragments, errors that quote, a
 * corrupt one, a rewritten one.
 */
final class SampleRun {
    static final Machine ANA = machine("ana", 1500, "198.51.100.1", "2001:db8::1");
    static final Machine BEN = machine("ben", 1300, "198.51.100.2", "2001:db8::2");
    static final String CORE = "internet";

    private final Internet internet;
    private final byte[] bytes = new byte[4000];

    SampleRun(long seed, Consumer<NetworkEvent> observer) {
        internet = Internet.of(new Topology("sample", List.of(ANA, BEN), List.of()), seed);
        internet.random("payload").nextBytes(bytes, 0, bytes.length);
        internet.observe(observer);
        datagrams(false);
        datagrams(true);
        packets(false);
        packets(true);
        internet.run();
        rewritten(observer);
    }

    private static Machine machine(String name, int mtu, String... addresses) {
        return new Machine(
                name,
                List.of(addresses).stream().map(IpAddress::parse).toList(),
                LinkBehaviour.symmetric(LinkDirection.delay(3_000_000).withMtu(mtu, true)));
    }

    /** Small ones, one with an odd length, one in fragments, one too big, one to a closed port. */
    private void datagrams(boolean v6) {
        Host ana = internet.host("ana");
        IpAddress ben = internet.host("ben").address(v6);
        TransportAddress local = new TransportAddress(internet.host("ben").address(v6), 7000);
        internet.host("ben").open(local, (_, _, _) -> {});
        UdpSocket socket = ana.open(new TransportAddress(ana.address(v6), 5000), (_, _, _) -> {});
        send(socket, ben, 7000, 0, false);
        send(socket, ben, 7000, 1, false);
        send(socket, ben, 7000, 100, false);
        send(socket, ben, 7000, 3501, false);
        send(socket, ben, 7000, 1400, true);
        send(socket, ben, 9, 33, false);
    }

    private void send(UdpSocket from, IpAddress to, int port, int length, boolean whole) {
        from.send(to.v6(), to.high(), to.low(), port, bytes, 0, length, whole);
    }

    private void packets(boolean v6) {
        Packet syn = packet(v6, Protocol.TCP, 0);
        syn.tcpFlags = TcpFlags.SYN;
        syn.sequence = -2;
        syn.window = 1 << 20;
        internet.host("ana").send(syn);
        Packet data = packet(v6, Protocol.TCP, 77);
        data.tcpFlags = TcpFlags.ACK | TcpFlags.PSH;
        data.sequence = -1;
        data.acknowledgment = 4711;
        internet.host("ana").send(data);
        Packet ping = packet(v6, Protocol.ICMP, 56);
        ping.icmpType = v6 ? Icmp.ECHO_REQUEST_V6 : Icmp.ECHO_REQUEST_V4;
        ping.srcPort = ping.dstPort = 99;
        internet.host("ana").send(ping);
        for (Protocol protocol : Protocol.values()) {
            Packet corrupt = packet(v6, protocol, 21);
            if (protocol == Protocol.ICMP) {
                corrupt.icmpType = v6 ? Icmp.ECHO_REQUEST_V6 : Icmp.ECHO_REQUEST_V4;
            } else if (protocol == Protocol.TCP) {
                corrupt.tcpFlags = TcpFlags.ACK;
            }
            corrupt.corrupt = true;
            internet.host("ana").send(corrupt);
        }
    }

    private Packet packet(boolean v6, Protocol protocol, int length) {
        Packet packet = internet.host("ana").newPacket();
        packet.protocol = protocol;
        packet.source(new TransportAddress(internet.host("ana").address(v6), 6000));
        packet.destination(new TransportAddress(internet.host("ben").address(v6), 7001));
        packet.payload(bytes, 0, length);
        return packet;
    }

    /** What a gateway between two links would tell. */
    private void rewritten(Consumer<NetworkEvent> observer) {
        long at = internet.now() + 1_000;
        Packet packet = packet(false, Protocol.UDP, 20);
        PacketImage before = packet.image();
        packet.source(TransportAddress.parse("203.0.113.7:40000"));
        PacketImage after = packet.image();
        TransportAddress outside = after.source();
        TableRow row =
                new TableRow(
                        3,
                        TableRow.Kind.MAPPING,
                        Protocol.UDP,
                        before.source(),
                        outside,
                        null,
                        at + 9);
        observer.accept(new NetworkEvent.Sent(at, "ana", before));
        observer.accept(new NetworkEvent.Departed(at, "ana", "home", before, at, at + 10));
        observer.accept(new NetworkEvent.RowAdded(at + 10, "home", row, before.id()));
        observer.accept(new NetworkEvent.Rewritten(at + 10, "home", before, after, 3));
        observer.accept(
                new NetworkEvent.Departed(at + 10, "home", "internet", after, at + 15, at + 20));
        observer.accept(
                new NetworkEvent.Dropped(at + 20, "internet", after, DropReason.NO_ROUTE, 0));
        observer.accept(new NetworkEvent.RowRefreshed(at + 21, "home", 3, at + 50, 0));
        observer.accept(
                new NetworkEvent.RowRemoved(
                        at + 50, "home", 3, NetworkEvent.RemovalReason.EXPIRED));
        observer.accept(new NetworkEvent.Noted(at + 60, "ana", "says \"bye\"\n\\ü😀", null));
    }
}
