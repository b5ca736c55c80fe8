package dev.parley.internet.nat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.internet.DropReason;
import dev.parley.internet.Icmp;
import dev.parley.internet.NetworkEvent.RemovalReason;
import dev.parley.internet.Packet;
import dev.parley.internet.topology.NatBehaviour;
import dev.parley.internet.topology.NatBehaviour.Dependence;
import dev.parley.internet.topology.NatTimeouts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** RFC 5508: ICMP through a NAT, requirement by requirement. */
class Rfc5508Test {
    private static final String ANA = "192.168.1.2:5000";
    private static final String BEN = "192.168.1.3:6000";
    private static final String ONE = "198.51.100.1:3478";
    private static final String SERVER = "198.51.100.1";

    private static Bed bed() {
        return Bed.of(NatBehaviour.PORT_RESTRICTED);
    }

    @Test
    void req1_pingsFromInsideAreAnswered() {
        Bed bed = bed();
        Outcome out = bed.out(Packets.ping("192.168.1.2", SERVER, 7));
        assertThat(out.source()).hasToString(Bed.OUTSIDE + ":7");
        assertThat(out.destination().port()).isEqualTo(7);
        Outcome back = bed.in(Packets.pong(SERVER, Bed.OUTSIDE, 7));
        assertThat(back.destination()).hasToString("192.168.1.2:7");
        assertThat(back.source()).hasToString(SERVER + ":7");
    }

    @Test
    void req1a_theIdentifierTellsMachinesApart() {
        Bed bed = bed();
        bed.out(Packets.ping("192.168.1.2", SERVER, 7));
        Outcome second = bed.out(Packets.ping("192.168.1.3", SERVER, 7));
        int identifier = second.source().port();
        assertThat(identifier).isNotEqualTo(7).isEqualTo(second.destination().port());
        Outcome back = bed.in(Packets.pong(SERVER, Bed.OUTSIDE, identifier));
        assertThat(back.destination()).hasToString("192.168.1.3:7");
        assertThat(back.source().port()).isEqualTo(7);
    }

    @ParameterizedTest
    @EnumSource(Dependence.class)
    void req1b_answersAreFilteredByAddressAtMost(Dependence filtering) {
        Bed bed = Bed.of(NatBehaviour.PORT_RESTRICTED.filteredBy(filtering));
        bed.out(Packets.ping("192.168.1.2", SERVER, 7));
        assertThat(bed.in(Packets.pong(SERVER, Bed.OUTSIDE, 7)).isInward()).isTrue();
        assertThat(bed.in(Packets.pong("198.51.100.2", Bed.OUTSIDE, 7)).isInward())
                .isEqualTo(filtering == Dependence.ENDPOINT_INDEPENDENT);
    }

    @Test
    void req1_pingsFromOutsideAreForTheGateway() {
        Bed bed = Bed.of(NatBehaviour.FULL_CONE);
        bed.out(Packets.ping("192.168.1.2", SERVER, 7));
        assertThat(bed.in(Packets.ping(SERVER, Bed.OUTSIDE, 7)).reason())
                .isEqualTo(DropReason.GATEWAY_INPUT);
        assertThat(bed.out(Packets.ping("192.168.1.3", Bed.OUTSIDE, 7)).reason())
                .isEqualTo(DropReason.GATEWAY_INPUT);
        assertThat(bed.out(Packets.pong("192.168.1.3", SERVER, 9)).reason())
                .isEqualTo(DropReason.NO_MAPPING);
    }

    @Test
    void req2_aQuerySessionStandsSixtySecondsAtLeast() {
        Bed bed = bed();
        bed.out(Packets.ping("192.168.1.2", SERVER, 7));
        bed.pass(59.9);
        assertThat(bed.in(Packets.pong(SERVER, Bed.OUTSIDE, 7)).isInward()).isTrue();
        bed.pass(0.1);
        assertThat(bed.book.removals).containsOnly(RemovalReason.EXPIRED);
        assertThat(bed.book.rows).isEmpty();
    }

