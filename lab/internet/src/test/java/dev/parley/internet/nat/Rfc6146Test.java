package dev.parley.internet.nat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.IpAddress;
import dev.parley.core.IpPrefix;
import dev.parley.core.TransportAddress;
import dev.parley.internet.DropReason;
import dev.parley.internet.Icmp;
import dev.parley.internet.NetworkEvent.RemovalReason;
import dev.parley.internet.Packet;
import dev.parley.internet.TableRow;
import dev.parley.internet.TableRow.Kind;
import dev.parley.internet.TcpFlags;
import dev.parley.internet.topology.Firewall;
import dev.parley.internet.topology.Nat;
import dev.parley.internet.topology.NatBehaviour;
import dev.parley.internet.topology.NatBehaviour.Dependence;
import dev.parley.internet.topology.NatBehaviour.Hairpinning;
import java.util.List;
import org.junit.jupiter.api.Test;

/** NAT64: what RFC 6146 asks of the tables, and RFC 7915 of the headers. */
class Rfc6146Test {
    private static final String ANA = "[2001:db8:1::2]:5000";
    private static final String BEN = "[2001:db8:1::3]:6000";
    private static final String ONE = "198.51.100.1:3478";
    private static final String ONE_INSIDE = "[64:ff9b::198.51.100.1]:3478";
    private static final String TWO = "198.51.100.2:3478";
    private static final String TWO_INSIDE = "[64:ff9b::198.51.100.2]:3478";

    private static Bed bed(NatBehaviour behaviour, String... outside) {
        return Bed.of(
                new Nat.Nat64(PrefixEmbedding.WELL_KNOWN, behaviour),
                Firewall.OPEN,
                outside.length == 0 ? new String[] {Bed.OUTSIDE} : outside);
    }

    private static Bed bed() {
        return bed(NatBehaviour.PORT_RESTRICTED);
    }

    private static String outside(int port) {
        return Bed.OUTSIDE + ":" + port;
    }

    // ---- section 3.5: tables

    @Test
    void oneFamilyBecomesTheOther() {
        Bed bed = bed();
        Outcome out = bed.udpOut(ANA, ONE_INSIDE);
        assertThat(out.isOutward()).isTrue();
        assertThat(out.source()).hasToString(outside(5000));
        assertThat(out.destination()).hasToString(ONE);
        assertThat(out.packet().hopLimit).isEqualTo(64); // the router counts, not the box
        Outcome back = bed.udpIn(ONE, outside(5000));
        assertThat(back.source()).isEqualTo(TransportAddress.parse(ONE_INSIDE));
        assertThat(back.destination()).hasToString(ANA);
    }

