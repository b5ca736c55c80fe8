package dev.parley.internet.nat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.internet.DropReason;
import dev.parley.internet.Icmp;
import dev.parley.internet.NetworkEvent.RemovalReason;
import dev.parley.internet.Packet;
import dev.parley.internet.TableRow.Kind;
import dev.parley.internet.TcpFlags;
import dev.parley.internet.topology.Firewall;
import dev.parley.internet.topology.Nat;
import dev.parley.internet.topology.NatBehaviour;
import dev.parley.internet.topology.NatBehaviour.Dependence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The recommendations of RFC 6092 for the firewall of an IPv6 home, as far as they are its. */
class Rfc6092Test {
    private static final String ANA = "[2001:db8:1::2]:5000";
    private static final String ONE = "[2001:db8:9::1]:3478";
    private static final String ONE_OTHER_PORT = "[2001:db8:9::1]:3479";
    private static final String TWO = "[2001:db8:9::2]:3478";

    private static Bed bed(Dependence inbound) {
        return Bed.of(
                new Nat.None(),
                Firewall.STATEFUL.withInbound(inbound),
                "198.51.100.9",
                "2001:db8::9");
    }

    private static Bed home() {
        return bed(Dependence.ADDRESS_AND_PORT_DEPENDENT);
    }

    private static DropReason[] strangers(Dependence inbound) {
        Bed bed = bed(inbound);
        bed.udpOut(ANA, ONE);
        assertThat(bed.udpIn(ONE, ANA).isInward()).isTrue();
        return new DropReason[] {
            bed.udpIn(ONE_OTHER_PORT, ANA).reason(),
            bed.udpIn(TWO, ANA).reason(),
            bed.udpIn(ONE, "[2001:db8:1::2]:5001").reason()
        };
    }

    @Test
    void rec17_endpointIndependentFiltering() {
        assertThat(strangers(Dependence.ENDPOINT_INDEPENDENT))
                .containsExactly(null, null, DropReason.UNSOLICITED);
    }

    @Test
    void rec17_addressDependentFiltering() {
        assertThat(strangers(Dependence.ADDRESS_DEPENDENT))
                .containsExactly(null, DropReason.UNSOLICITED, DropReason.UNSOLICITED);
    }

    @Test
    void rec17_addressAndPortDependentFiltering() {
        assertThat(strangers(Dependence.ADDRESS_AND_PORT_DEPENDENT))
                .containsExactly(
                        DropReason.UNSOLICITED, DropReason.UNSOLICITED, DropReason.UNSOLICITED);
    }

    @Test
    void theSameBesideANatOfIpv4() {
        Bed bed =
                Bed.of(
                        new Nat.Rfc4787(NatBehaviour.PORT_RESTRICTED),
                        Firewall.STATEFUL,
                        Bed.OUTSIDE,
                        "2001:db8::9");
        bed.udpOut(ANA, ONE);
        assertThat(bed.udpIn(ONE, ANA).isInward()).isTrue();
        assertThat(bed.udpIn(TWO, ANA).reason()).isEqualTo(DropReason.UNSOLICITED);
    }

    @Test
    void addressesOfTheTwoFamiliesAreToldApart() {
        Bed bed = bed(Dependence.ENDPOINT_INDEPENDENT);
        bed.udpOut("[::c000:202]:5000", ONE);
        assertThat(bed.udpIn("198.51.100.1:9", "192.0.2.2:5000").reason())
                .isEqualTo(DropReason.UNSOLICITED);
    }