    @Test
    void req2a_theTimerIsConfigurable() {
        Bed bed =
                Bed.of(
                        NatBehaviour.PORT_RESTRICTED.withTimeouts(
                                new NatTimeouts(300, 7440, 240, 90, false, 1000)));
        bed.out(Packets.ping("192.168.1.2", SERVER, 7));
        bed.pass(89.9);
        assertThat(bed.book.rows).isNotEmpty();
        bed.pass(0.1);
        assertThat(bed.book.rows).isEmpty();
    }

    @Test
    void req3_errorsWithABadChecksumAreDropped() {
        Bed bed = bed();
        Packet sent = bed.udpOut(ANA, ONE).packet();
        Packet error = Packets.error(Icmp.HOP_LIMIT, SERVER, sent);
        error.corrupt = true;
        assertThat(bed.in(error).reason()).isEqualTo(DropReason.CORRUPT);
    }

    @Test
    void req4_errorsFromOutsideWithoutAMappingAreDropped() {
        Packet never = Packets.udp(Bed.OUTSIDE + ":5000", ONE);
        assertThat(bed().in(Packets.error(Icmp.HOP_LIMIT, SERVER, never)).reason())
                .isEqualTo(DropReason.ICMP_UNRELATED);
    }

    @Test
    void req4_errorsFromOutsideAreTranslated() {
        Bed bed = bed();
        Packet sent = bed.udpOut(ANA, ONE).packet();
        Packet original = Packets.error(Icmp.TOO_BIG, "203.0.113.9", sent);
        original.icmpMtu = 1400;
        Outcome error = bed.in(original);
        // a) what it quotes
        assertThat(error.quoted().source()).hasToString(ANA);
        assertThat(error.quoted().destination()).hasToString(ONE);
        // b) type and code stay
        assertThat(error.packet().icmpType).isEqualTo(3);
        assertThat(error.packet().icmpCode).isEqualTo(4);
        assertThat(error.packet().icmpMtu).isEqualTo(1400);
        // c) its destination is the source of what it quotes
        assertThat(error.packet().destinationIp()).hasToString("192.168.1.2");
        assertThat(error.packet().sourceIp()).hasToString("203.0.113.9");
    }

    @Test
    void req4_theMappingMustLeadTowardsTheQuotedDestination() {
        Bed bed = Bed.of(NatBehaviour.SYMMETRIC);
        Packet sent = bed.udpOut(ANA, ONE).packet();
        sent.destination(sent.dstHigh, sent.dstLow, 9);
        assertThat(bed.in(Packets.error(Icmp.HOP_LIMIT, SERVER, sent)).reason())
                .isEqualTo(DropReason.ICMP_UNRELATED);
    }

    @Test
    void req5_errorsFromInsideWithoutAMappingAreDropped() {
        Packet never = Packets.udp(ONE, ANA);
        assertThat(bed().out(Packets.error(Icmp.PORT_UNREACHABLE, "192.168.1.2", never)).reason())
                .isEqualTo(DropReason.ICMP_UNRELATED);
    }

    @Test
    void req5_errorsFromInsideAreTranslated() {
        Bed bed = bed();
        bed.udpOut("192.168.1.3:5000", ONE);
        String outside = bed.udpOut(ANA, ONE).source().toString();
        Packet received = bed.udpIn(ONE, outside).packet();
        for (String from : new String[] {"192.168.1.2", "192.168.1.254"}) {
            Outcome error = bed.out(Packets.error(Icmp.PORT_UNREACHABLE, from, received));
            assertThat(error.isOutward()).isTrue();
            // a) what it quotes
            assertThat(error.quoted().destination()).hasToString(outside);
            assertThat(error.quoted().source()).hasToString(ONE);
            // b) type and code stay
            assertThat(error.packet().icmpType).isEqualTo(3);
            assertThat(error.packet().icmpCode).isEqualTo(3);
            // c) it comes from the NAT's own address, whoever inside sent it
            assertThat(error.packet().sourceIp()).hasToString(Bed.OUTSIDE);
            assertThat(error.packet().destinationIp()).hasToString(SERVER);
        }
    }

