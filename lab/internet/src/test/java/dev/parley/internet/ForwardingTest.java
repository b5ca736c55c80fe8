package dev.parley.internet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.IpAddress;
import dev.parley.core.IpPrefix;
import dev.parley.core.TransportAddress;
import dev.parley.internet.topology.Firewall;
import dev.parley.internet.topology.Gateway;
import dev.parley.internet.topology.LinkBehaviour;
import dev.parley.internet.topology.LinkDirection;
import dev.parley.internet.topology.Machine;
import dev.parley.internet.topology.Nat;
import dev.parley.internet.topology.Site;
import dev.parley.internet.topology.Topology;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForwardingTest {
    private static final LinkBehaviour TEN_MILLIS = LinkBehaviour.delay(10);

    private final Internet internet =
            Internet.of(
                    new Topology(
                            "two-public",
                            List.of(
                                    machine("ana", "198.51.100.1"),
                                    machine("ben", "198.51.100.2", "2001:db8::2")),
                            List.of(
                                    new Site(
                                            "campus",
                                            List.of(IpPrefix.parse("192.0.2.0/24")),
                                            new Gateway(
                                                    List.of(IpAddress.parse("198.51.100.9")),
                                                    new Nat.None(),
                                                    Firewall.OPEN),
                                            TEN_MILLIS,
                                            List.of(
                                                    machine("cleo", "192.0.2.1"),
                                                    machine("dora", "192.0.2.2")),
                                            List.of()))),
                    7);
    private final List<byte[]> received = new ArrayList<>();
    private final List<NetworkEvent> events = new ArrayList<>();
    private long arrivedAt = -1;

    private static Machine machine(String name, String... addresses) {
        return new Machine(
                name, Arrays.stream(addresses).map(IpAddress::parse).toList(), TEN_MILLIS);
    }

    private void listen(String name, int port) {
        internet.host(name)
                .open(
                        port,
                        (now, socket, packet) -> {
                            arrivedAt = now;
                            received.add(Arrays.copyOf(packet.payload, packet.length));
                        });
    }

    private void send(String name, String to, byte[] bytes) {
        internet.host(name)
                .open(0, (now, socket, packet) -> {})
                .send(TransportAddress.parse(to), bytes);
        internet.run();
    }

    @Test
    void aDatagramTakesTheSumOfItsLinks() {
        listen("ben", 7000);
        send("ana", "198.51.100.2:7000", new byte[] {1, 2, 3});
        assertThat(received).containsExactly(new byte[] {1, 2, 3});
        assertThat(arrivedAt).isEqualTo(20_000_000);
        assertThat(internet.delivered()).isOne();
    }

    @Test
    void aRoutedSiteIsReachedThroughItsGateway() {
        listen("cleo", 7000);
        send("ana", "192.0.2.1:7000", new byte[] {1});
        assertThat(arrivedAt).isEqualTo(30_000_000);
    }

    @Test
    void neighboursDoNotLeaveTheirSite() {
        internet.observe(events::add);
        listen("dora", 7000);
        send("cleo", "192.0.2.2:7000", new byte[] {1});
        assertThat(arrivedAt).isEqualTo(20_000_000);
        assertThat(events).extracting(NetworkEvent::node).containsOnly("cleo", "campus", "dora");
    }

    @Test
    void aClosedPortAnswersByIcmp() {
        internet.observe(events::add);
        send("ana", "198.51.100.2:9", new byte[] {1});
        assertThat(events)
                .filteredOn(NetworkEvent.Dropped.class::isInstance)
                .singleElement()
                .extracting(event -> ((NetworkEvent.Dropped) event).reason())
                .isEqualTo(DropReason.NO_SOCKET);
        NetworkEvent last = events.getLast();
        assertThat(last).isInstanceOf(NetworkEvent.Delivered.class);
        assertThat(last.node()).isEqualTo("ana");
        PacketImage error = ((NetworkEvent.Delivered) last).packet();
        assertThat(error.icmpType()).isEqualTo(3);
        assertThat(error.icmpCode()).isEqualTo(3);
    }

    @Test
    void privateAddressesDoNotCrossTheCore() {
        internet.observe(events::add);
        send("ana", "192.168.1.2:7000", new byte[] {1});
        assertThat(events.getLast())
                .isInstanceOfSatisfying(
                        NetworkEvent.Dropped.class,
                        dropped -> assertThat(dropped.reason()).isEqualTo(DropReason.NOT_PUBLIC));
    }

    @Test
    void aLargeDatagramIsCutAndPutTogether() {
        listen("ben", 7000);
        byte[] large = new byte[8_000];
        internet.random("bytes").nextBytes(large, 0, large.length);
        internet.observe(events::add);
        send("ana", "198.51.100.2:7000", large);
        assertThat(received).containsExactly(large);
        assertThat(events).filteredOn(NetworkEvent.Departed.class::isInstance).hasSize(12);
    }

    @Test
    void whatMayNotBeCutIsRefusedWithTheMtu() {
        Machine narrow =
                new Machine(
                        "ben",
                        List.of(IpAddress.parse("198.51.100.2")),
                        LinkBehaviour.symmetric(LinkDirection.delay(1000).withMtu(1200, true)));
        Internet with =
                Internet.of(
                        new Topology(
                                "narrow",
                                List.of(machine("ana", "198.51.100.1"), narrow),
                                List.of()),
                        1);
        List<PacketImage> atAna = new ArrayList<>();
        with.observe(event -> {
            if (event instanceof NetworkEvent.Delivered(long _, String node, var packet)
                    && node.equals("ana")) {
                atAna.add(packet);
            }
        });
        UdpSocket socket = with.host("ana").open(0, (now, s, packet) -> {});
        IpAddress ben = IpAddress.parse("198.51.100.2");
        socket.send(false, 0, ben.low(), 7000, new byte[1400], 0, 1400, true);
        with.run();
        assertThat(atAna).singleElement().extracting(PacketImage::icmpMtu).isEqualTo(1200);
    }

    @Test
    void theSameSeedGivesTheSameEvents() {
        assertThat(internet.random("x").nextLong()).isEqualTo(internet.random("x").nextLong());
        assertThat(internet.random("x").nextLong()).isNotEqualTo(internet.random("y").nextLong());
    }
}
