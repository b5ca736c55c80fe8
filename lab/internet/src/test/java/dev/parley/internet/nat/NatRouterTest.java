package dev.parley.internet.nat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.IpAddress;
import dev.parley.core.IpPrefix;
import dev.parley.core.TransportAddress;
import dev.parley.internet.DropReason;
import dev.parley.internet.Host;
import dev.parley.internet.Icmp;
import dev.parley.internet.Internet;
import dev.parley.internet.NetworkEvent;
import dev.parley.internet.PacketImage;
import dev.parley.internet.UdpSocket;
import dev.parley.internet.topology.Firewall;
import dev.parley.internet.topology.Gateway;
import dev.parley.internet.topology.LinkBehaviour;
import dev.parley.internet.topology.LinkDirection;
import dev.parley.internet.topology.Machine;
import dev.parley.internet.topology.Nat;
import dev.parley.internet.topology.NatBehaviour;
import dev.parley.internet.topology.Site;
import dev.parley.internet.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** NATs within routers: what the two do together. */
class NatRouterTest {
    private static final LinkBehaviour USUAL = LinkBehaviour.delay(5);
    private static final LinkBehaviour NARROW =
            LinkBehaviour.symmetric(LinkDirection.delay(5_000_000).withMtu(1280, true));

    private final List<NetworkEvent> events = new ArrayList<>();
    private final List<Integer> lengths = new ArrayList<>();
    private @Nullable TransportAddress from;

    /** A server, and ana behind a gateway with 18.18.18.18. */
    private Internet home(Nat nat, LinkBehaviour uplink, LinkBehaviour lan) {
        boolean v6 = nat instanceof Nat.Nat64;
        String address = v6 ? "2001:db8:1::2" : "192.168.1.2";
        Topology topology =
                new Topology(
                        "home",
                        List.of(
                                new Machine(
                                        "server", List.of(IpAddress.parse("198.51.100.1")), USUAL)),
                        List.of(
                                new Site(
                                        "home",
                                        List.of(
                                                IpPrefix.parse(
                                                        v6 ? "2001:db8:1::/64" : "192.168.1.0/24")),
                                        new Gateway(
                                                List.of(IpAddress.parse(Bed.OUTSIDE)),
                                                nat,
                                                Firewall.OPEN),
                                        uplink,
                                        List.of(
                                                new Machine(
                                                        "ana",
                                                        List.of(IpAddress.parse(address)),
                                                        lan)),
                                        List.of())));
        Internet internet = Internet.of(topology, 1);
        internet.observe(events::add);
        return internet;
    }

    private static Nat cone() {
        return new Nat.Rfc4787(NatBehaviour.PORT_RESTRICTED);
    }

    private UdpSocket listen(Internet internet, String host, int port) {
        return internet.host(host)
                .open(
                        port,
                        (now, socket, packet) -> {
                            lengths.add(packet.length);
                            from = packet.source();
                        });
    }

    private static void send(UdpSocket socket, String to, int length, boolean dontFragment) {
        TransportAddress address = TransportAddress.parse(to);
        IpAddress ip = address.ip();
        socket.send(
                ip.v6(),
                ip.high(),
                ip.low(),
                address.port(),
                new byte[length],
                0,
                length,
                dontFragment);
    }

    /** A second is enough for packets and too short for rows to end. */
    private static void settle(Internet internet) {
        internet.runUntil(internet.now() + Bed.SECOND);
    }

    private List<PacketImage> deliveredTo(String host) {
        return events.stream()
                .filter(NetworkEvent.Delivered.class::isInstance)
                .map(NetworkEvent.Delivered.class::cast)
                .filter(event -> event.node().equals(host))
                .map(NetworkEvent.Delivered::packet)
                .toList();
    }

    private TransportAddress seen() {
        TransportAddress address = from;
        if (address == null) {
            throw new AssertionError("nothing came");
        }
        return address;
    }

    @Test
    void req13_tooLargeForTheUplinkIsToldToTheSender() {
        Internet internet = home(cone(), NARROW, USUAL);
        listen(internet, "server", 7000);
        send(listen(internet, "ana", 5000), "198.51.100.1:7000", 1400, true);
        settle(internet);
        assertThat(lengths).isEmpty();
        assertThat(deliveredTo("ana"))
                .singleElement()
                .satisfies(error -> {
                    assertThat(error.icmpType()).isEqualTo(Icmp.TOO_BIG.type(false));
                    assertThat(error.icmpMtu()).isEqualTo(1280);
                    PacketImage quoted = error.quoted();
                    assertThat(quoted).isNotNull();
                    assertThat(quoted == null ? null : quoted.source())
                            .hasToString("192.168.1.2:5000");
                });
    }