    @Test
    void rec14_stateStandsTwoMinutesAtLeast() {
        Bed bed = home();
        bed.udpOut(ANA, ONE);
        bed.pass(119.9);
        assertThat(bed.udpIn(ONE, ANA).isInward()).isTrue();
        bed.pass(0.1);
        assertThat(bed.udpIn(ONE, ANA).reason()).isEqualTo(DropReason.UNSOLICITED);
        assertThat(bed.book.rows).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Dependence.class)
    void rec16_packetsFromInsideRefresh(Dependence inbound) {
        Bed bed = bed(inbound);
        for (int i = 0; i < 5; i++) {
            bed.udpOut(ANA, ONE);
            bed.pass(110);
            assertThat(bed.udpIn(ONE, ANA).isInward()).isTrue();
        }
        bed.pass(10);
        assertThat(bed.book.rows).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Dependence.class)
    void rec18_errorsAboutAFlowPass(Dependence inbound) {
        Bed bed = bed(inbound);
        Packet sent = bed.udpOut(ANA, ONE).packet();
        for (Icmp what : new Icmp[] {Icmp.PORT_UNREACHABLE, Icmp.TOO_BIG, Icmp.HOP_LIMIT}) {
            Outcome error = bed.in(Packets.error(what, "2001:db8:7::7", sent));
            assertThat(error.isInward()).isTrue();
            assertThat(error.row()).isNotZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Dependence.class)
    void rec10_errorsAboutNothingDoNotPass(Dependence inbound) {
        Bed bed = bed(inbound);
        bed.udpOut(ANA, ONE);
        Packet never = Packets.udp("[2001:db8:1::2]:5001", ONE);
        assertThat(bed.in(Packets.error(Icmp.TOO_BIG, "2001:db8:7::7", never)).reason())
                .isEqualTo(DropReason.ICMP_UNRELATED);
    }

    @Test
    void rec19_noErrorEndsState() {
        Bed bed = home();
        Packet sent = bed.udpOut(ANA, ONE).packet();
        bed.in(Packets.error(Icmp.PORT_UNREACHABLE, "2001:db8:9::1", sent));
        assertThat(bed.book.removals).isEmpty();
        assertThat(bed.udpIn(ONE, ANA).isInward()).isTrue();
    }

    @Test
    void rec31_aHandshakePasses() {
        Bed bed = home();
        assertThat(bed.tcpOut(ANA, ONE, TcpFlags.SYN).isOutward()).isTrue();
        assertThat(bed.tcpIn(ONE, ANA, TcpFlags.SYN | TcpFlags.ACK).isInward()).isTrue();
        assertThat(bed.tcpOut(ANA, ONE, TcpFlags.ACK).isOutward()).isTrue();
    }

    @Test
    void rec31_bothSidesMayOpenAtOnce() {
        Bed bed = home();
        assertThat(bed.tcpOut(ANA, ONE, TcpFlags.SYN).isOutward()).isTrue();
        assertThat(bed.tcpIn(ONE, ANA, TcpFlags.SYN).isInward()).isTrue();
        assertThat(bed.tcpOut(ANA, ONE, TcpFlags.SYN | TcpFlags.ACK).isOutward()).isTrue();
        assertThat(bed.tcpIn(ONE, ANA, TcpFlags.ACK).isInward()).isTrue();
    }

    @Test
    void rec33_filteringOfTcpIsThatOfUdp() {
        for (Dependence inbound : Dependence.values()) {
            Bed bed = bed(inbound);
            bed.tcpOut(ANA, ONE, TcpFlags.SYN);
            assertThat(bed.tcpIn(ONE_OTHER_PORT, ANA, TcpFlags.SYN).isInward())
                    .isEqualTo(inbound != Dependence.ADDRESS_AND_PORT_DEPENDENT);
            assertThat(bed.tcpIn(TWO, ANA, TcpFlags.SYN).isInward())
                    .isEqualTo(inbound == Dependence.ENDPOINT_INDEPENDENT);
        }
    }

    @Test
    void rec34_anUnsolicitedSynIsDroppedWithoutAWord() {
        // It should be refused by ICMP after six seconds; this one stays silent.
        Bed bed = home();
        assertThat(bed.tcpIn(ONE, ANA, TcpFlags.SYN).reason()).isEqualTo(DropReason.UNSOLICITED);
        assertThat(bed.tcpOut(ANA, ONE, TcpFlags.SYN).isOutward()).isTrue();
    }

    @Test
    void rec35_anOpenConnectionStandsTwoHoursAndFourMinutes() {
        Bed bed = home();
        bed.tcpOut(ANA, ONE, TcpFlags.SYN);
        bed.tcpIn(ONE, ANA, TcpFlags.SYN | TcpFlags.ACK);
        bed.pass(7439);
        assertThat(bed.tcpIn(ONE, ANA, TcpFlags.ACK).isInward()).isTrue();
        bed.pass(7440);
        assertThat(bed.book.removals).containsExactly(RemovalReason.EXPIRED);
        assertThat(bed.tcpIn(ONE, ANA, TcpFlags.ACK).reason()).isEqualTo(DropReason.UNSOLICITED);
    }

    @Test
    void rec35_anOpeningConnectionStandsFourMinutes() {
        Bed bed = home();
        bed.tcpOut(ANA, ONE, TcpFlags.SYN);
        bed.pass(239.9);
        assertThat(bed.book.of(Kind.CONNECTION)).hasSize(1);
        bed.pass(0.1);
        assertThat(bed.book.rows).isEmpty();
    }

    @Test
    void rec36_errorsAboutAConnectionPassAndRec37_endNothing() {
        Bed bed = home();
        Packet syn = bed.tcpOut(ANA, ONE, TcpFlags.SYN).packet();
        assertThat(bed.in(Packets.error(Icmp.TOO_BIG, "2001:db8:7::7", syn)).isInward()).isTrue();
        assertThat(bed.tcpIn(ONE, ANA, TcpFlags.SYN | TcpFlags.ACK).isInward()).isTrue();
    }

    @Test
    void pingsAreAnsweredButNotTaken() {
        Bed bed = home();
        bed.out(Packets.ping("[2001:db8:1::2]", "[2001:db8:9::1]", 7));
        assertThat(bed.in(Packets.pong("[2001:db8:9::1]", "[2001:db8:1::2]", 7)).isInward())
                .isTrue();
        assertThat(bed.in(Packets.ping("[2001:db8:9::1]", "[2001:db8:1::2]", 7)).reason())
                .isEqualTo(DropReason.UNSOLICITED);
    }
}
