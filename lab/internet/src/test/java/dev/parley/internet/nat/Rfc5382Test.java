package dev.parley.internet.nat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.TransportAddress;
import dev.parley.internet.DropReason;
import dev.parley.internet.Icmp;
import dev.parley.internet.NetworkEvent.RemovalReason;
import dev.parley.internet.Packet;
import dev.parley.internet.TableRow.Kind;
import dev.parley.internet.TcpFlags;
import dev.parley.internet.topology.NatBehaviour;
import dev.parley.internet.topology.NatBehaviour.Dependence;
import dev.parley.internet.topology.NatBehaviour.PortAssignment;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** RFC 5382: TCP through a NAT, requirement by requirement. */
class Rfc5382Test {
    private static final int SYN = TcpFlags.SYN;
    private static final int SYN_ACK = TcpFlags.SYN | TcpFlags.ACK;
    private static final int ACK = TcpFlags.ACK;
    private static final int FIN = TcpFlags.FIN | TcpFlags.ACK;
    private static final int RST = TcpFlags.RST;

    private static final String ANA = "192.168.1.2:5000";
    private static final String BEN = "192.168.1.3:5000";
    private static final String OUT = Bed.OUTSIDE + ":5000";
    private static final String ONE = "198.51.100.1:443";
    private static final String ONE_OTHER_PORT = "198.51.100.1:444";
    private static final String TWO = "198.51.100.2:443";

    private static Bed bed() {
        return Bed.of(NatBehaviour.PORT_RESTRICTED);
    }

    private static Bed connected() {
        Bed bed = bed();
        bed.tcpOut(ANA, ONE, SYN);
        bed.tcpIn(ONE, OUT, SYN_ACK);
        bed.tcpOut(ANA, ONE, ACK);
        return bed;
    }

    @ParameterizedTest
    @EnumSource(Dependence.class)
    void req1_mapping(Dependence mapping) {
        Bed bed = Bed.of(NatBehaviour.PORT_RESTRICTED.mappedBy(mapping));
        TransportAddress first = bed.tcpOut(ANA, ONE, SYN).source();
        assertThat(bed.tcpOut(ANA, ONE, SYN).source()).isEqualTo(first);
        assertThat(bed.tcpOut(ANA, ONE_OTHER_PORT, SYN).source().equals(first))
                .isEqualTo(mapping != Dependence.ADDRESS_AND_PORT_DEPENDENT);
        assertThat(bed.tcpOut(ANA, TWO, SYN).source().equals(first))
                .isEqualTo(mapping == Dependence.ENDPOINT_INDEPENDENT);
    }

    @Test
    void req2_aHandshakeFromInside() {
        Bed bed = bed();
        assertThat(bed.tcpOut(ANA, ONE, SYN).source()).hasToString(OUT);
        assertThat(bed.tcpIn(ONE, OUT, SYN_ACK).destination()).hasToString(ANA);
        assertThat(bed.tcpOut(ANA, ONE, ACK).source()).hasToString(OUT);
        assertThat(bed.book.of(Kind.CONNECTION))
                .singleElement()
                .satisfies(row -> assertThat(row.remote()).hasToString(ONE));
    }

    @Test
    void req2_aHandshakeFromOutside() {
        Bed bed = Bed.of(NatBehaviour.FULL_CONE);
        bed.tcpOut(ANA, ONE, SYN);
        assertThat(bed.tcpIn(TWO, OUT, SYN).destination()).hasToString(ANA);
        assertThat(bed.tcpOut(ANA, TWO, SYN_ACK).source()).hasToString(OUT);
        assertThat(bed.tcpIn(TWO, OUT, ACK).isInward()).isTrue();
        assertThat(bed.book.of(Kind.CONNECTION)).hasSize(2);
    }

