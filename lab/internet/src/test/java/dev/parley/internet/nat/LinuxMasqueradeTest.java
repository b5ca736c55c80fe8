package dev.parley.internet.nat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import dev.parley.internet.DropReason;
import dev.parley.internet.Icmp;
import dev.parley.internet.NetworkEvent.RemovalReason;
import dev.parley.internet.Packet;
import dev.parley.internet.TableRow.Kind;
import dev.parley.internet.TcpFlags;
import dev.parley.internet.topology.Firewall;
import dev.parley.internet.topology.Nat;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Linux's masquerade, as it was measured with a probe in the manner of RFC 5780. */
class LinuxMasqueradeTest {
    private static final String ANA = "192.168.1.2:5000";
    private static final String BEN = "192.168.1.3:5000";
    private static final String ONE = "198.51.100.1:3478";
    private static final String ONE_OTHER_PORT = "198.51.100.1:3479";
    private static final String TWO = "198.51.100.2:3478";

    private static Bed bed(boolean fullyRandom, boolean inputFilter) {
        return Bed.of(
                new Nat.LinuxMasquerade(fullyRandom, inputFilter), Firewall.OPEN, Bed.OUTSIDE);
    }

    private static Bed homeRouter() {
        return bed(false, true);
    }

    private static String outside(int port) {
        return Bed.OUTSIDE + ":" + port;
    }

    // ---- mapping

    @Test
    void looksIndependentOfTheDestination() {
        Bed bed = homeRouter();
        for (String to : new String[] {ONE, ONE_OTHER_PORT, TWO}) {
            assertThat(bed.udpOut(ANA, to).source()).hasToString(outside(5000));
        }
        assertThat(bed.book.of(Kind.CONNECTION)).hasSize(3);
    }

    @Test
    void staysIndependentWhenThePortCouldNotBeKept() {
        Bed bed = homeRouter();
        bed.udpOut(BEN, ONE);
        TransportAddress given = bed.udpOut(ANA, ONE).source();
        assertThat(given).isNotEqualTo(TransportAddress.parse(outside(5000)));
        assertThat(bed.udpOut(ANA, ONE_OTHER_PORT).source()).isEqualTo(given);
        assertThat(bed.udpOut(ANA, TWO).source()).isEqualTo(given);
    }

    @Test
    void twoMachinesShareAPortTowardsDifferentServers() {
        Bed bed = homeRouter();
        assertThat(bed.udpOut(ANA, ONE).source()).hasToString(outside(5000));
        assertThat(bed.udpOut(BEN, TWO).source()).hasToString(outside(5000));
        assertThat(bed.udpIn(ONE, outside(5000)).destination()).hasToString(ANA);
        assertThat(bed.udpIn(TWO, outside(5000)).destination()).hasToString(BEN);
    }

    @Test
    void fullyRandomTakesAnotherPortForEachRemoteEnd() {
        Bed bed = bed(true, true);
        Set<Integer> ports = new HashSet<>();
        for (int port = 1000; port < 1100; port++) {
            ports.add(bed.udpOut(ANA, "198.51.100.1:" + port).source().port());
        }
        assertThat(ports).hasSizeGreaterThan(95).doesNotContain(5000);
        assertThat(bed.udpOut(ANA, "198.51.100.1:1000").source())
                .isEqualTo(bed.udpOut(ANA, "198.51.100.1:1000").source());
    }

    @Test
    void lowPortsStayLow() {
        Bed bed = homeRouter();
        bed.udpOut("192.168.1.3:123", ONE);
        bed.udpOut("192.168.1.3:600", ONE);
        assertThat(bed.udpOut("192.168.1.2:123", ONE).source().port()).isBetween(1, 511);
        assertThat(bed.udpOut("192.168.1.2:600", ONE).source().port()).isBetween(600, 1023);
    }

    @Test
    void thePortsTowardsOneServerRunOut() {
        Bed bed = homeRouter();
        int passed = 0;
        Packet packet = Packets.udp(ANA, ONE);
        for (int i = 0; i < 3 * 25_536; i++) {
            packet.source(false, 0, 0xC0A80102L + i / 25_536, 40_000 + i % 25_536);
            passed += bed.out(packet).isOutward() ? 1 : 0;
        }
        // It looks for a free one in 240 places at most, and so gives up a little early.
        assertThat(passed).isBetween(60_000, 65_536 - 1024);
        assertThat(bed.outcomes.getLast().reason()).isEqualTo(DropReason.PORTS_EXHAUSTED);
        assertThat(bed.udpOut("192.168.1.4:65535", TWO).isOutward()).isTrue();
    }

    // ---- filtering

    @Test
    void onlyWhoWasSentToAnswers() {
        Bed bed = homeRouter();
        bed.udpOut(ANA, ONE);
        assertThat(bed.udpIn(ONE, outside(5000)).destination()).hasToString(ANA);
        assertThat(bed.udpIn(ONE_OTHER_PORT, outside(5000)).reason())
                .isEqualTo(DropReason.GATEWAY_INPUT);
        assertThat(bed.udpIn(TWO, outside(5000)).reason()).isEqualTo(DropReason.GATEWAY_INPUT);
        assertThat(bed.book.rows).hasSize(1);
    }