    @Test
    void req6_errorsAboutPingsRefreshAndEndNothing() {
        Bed bed = bed();
        Packet sent = bed.out(Packets.ping("192.168.1.2", SERVER, 7)).packet();
        bed.pass(59);
        Outcome error = bed.in(Packets.error(Icmp.HOST_UNREACHABLE, "203.0.113.9", sent));
        assertThat(error.isInward()).isTrue();
        assertThat(error.quoted().source()).hasToString("192.168.1.2:7");
        assertThat(error.quoted().destination()).hasToString(SERVER + ":7");
        assertThat(bed.book.rows).isNotEmpty();
        bed.pass(1);
        assertThat(bed.book.rows).isEmpty();
    }

    @Test
    void req7_hairpinnedErrorsPass() {
        Bed bed = Bed.of(NatBehaviour.FULL_CONE);
        bed.udpOut(ANA, ONE);
        bed.udpOut(BEN, ONE);
        Packet there = bed.udpOut(ANA, Bed.OUTSIDE + ":6000").packet();
        Outcome error = bed.out(Packets.error(Icmp.PORT_UNREACHABLE, "192.168.1.3", there));
        assertThat(error.isInward()).isTrue();
        assertThat(error.quoted().source()).hasToString(ANA);
        assertThat(error.quoted().destination()).hasToString(Bed.OUTSIDE + ":6000");
        // a) to the source of what it quotes
        assertThat(error.packet().destinationIp()).hasToString("192.168.1.2");
        assertThat(error.packet().sourceIp()).hasToString(Bed.OUTSIDE);
    }

    @Test
    void req8_whatCannotBeMappedIsDropped() {
        // It should be told to the sender by ICMP; this NAT stays silent.
        Bed bed =
                Bed.of(
                        NatBehaviour.PORT_RESTRICTED.withTimeouts(
                                new NatTimeouts(300, 7440, 240, 60, false, 4)));
        bed.out(Packets.ping("192.168.1.2", SERVER, 7));
        bed.out(Packets.ping("192.168.1.2", SERVER, 8));
        assertThat(bed.out(Packets.ping("192.168.1.2", SERVER, 9)).reason())
                .isEqualTo(DropReason.TABLE_FULL);
        assertThat(bed.out(Packets.ping("192.168.1.2", SERVER, 8)).isOutward()).isTrue();
        assertThat(bed.book.rows).hasSize(4);
    }

    @Test
    void req9_aNatMayTranslateNoErrors() {
        Bed bed = Bed.of(NatBehaviour.FULL_CONE.withIcmpErrors(false));
        Packet sent = bed.udpOut(ANA, ONE).packet();
        assertThat(bed.in(Packets.error(Icmp.PORT_UNREACHABLE, SERVER, sent)).reason())
                .isEqualTo(DropReason.ICMP_UNRELATED);
        assertThat(bed.out(Packets.ping("192.168.1.2", SERVER, 7)).isOutward()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Icmp.class)
    void req10a_unreachableAndExceededAreSupported(Icmp what) {
        Bed bed = bed();
        Packet sent = bed.udpOut(ANA, ONE).packet();
        assertThat(bed.in(Packets.error(what, SERVER, sent)).isInward()).isTrue();
    }

    @Test
    void req11_otherMessagesAreDropped() {
        Packet redirect = Packets.ping("192.168.1.2", SERVER, 0);
        redirect.icmpType = 5;
        assertThat(bed().out(redirect).reason()).isEqualTo(DropReason.ICMP_UNRELATED);
    }

    @Test
    void theGatewaysOwnErrorsLeaveAsTheyAre() {
        Bed bed = bed();
        Packet expired = Packets.udp(ONE, Bed.OUTSIDE + ":5000");
        Outcome error = bed.out(Packets.error(Icmp.HOP_LIMIT, Bed.OUTSIDE, expired));
        assertThat(error.isOutward()).isTrue();
        assertThat(error.quoted().destination()).hasToString(Bed.OUTSIDE + ":5000");
    }

    @Test
    void errorsAboutFragmentsThatHaveNoPortsAreDropped() {
        Bed bed = bed();
        Packet sent = bed.udpOut(ANA, ONE).packet();
        Packet later = Packets.fragment(sent, 5, 1480, false);
        assertThat(bed.in(Packets.error(Icmp.HOP_LIMIT, SERVER, later)).reason())
                .isEqualTo(DropReason.ICMP_UNRELATED);
    }
}