    @Test
    void req13a_whatMayBeCutIsCutAndArrivesInOrder() {
        Internet internet = home(cone(), NARROW, USUAL);
        UdpSocket server = listen(internet, "server", 7000);
        send(listen(internet, "ana", 5000), "198.51.100.1:7000", 1400, false);
        settle(internet);
        assertThat(lengths).containsExactly(1400);
        assertThat(seen()).hasToString(Bed.OUTSIDE + ":5000");
        List<Integer> offsets =
                events.stream()
                        .filter(NetworkEvent.Departed.class::isInstance)
                        .map(NetworkEvent.Departed.class::cast)
                        .filter(event -> event.node().equals("home"))
                        .map(event -> event.packet().fragmentOffset())
                        .toList();
        assertThat(offsets).isSorted().hasSize(2);
        // And back: cut by the sender's side of the uplink, translated, put together.
        send(server, Bed.OUTSIDE + ":5000", 1400, false);
        settle(internet);
        assertThat(lengths).containsExactly(1400, 1400);
    }

    @Test
    void errorsAboutWhatCameInLeakNothingOfTheInside() {
        Internet internet = home(cone(), USUAL, NARROW);
        UdpSocket server = listen(internet, "server", 7000);
        send(listen(internet, "ana", 5000), "198.51.100.1:7000", 10, false);
        settle(internet);
        send(server, seen().toString(), 1400, true);
        settle(internet);
        assertThat(deliveredTo("server").getLast())
                .satisfies(error -> {
                    assertThat(error.icmpType()).isEqualTo(Icmp.TOO_BIG.type(false));
                    assertThat(error.source().ip()).hasToString(Bed.OUTSIDE);
                    PacketImage quoted = error.quoted();
                    assertThat(quoted == null ? null : quoted.destination())
                            .hasToString(Bed.OUTSIDE + ":5000");
                });
    }

    @Test
    void aClosedPortBehindTheNatAnswersFromOutside() {
        Internet internet = home(cone(), USUAL, USUAL);
        UdpSocket server = listen(internet, "server", 7000);
        UdpSocket ana = listen(internet, "ana", 5000);
        send(ana, "198.51.100.1:7000", 10, false);
        settle(internet);
        ana.close();
        send(server, seen().toString(), 10, false);
        settle(internet);
        assertThat(deliveredTo("server").getLast().source().ip()).hasToString(Bed.OUTSIDE);
        assertThat(deliveredTo("server").getLast().icmpCode()).isEqualTo(3);
    }

    @Test
    void aNat64CutsWhatIsTooLargeForIpv6() {
        Internet internet =
                home(
                        new Nat.Nat64(PrefixEmbedding.WELL_KNOWN, NatBehaviour.PORT_RESTRICTED),
                        USUAL,
                        USUAL);
        UdpSocket server = listen(internet, "server", 7000);
        send(listen(internet, "ana", 5000), "[64:ff9b::198.51.100.1]:7000", 10, false);
        settle(internet);
        assertThat(seen()).hasToString(Bed.OUTSIDE + ":5000");
        send(server, seen().toString(), 1472, false); // 1500 bytes here, 1520 there
        settle(internet);
        assertThat(lengths).containsExactly(10, 1472);
    }

    @Test
    void rowsLeaveTheTableWhenTheirTimeIsOver() {
        Internet internet = home(cone(), USUAL, USUAL);
        listen(internet, "server", 7000);
        send(listen(internet, "ana", 5000), "198.51.100.1:7000", 10, false);
        internet.runUntil(400_000_000_000L);
        assertThat(events)
                .filteredOn(NetworkEvent.RowRemoved.class::isInstance)
                .extracting(NetworkEvent::at)
                .containsExactly(300_005_000_000L, 300_005_000_000L);
    }

    @Test
    void aHeldFragmentIsDroppedInTime() {
        Internet internet = home(cone(), USUAL, USUAL);
        Host ana = internet.host("ana");
        var late = ana.newPacket();
        late.source(TransportAddress.parse("192.168.1.2:0"));
        late.destination(TransportAddress.parse("198.51.100.1:0"));
        late.fragmentId = 7;
        late.fragmentOffset = 1480;
        ana.send(late);
        internet.runUntil(10_000_000_000L);
        assertThat(events.getLast())
                .isInstanceOfSatisfying(
                        NetworkEvent.Dropped.class,
                        dropped -> {
                            assertThat(dropped.reason()).isEqualTo(DropReason.INCOMPLETE);
                            assertThat(dropped.at()).isEqualTo(5_005_000_000L);
                        });
    }
}