    @Test
    void itDoesNotHairpin() {
        Bed bed = homeRouter();
        bed.udpOut(ANA, ONE);
        assertThat(bed.box.hairpins(IpAddress.parse(Bed.OUTSIDE))).isFalse();
        assertThat(bed.udpOut(BEN, outside(5000)).reason()).isEqualTo(DropReason.NO_HAIRPIN);
    }

    // ---- a stranger's packet comes first

    @Test
    void withAnInputFilterAnEarlyPacketLeavesNothing() {
        Bed bed = homeRouter();
        bed.udpOut(ANA, ONE);
        assertThat(bed.udpIn(TWO, outside(5000)).row()).isZero();
        assertThat(bed.udpOut(ANA, TWO).source()).hasToString(outside(5000));
        assertThat(bed.udpIn(TWO, outside(5000)).destination()).hasToString(ANA);
    }

    @Test
    void withoutAnInputFilterAnEarlyPacketBreaksHolePunching() {
        Bed bed = bed(false, false);
        bed.udpOut(ANA, ONE);
        Outcome early = bed.udpIn(TWO, outside(5000));
        assertThat(early.reason()).isEqualTo(DropReason.GATEWAY_INPUT);
        assertThat(bed.book.row(early.row()).remote()).hasToString(TWO);
        TransportAddress changed = bed.udpOut(ANA, TWO).source();
        assertThat(changed).isNotEqualTo(TransportAddress.parse(outside(5000)));
        // What the other side sends to the port it knows never arrives.
        assertThat(bed.udpIn(TWO, outside(5000)).reason()).isEqualTo(DropReason.GATEWAY_INPUT);
        assertThat(bed.udpIn(TWO, changed.toString()).destination()).hasToString(ANA);
    }

    @Test
    void withoutAnInputFilterItWorksWhenTheInsideIsFirst() {
        Bed bed = bed(false, false);
        bed.udpOut(ANA, ONE);
        assertThat(bed.udpOut(ANA, TWO).source()).hasToString(outside(5000));
        assertThat(bed.udpIn(TWO, outside(5000)).destination()).hasToString(ANA);
    }

    @Test
    void theRowOfAnEarlyPacketStandsHalfAMinute() {
        Bed bed = bed(false, false);
        bed.udpOut(ANA, ONE);
        bed.udpIn(TWO, outside(5000));
        bed.pass(20);
        bed.udpOut(ANA, ONE);
        bed.pass(10.1);
        assertThat(bed.udpOut(ANA, TWO).source()).hasToString(outside(5000));
    }

    @Test
    void earlyConnectionsAreResetAndSoonForgotten() {
        Bed bed = bed(false, false);
        bed.tcpIn(TWO, outside(5000), TcpFlags.SYN);
        assertThat(bed.tcpOut(ANA, TWO, TcpFlags.SYN).source().port()).isNotEqualTo(5000);
        assertThat(bed.book.of(Kind.CONNECTION)).hasSize(2);
        bed.pass(10);
        assertThat(bed.book.of(Kind.CONNECTION)).hasSize(1);
    }

    // ---- time

    @Test
    void anUnansweredRowStandsThirtySeconds() {
        Bed bed = homeRouter();
        bed.udpOut(ANA, ONE);
        bed.pass(29.9);
        bed.udpOut(ANA, ONE);
        bed.pass(29.9);
        assertThat(bed.book.rows).hasSize(1);
        bed.pass(0.1);
        assertThat(bed.book.removals).containsExactly(RemovalReason.EXPIRED);
    }

    @Test
    void aStreamStandsTwoMinutesSinceTheLastPacketEitherWay() {
        Bed bed = homeRouter();
        bed.udpOut(ANA, ONE);
        bed.pass(3);
        bed.udpIn(ONE, outside(5000));
        bed.pass(119.9);
        assertThat(bed.udpIn(ONE, outside(5000)).isInward()).isTrue();
        bed.pass(119.9);
        assertThat(bed.udpOut(ANA, ONE).source()).hasToString(outside(5000));
        bed.pass(120);
        assertThat(bed.book.rows).isEmpty();
    }

    @Test
    void aQuestionAndItsAnswerAreNoStream() {
        Bed bed = homeRouter();
        bed.udpOut(ANA, ONE);
        bed.pass(0.05);
        bed.udpIn(ONE, outside(5000));
        bed.pass(30);
        assertThat(bed.book.rows).isEmpty();
    }