    @Test
    void req2a_bothSidesMayOpenAtOnce() {
        Bed bed = bed();
        bed.tcpOut(ANA, ONE, SYN);
        assertThat(bed.tcpIn(ONE, OUT, SYN).isInward()).isTrue();
        assertThat(bed.tcpOut(ANA, ONE, SYN_ACK).isOutward()).isTrue();
        assertThat(bed.tcpIn(ONE, OUT, ACK).isInward()).isTrue();
        bed.pass(7000);
        assertThat(bed.tcpIn(ONE, OUT, ACK).isInward()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Dependence.class)
    void req3_filtering(Dependence filtering) {
        Bed bed = Bed.of(NatBehaviour.PORT_RESTRICTED.filteredBy(filtering));
        bed.tcpOut(ANA, ONE, SYN);
        assertThat(bed.tcpIn(ONE, OUT, SYN_ACK).isInward()).isTrue();
        assertThat(bed.tcpIn(ONE_OTHER_PORT, OUT, SYN).reason())
                .isEqualTo(
                        filtering == Dependence.ADDRESS_AND_PORT_DEPENDENT
                                ? DropReason.FILTERED_BY_PORT
                                : null);
        assertThat(bed.tcpIn(TWO, OUT, SYN).isInward())
                .isEqualTo(filtering == Dependence.ENDPOINT_INDEPENDENT);
    }

    @Test
    void req3_anAddressIsPermittedAsLongAsAConnectionLeadsThere() {
        Bed bed = Bed.of(NatBehaviour.ADDRESS_RESTRICTED);
        bed.tcpOut(ANA, ONE, SYN);
        bed.tcpOut(ANA, ONE_OTHER_PORT, SYN);
        bed.tcpIn(ONE_OTHER_PORT, OUT, SYN_ACK);
        assertThat(bed.book.of(Kind.PERMISSION)).hasSize(1);
        bed.pass(240); // the first connection was never answered
        assertThat(bed.book.of(Kind.CONNECTION)).hasSize(1);
        assertThat(bed.tcpIn("198.51.100.1:9", OUT, SYN).isInward()).isTrue();
        bed.tcpOut(ANA, ONE_OTHER_PORT, RST);
        bed.pass(240);
        assertThat(bed.book.rows).isEmpty();
    }

    @Test
    void req4_anUnsolicitedSynIsDroppedWithoutAWord() {
        Bed bed = bed();
        bed.tcpOut(ANA, TWO, SYN);
        assertThat(bed.tcpIn(ONE, OUT, SYN).reason()).isEqualTo(DropReason.FILTERED_BY_PORT);
        bed.pass(3);
        // Within six seconds the inside opens too, and neither side has heard an error.
        assertThat(bed.tcpOut(ANA, ONE, SYN).isOutward()).isTrue();
        assertThat(bed.tcpIn(ONE, OUT, SYN).isInward()).isTrue();
    }

    @Test
    void req4a_noErrorFollowsLater() {
        Bed bed = bed();
        bed.tcpIn(ONE, OUT, SYN);
        bed.pass(60);
        assertThat(bed.outcomes).hasSize(1);
    }

    @Test
    void req5_anOpenConnectionStandsTwoHoursAndFourMinutes() {
        Bed bed = connected();
        bed.pass(7439.9);
        assertThat(bed.book.of(Kind.CONNECTION)).hasSize(1);
        assertThat(bed.book.of(Kind.MAPPING)).hasSize(1);
        bed.pass(0.1);
        assertThat(bed.book.rows).isEmpty();
        assertThat(bed.book.removals).containsOnly(RemovalReason.EXPIRED);
    }

    @Test
    void req5_eitherSideKeepsAConnection() {
        Bed bed = connected();
        for (int i = 0; i < 4; i++) {
            bed.pass(7000);
            assertThat(bed.tcpIn(ONE, OUT, ACK).isInward()).isTrue();
            bed.pass(7000);
            assertThat(bed.tcpOut(ANA, ONE, ACK).isOutward()).isTrue();
        }
    }

    @Test
    void req5_anOpeningConnectionStandsFourMinutes() {
        Bed bed = bed();
        bed.tcpOut(ANA, ONE, SYN);
        bed.pass(239.9);
        assertThat(bed.tcpIn(ONE, OUT, SYN_ACK).isInward()).isTrue();
        Bed never = bed();
        never.tcpOut(ANA, ONE, SYN);
        never.pass(240);
        assertThat(never.book.rows).isEmpty();
    }

    @Test
    void req5_aClosingConnectionStandsFourMinutes() {
        Bed bed = connected();
        bed.tcpOut(ANA, ONE, FIN);
        bed.pass(7000); // half closed is open
        bed.tcpIn(ONE, OUT, FIN);
        bed.pass(239.9);
        assertThat(bed.tcpOut(ANA, ONE, ACK).isOutward()).isTrue();
        bed.pass(0.1);
        assertThat(bed.book.removals).containsOnly(RemovalReason.CLOSED);
        assertThat(bed.book.rows).isEmpty();
    }

    @Test
    void req5_theEndpointOfAClosedConnectionMayConnectAgain() {
        Bed bed = connected();
        bed.tcpOut(ANA, ONE, FIN);
        bed.tcpIn(ONE, OUT, FIN);
        bed.pass(100);
        assertThat(bed.tcpOut(ANA, ONE, SYN).source()).hasToString(OUT);
        bed.tcpIn(ONE, OUT, SYN_ACK);
        bed.pass(7000);
        assertThat(bed.tcpIn(ONE, OUT, ACK).isInward()).isTrue();
    }

    @Test
    void aMappingStandsAsLongAsOneOfItsConnections() {
        Bed bed = connected();
        bed.tcpOut(ANA, TWO, SYN);
        bed.pass(241);
        assertThat(bed.book.of(Kind.CONNECTION)).hasSize(1);
        assertThat(bed.tcpOut(ANA, "198.51.100.3:443", SYN).source()).hasToString(OUT);
    }

    // REQ-6: there are no application-level gateways.

    @Test
    void req7_noPortOverloading() {
        for (PortAssignment assignment : PortAssignment.values()) {
            if (assignment != PortAssignment.OVERLOADING) {
                Bed bed = Bed.of(NatBehaviour.PORT_RESTRICTED.withPorts(assignment));
                Set<Integer> ports = new HashSet<>();
                for (int machine = 0; machine < 200; machine++) {
                    ports.add(bed.tcpOut("10.0.0." + machine + ":5000", ONE, SYN).source().port());
                }
                assertThat(ports).hasSize(200);
            }
        }
    }

    @Test
    void req8_hairpinning() {
        Bed bed = Bed.of(NatBehaviour.FULL_CONE);
        bed.tcpOut("192.168.1.3:80", ONE, SYN);
        int port = bed.tcpOut("192.168.1.3:80", ONE, SYN).source().port();
        Outcome syn = bed.tcpOut(ANA, Bed.OUTSIDE + ":" + port, SYN);
        assertThat(syn.destination()).hasToString("192.168.1.3:80");
        assertThat(syn.source()).hasToString(OUT);
        Outcome synAck = bed.tcpOut("192.168.1.3:80", OUT, SYN_ACK);
        assertThat(synAck.destination()).hasToString(ANA);
        assertThat(bed.tcpOut(ANA, Bed.OUTSIDE + ":" + port, ACK).isInward()).isTrue();
    }

    @Test
    void req9_destinationUnreachableIsTranslated() {
        Bed bed = bed();
        Packet syn = bed.tcpOut(ANA, ONE, SYN).packet();
        Outcome error = bed.in(Packets.error(Icmp.HOST_UNREACHABLE, "203.0.113.1", syn));
        assertThat(error.packet().destinationIp()).hasToString("192.168.1.2");
        assertThat(error.quoted().source()).hasToString(ANA);
    }

    @ParameterizedTest
    @EnumSource(Icmp.class)
    void req10_noErrorEndsAConnection(Icmp what) {
        Bed bed = connected();
        Packet sent = bed.tcpOut(ANA, ONE, ACK).packet();
        bed.in(Packets.error(what, "203.0.113.1", sent));
        bed.pass(7000);
        assertThat(bed.tcpIn(ONE, OUT, ACK).isInward()).isTrue();
    }

    @Test
    void whatBelongsToNoConnectionDoesNotPass() {
        Bed bed = bed();
        assertThat(bed.tcpOut(ANA, ONE, ACK).reason()).isEqualTo(DropReason.NO_MAPPING);
        assertThat(bed.tcpOut(BEN, ONE, RST).reason()).isEqualTo(DropReason.NO_MAPPING);
        assertThat(bed.tcpIn(ONE, OUT, ACK).reason()).isEqualTo(DropReason.NO_MAPPING);
        assertThat(bed.book.rows).isEmpty();
    }
}