    @Test
    void theTableJoinsTheTwoFamilies() {
        Bed bed = bed();
        bed.udpOut(ANA, ONE_INSIDE);
        assertThat(bed.book.of(Kind.MAPPING))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.inside()).hasToString(ANA);
                    assertThat(row.outside()).hasToString(outside(5000));
                });
        assertThat(bed.book.of(Kind.PERMISSION))
                .extracting(TableRow::remote)
                .singleElement()
                .hasToString(ONE);
    }

    @Test
    void mappingIsEndpointIndependent() {
        Bed bed = bed();
        assertThat(bed.udpOut(ANA, ONE_INSIDE).source())
                .isEqualTo(bed.udpOut(ANA, TWO_INSIDE).source());
    }

    @Test
    void filteringIsThatOfTheBehaviour() {
        for (Dependence filtering : Dependence.values()) {
            Bed bed = bed(NatBehaviour.PORT_RESTRICTED.filteredBy(filtering));
            bed.udpOut(ANA, ONE_INSIDE);
            assertThat(bed.udpIn("198.51.100.1:9", outside(5000)).isInward())
                    .isEqualTo(filtering != Dependence.ADDRESS_AND_PORT_DEPENDENT);
            assertThat(bed.udpIn(TWO, outside(5000)).isInward())
                    .isEqualTo(filtering == Dependence.ENDPOINT_INDEPENDENT);
        }
    }

    @Test
    void rowsEndWhenUnused() {
        Bed bed = bed();
        bed.udpOut(ANA, ONE_INSIDE);
        bed.pass(300);
        assertThat(bed.book.rows).isEmpty();
        assertThat(bed.udpIn(ONE, outside(5000)).reason()).isEqualTo(DropReason.NO_MAPPING);
    }

    @Test
    void tcpIsFollowed() {
        Bed bed = bed();
        assertThat(bed.tcpOut(ANA, ONE_INSIDE, TcpFlags.ACK).reason())
                .isEqualTo(DropReason.NO_MAPPING);
        bed.tcpOut(ANA, ONE_INSIDE, TcpFlags.SYN);
        bed.tcpIn(ONE, outside(5000), TcpFlags.SYN | TcpFlags.ACK);
        bed.pass(7000);
        assertThat(bed.tcpOut(ANA, ONE_INSIDE, TcpFlags.ACK).isOutward()).isTrue();
        bed.tcpOut(ANA, ONE_INSIDE, TcpFlags.RST);
        bed.pass(240);
        assertThat(bed.book.removals).containsOnly(RemovalReason.CLOSED);
        assertThat(bed.book.rows).isEmpty();
    }

    @Test
    void section3_5_packetsFromThePrefixAreALoop() {
        assertThat(bed().udpOut("[64:ff9b::10.0.0.1]:5000", ONE_INSIDE).reason())
                .isEqualTo(DropReason.NO_MAPPING);
    }

    @Test
    void section3_8_hairpinning() {
        Bed bed = bed(NatBehaviour.FULL_CONE);
        bed.udpOut(ANA, ONE_INSIDE);
        bed.udpOut(BEN, ONE_INSIDE);
        Outcome there = bed.udpOut(ANA, "[64:ff9b::18.18.18.18]:6000");
        assertThat(there.isInward()).isTrue();
        assertThat(there.destination()).hasToString(BEN);
        assertThat(there.source().ip()).isEqualTo(IpAddress.parse("64:ff9b::18.18.18.18"));
        Outcome back = bed.udpOut(BEN, there.source().toString());
        assertThat(back.destination()).hasToString(ANA);
        Bed without = bed(NatBehaviour.FULL_CONE.withHairpinning(Hairpinning.OFF));
        without.udpOut(BEN, ONE_INSIDE);
        assertThat(without.udpOut(ANA, "[64:ff9b::18.18.18.18]:6000").reason())
                .isEqualTo(DropReason.NO_HAIRPIN);
    }

    // ---- which packets

    @Test
    void otherIpv6PassesWhereTheGatewayHasAnAddress() {
        Bed both = bed(NatBehaviour.PORT_RESTRICTED, Bed.OUTSIDE, "2001:db8::9");
        assertThat(both.udpOut(ANA, "[2001:db8:9::1]:9").source()).hasToString(ANA);
        assertThat(both.udpIn("[2001:db8:9::1]:9", ANA).isInward()).isTrue();
        assertThat(bed().udpOut(ANA, "[2001:db8:9::1]:9").reason()).isEqualTo(DropReason.FAMILY);
        assertThat(bed().udpOut("192.168.1.2:5000", ONE).reason()).isEqualTo(DropReason.FAMILY);
    }

    @Test
    void theWellKnownPrefixStandsForGlobalAddressesOnly() {
        assertThat(bed().udpOut(ANA, "[64:ff9b::10.0.0.1]:9").reason())
                .isEqualTo(DropReason.NOT_PUBLIC);
        Bed own =
                Bed.of(
                        new Nat.Nat64(
                                IpPrefix.parse("2001:db8:64::/96"), NatBehaviour.PORT_RESTRICTED),
                        Firewall.OPEN,
                        Bed.OUTSIDE);
        assertThat(own.udpOut(ANA, "[2001:db8:64::10.0.0.1]:9").destination())
                .hasToString("10.0.0.1:9");
    }

    @Test
    void thePrefixHasNinetySixBits() {
        assertThatThrownBy(() ->
                        Bed.of(
                                new Nat.Nat64(
                                        IpPrefix.parse("2001:db8::/64"),
                                        NatBehaviour.PORT_RESTRICTED),
                                Firewall.OPEN,
                                Bed.OUTSIDE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("96");
    }

    @Test
    void theFirewallSeesInsideAddresses() {
        Bed bed =
                Bed.of(
                        new Nat.Nat64(PrefixEmbedding.WELL_KNOWN, NatBehaviour.FULL_CONE),
                        Firewall.STATEFUL,
                        Bed.OUTSIDE,
                        "2001:db8::9");
        bed.udpOut(ANA, ONE_INSIDE);
        assertThat(bed.udpIn(ONE, outside(5000)).isInward()).isTrue();
        assertThat(bed.udpIn(TWO, outside(5000)).reason()).isEqualTo(DropReason.UNSOLICITED);
        assertThat(bed.udpIn("[2001:db8:9::1]:9", ANA).reason()).isEqualTo(DropReason.UNSOLICITED);
    }

    // ---- RFC 7915

    @Test
    void rfc7915_shortPacketsMayBeCutAndLongOnesNot() {
        Bed bed = bed();
        Packet shorter = Packets.udp(ANA, ONE_INSIDE);
        shorter.payload(new byte[1260 - 28], 0, 1260 - 28);
        assertThat(bed.out(shorter).packet().dontFragment).isFalse();
        Packet longer = Packets.udp(ANA, ONE_INSIDE);
        longer.payload(new byte[1260 - 27], 0, 1260 - 27);
        assertThat(bed.out(longer).packet().dontFragment).isTrue();
        assertThat(longer.sizeBytes()).isEqualTo(1261);
    }

    @Test
    void rfc7915_headersDifferByTwentyBytes() {
        Packet packet = Packets.udp(ANA, ONE_INSIDE);
        int before = packet.sizeBytes();
        assertThat(bed().out(packet).packet().sizeBytes()).isEqualTo(before - 20);
    }

    @Test
    void rfc7915_fragments() {
        Bed bed = bed();
        Packet whole = Packets.udp(ANA, ONE_INSIDE);
        assertThat(bed.allOut(Packets.fragment(whole, 0x12345, 1448, false))).isEmpty();
        List<Outcome> all = bed.allOut(Packets.fragment(whole, 0x12345, 0, true));
        assertThat(all)
                .hasSize(2)
                .allSatisfy(one -> {
                    assertThat(one.packet().v6).isFalse();
                    assertThat(one.packet().fragmentId).isEqualTo(0x2345);
                    assertThat(one.packet().dontFragment).isFalse();
                    assertThat(one.source().ip()).hasToString(Bed.OUTSIDE);
                    assertThat(one.destination().ip()).hasToString("198.51.100.1");
                });
        Packet answer = Packets.udp(ONE, outside(5000));
        assertThat(bed.in(Packets.fragment(answer, 9, 0, true)).destination()).hasToString(ANA);
        Outcome last = bed.in(Packets.fragment(answer, 9, 1448, false));
        assertThat(last.packet().v6).isTrue();
        assertThat(last.destination().ip()).hasToString("2001:db8:1::2");
    }

    @Test
    void rfc7915_pings() {
        Bed bed = bed();
        Outcome out = bed.out(Packets.ping("[2001:db8:1::2]", "[64:ff9b::198.51.100.1]", 7));
        assertThat(out.packet().icmpType).isEqualTo(Icmp.ECHO_REQUEST_V4);
        assertThat(out.source()).hasToString(outside(7));
        assertThat(out.destination()).hasToString("198.51.100.1:7");
        Outcome back = bed.in(Packets.pong("198.51.100.1", Bed.OUTSIDE, 7));
        assertThat(back.packet().icmpType).isEqualTo(Icmp.ECHO_REPLY_V6);
        assertThat(back.destination()).hasToString("[2001:db8:1::2]:7");
        assertThat(back.source().port()).isEqualTo(7);
    }

    @Test
    void rfc7915_errorsFromOutside() {
        Bed bed = bed();
        Packet sent = bed.udpOut(ANA, ONE_INSIDE).packet();
        Packet tooBig = Packets.error(Icmp.TOO_BIG, "203.0.113.9", sent);
        tooBig.icmpMtu = 1400;
        Outcome error = bed.in(tooBig);
        assertThat(error.isInward()).isTrue();
        assertThat(error.packet().icmpType).isEqualTo(Icmp.TOO_BIG.type(true));
        assertThat(error.packet().icmpMtu).isEqualTo(1420);
        assertThat(error.packet().sourceIp()).isEqualTo(IpAddress.parse("64:ff9b::203.0.113.9"));
        assertThat(error.packet().destinationIp()).hasToString("2001:db8:1::2");
        assertThat(error.quoted().source()).hasToString(ANA);
        assertThat(error.quoted().destination()).isEqualTo(TransportAddress.parse(ONE_INSIDE));
    }

    @Test
    void rfc7915_errorsFromInside() {
        Bed bed = bed();
        bed.udpOut(ANA, ONE_INSIDE);
        Packet received = bed.udpIn(ONE, outside(5000)).packet();
        Packet tooBig = Packets.error(Icmp.TOO_BIG, "2001:db8:1::ffff", received);
        tooBig.icmpMtu = 1300;
        Outcome error = bed.out(tooBig);
        assertThat(error.isOutward()).isTrue();
        assertThat(error.packet().icmpType).isEqualTo(3);
        assertThat(error.packet().icmpCode).isEqualTo(4);
        assertThat(error.packet().icmpMtu).isEqualTo(1280);
        assertThat(error.packet().sourceIp()).hasToString(Bed.OUTSIDE);
        assertThat(error.packet().destinationIp()).hasToString("198.51.100.1");
        assertThat(error.quoted().source()).hasToString(ONE);
        assertThat(error.quoted().destination()).hasToString(outside(5000));
    }

    @Test
    void rfc7915_errorsAboutPingsAndHairpins() {
        Bed bed = bed(NatBehaviour.FULL_CONE);
        Packet ping =
                bed.out(Packets.ping("[2001:db8:1::2]", "[64:ff9b::198.51.100.1]", 7)).packet();
        Outcome error = bed.in(Packets.error(Icmp.HOP_LIMIT, "203.0.113.9", ping));
        assertThat(error.quoted().icmpType).isEqualTo(Icmp.ECHO_REQUEST_V6);
        assertThat(error.quoted().source()).hasToString("[2001:db8:1::2]:7");
        assertThat(error.quoted().destination().port()).isEqualTo(7);

        bed.udpOut(BEN, ONE_INSIDE);
        Packet there = bed.udpOut(ANA, "[64:ff9b::18.18.18.18]:6000").packet();
        Outcome refused = bed.out(Packets.error(Icmp.PORT_UNREACHABLE, "2001:db8:1::3", there));
        assertThat(refused.isInward()).isTrue();
        assertThat(refused.packet().destinationIp()).hasToString("2001:db8:1::2");
        assertThat(refused.quoted().source()).hasToString(ANA);
        assertThat(refused.quoted().destination())
                .isEqualTo(TransportAddress.parse("[64:ff9b::18.18.18.18]:6000"));
    }

    @Test
    void errorsAboutNothingAreDropped() {
        Bed bed = bed();
        Packet never = Packets.udp(outside(9), ONE);
        assertThat(bed.in(Packets.error(Icmp.HOP_LIMIT, "203.0.113.9", never)).reason())
                .isEqualTo(DropReason.ICMP_UNRELATED);
    }
}