    @Test
    void tcpStandsAsLongAsItsStateDeserves() {
        Bed bed = homeRouter();
        bed.tcpOut(ANA, ONE, TcpFlags.SYN);
        assertThat(seconds(bed)).isEqualTo(120);
        bed.tcpIn(ONE, outside(5000), TcpFlags.SYN | TcpFlags.ACK);
        assertThat(seconds(bed)).isEqualTo(60);
        bed.tcpOut(ANA, ONE, TcpFlags.ACK);
        assertThat(seconds(bed)).isEqualTo(432_000);
        bed.tcpOut(ANA, ONE, TcpFlags.FIN | TcpFlags.ACK);
        assertThat(seconds(bed)).isEqualTo(120);
        bed.tcpIn(ONE, outside(5000), TcpFlags.ACK);
        assertThat(seconds(bed)).isEqualTo(60);
        bed.tcpIn(ONE, outside(5000), TcpFlags.FIN | TcpFlags.ACK);
        assertThat(seconds(bed)).isEqualTo(30);
        bed.tcpOut(ANA, ONE, TcpFlags.ACK);
        assertThat(seconds(bed)).isEqualTo(120);
        bed.pass(120);
        assertThat(bed.book.removals).containsExactly(RemovalReason.CLOSED);
    }

    @Test
    void aResetClosesARowSoon() {
        Bed bed = homeRouter();
        bed.tcpOut(ANA, ONE, TcpFlags.SYN);
        bed.tcpIn(ONE, outside(5000), TcpFlags.RST | TcpFlags.ACK);
        assertThat(seconds(bed)).isEqualTo(10);
    }

    @Test
    void connectionsAreTakenUpInTheMiddle() {
        Bed bed = homeRouter();
        assertThat(bed.tcpOut(ANA, ONE, TcpFlags.ACK).isOutward()).isTrue();
        assertThat(bed.tcpIn(ONE, outside(5000), TcpFlags.ACK).isInward()).isTrue();
        assertThat(bed.tcpOut(BEN, ONE, TcpFlags.RST).reason()).isEqualTo(DropReason.NO_MAPPING);
    }

    private static long seconds(Bed bed) {
        assertThat(bed.book.expiry).hasSize(1);
        return (bed.book.expiry.values().iterator().next() - bed.now) / Bed.SECOND;
    }

    // ---- ICMP

    @Test
    void pingsAreToldApartByTheirIdentifier() {
        Bed bed = homeRouter();
        assertThat(bed.out(Packets.ping("192.168.1.2", "198.51.100.1", 7)).source())
                .hasToString(outside(7));
        Outcome second = bed.out(Packets.ping("192.168.1.3", "198.51.100.1", 7));
        int identifier = second.source().port();
        assertThat(identifier).isNotEqualTo(7).isEqualTo(second.destination().port());
        Outcome back = bed.in(Packets.pong("198.51.100.1", Bed.OUTSIDE, identifier));
        assertThat(back.destination()).hasToString("192.168.1.3:7");
        assertThat(back.source().port()).isEqualTo(7);
        assertThat(bed.in(Packets.ping("198.51.100.1", Bed.OUTSIDE, 7)).reason())
                .isEqualTo(DropReason.GATEWAY_INPUT);
    }

    @Test
    void errorsAboutARowAreTranslatedBothWays() {
        Bed bed = homeRouter();
        bed.udpOut(BEN, ONE);
        Outcome out = bed.udpOut(ANA, ONE);
        Outcome error = bed.in(Packets.error(Icmp.HOP_LIMIT, "203.0.113.9", out.packet()));
        assertThat(error.isInward()).isTrue();
        assertThat(error.packet().destinationIp()).hasToString("192.168.1.2");
        assertThat(error.quoted().source()).hasToString(ANA);

        Outcome answer = bed.udpIn(ONE, out.source().toString());
        Outcome refused =
                bed.out(Packets.error(Icmp.PORT_UNREACHABLE, "192.168.1.2", answer.packet()));
        assertThat(refused.isOutward()).isTrue();
        assertThat(refused.packet().sourceIp()).hasToString(Bed.OUTSIDE);
        assertThat(refused.quoted().destination()).isEqualTo(out.source());
        Packet strange = Packets.udp(outside(9), TWO);
        assertThat(bed.in(Packets.error(Icmp.HOP_LIMIT, "203.0.113.9", strange)).reason())
                .isEqualTo(DropReason.ICMP_UNRELATED);
    }

    // ---- what happens to the gateway

    @Test
    void aNewAddressForgetsTheRowsOfTheOldOne() {
        Bed bed = homeRouter();
        bed.udpOut(ANA, ONE);
        bed.box.changeAddress(
                bed.now, IpAddress.parse(Bed.OUTSIDE), IpAddress.parse("18.18.18.19"));
        assertThat(bed.book.removals).containsExactly(RemovalReason.ADDRESS_CHANGED);
        assertThat(bed.udpOut(ANA, ONE).source()).hasToString("18.18.18.19:5000");
    }

    @Test
    void aRebootForgetsEverything() {
        Bed bed = homeRouter();
        bed.udpOut(ANA, ONE);
        bed.udpOut(ANA, TWO);
        bed.box.reboot(bed.now, bed);
        assertThat(bed.book.rows).isEmpty();
        assertThat(bed.udpIn(ONE, outside(5000)).reason()).isEqualTo(DropReason.GATEWAY_INPUT);
        assertThat(bed.udpOut(BEN, ONE).source()).hasToString(outside(5000));
    }
}
