package dev.parley.internet.nat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.TransportAddress;
import dev.parley.internet.DropReason;
import dev.parley.internet.Icmp;
import dev.parley.internet.NetworkEvent.RemovalReason;
import dev.parley.internet.Packet;
import dev.parley.internet.TableRow.Kind;
import dev.parley.internet.topology.NatBehaviour;
import dev.parley.internet.topology.NatBehaviour.Dependence;
import dev.parley.internet.topology.NatBehaviour.Hairpinning;
import dev.parley.internet.topology.NatBehaviour.Pooling;
import dev.parley.internet.topology.NatBehaviour.PortAssignment;
import dev.parley.internet.topology.NatTimeouts;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** RFC 4787, requirement by requirement; where it allows several behaviours, each of them. */
class Rfc4787Test {
    private static final String ANA = "192.168.1.2:5000";
    private static final String BEN = "192.168.1.3:5000";
    private static final String ONE = "198.51.100.1:3478";
    private static final String ONE_OTHER_PORT = "198.51.100.1:3479";
    private static final String TWO = "198.51.100.2:3478";

    private static TransportAddress outside(int port) {
        return TransportAddress.parse(Bed.OUTSIDE + ":" + port);
    }

    private static String text(Outcome outcome) {
        return outcome.source().toString();
    }

    // ---- REQ-1: mapping

    private static boolean[] reuse(Dependence mapping) {
        Bed bed = Bed.of(NatBehaviour.PORT_RESTRICTED.mappedBy(mapping));
        TransportAddress first = bed.udpOut(ANA, ONE).source();
        return new boolean[] {
            bed.udpOut(ANA, ONE).source().equals(first),
            bed.udpOut(ANA, ONE_OTHER_PORT).source().equals(first),
            bed.udpOut(ANA, TWO).source().equals(first)
        };
    }

    @Test
    void req1_endpointIndependentMapping() {
        assertThat(reuse(Dependence.ENDPOINT_INDEPENDENT)).containsExactly(true, true, true);
    }

    @Test
    void req1_addressDependentMapping() {
        assertThat(reuse(Dependence.ADDRESS_DEPENDENT)).containsExactly(true, true, false);
    }

    @Test
    void req1_addressAndPortDependentMapping() {
        assertThat(reuse(Dependence.ADDRESS_AND_PORT_DEPENDENT))
                .containsExactly(true, false, false);
    }

    @Test
    void req1_theTableSaysWhatAMappingDependsOn() {
        for (Dependence mapping : Dependence.values()) {
            Bed bed = Bed.of(NatBehaviour.FULL_CONE.mappedBy(mapping));
            bed.udpOut(ANA, ONE);
            assertThat(bed.book.of(Kind.MAPPING))
                    .singleElement()
                    .satisfies(row -> {
                        assertThat(row.inside()).hasToString(ANA);
                        assertThat(row.outside()).isEqualTo(outside(5000));
                        switch (mapping) {
                            case ENDPOINT_INDEPENDENT -> assertThat(row.remote()).isNull();
                            case ADDRESS_DEPENDENT ->
                                    assertThat(row.remote()).hasToString("198.51.100.1:0");
                            case ADDRESS_AND_PORT_DEPENDENT ->
                                    assertThat(row.remote()).hasToString(ONE);
                        }
                    });
        }
    }

    // ---- REQ-2: pooling

    private static final String[] POOL = {"18.18.18.1", "18.18.18.2", "18.18.18.3", "18.18.18.4"};

    @Test
    void req2_pairedPooling() {
        Bed bed = Bed.of(NatBehaviour.PORT_RESTRICTED.withPooling(Pooling.PAIRED), POOL);
        Set<String> used = new HashSet<>();
        for (int machine = 0; machine < 8; machine++) {
            Set<String> ofMachine = new HashSet<>();
            for (int port = 5000; port < 5010; port++) {
                ofMachine.add(
                        bed.udpOut("192.168.1." + machine + ":" + port, ONE)
                                .source()
                                .ip()
                                .toString());
            }
            assertThat(ofMachine).hasSize(1);
            used.addAll(ofMachine);
        }
        assertThat(used).containsExactlyInAnyOrder(POOL);
    }

    @Test
    void req2_pairedAsLongAsAMappingStands() {
        Bed bed = Bed.of(NatBehaviour.PORT_RESTRICTED, POOL);
        String first = bed.udpOut(ANA, ONE).source().ip().toString();
        assertThat(bed.udpOut(BEN, ONE).source().ip().toString()).isNotEqualTo(first);
        bed.pass(299);
        assertThat(bed.udpOut("192.168.1.2:5001", ONE).source().ip()).hasToString(first);
        bed.pass(200);
        assertThat(bed.udpOut(ANA, ONE).source().ip()).hasToString(first);
    }

    @Test
    void req2_arbitraryPooling() {
        Bed bed = Bed.of(NatBehaviour.PORT_RESTRICTED.withPooling(Pooling.ARBITRARY), POOL);
        Set<String> used = new HashSet<>();
        for (int port = 5000; port < 5100; port++) {
            used.add(bed.udpOut("192.168.1.2:" + port, ONE).source().ip().toString());
        }
        assertThat(used).containsExactlyInAnyOrder(POOL);
    }

    // ---- REQ-3: ports

    @Test
    void req3_noPortOverloading() {
        Bed bed = Bed.of(NatBehaviour.PORT_RESTRICTED);
        assertThat(bed.udpOut(ANA, ONE).source()).isEqualTo(outside(5000));
        TransportAddress second = bed.udpOut(BEN, ONE).source();
        assertThat(second.port()).isNotEqualTo(5000).isGreaterThanOrEqualTo(1024);
        assertThat(bed.udpIn(ONE, Bed.OUTSIDE + ":5000").destination()).hasToString(ANA);
        assertThat(bed.udpIn(ONE, second.toString()).destination()).hasToString(BEN);
    }

    @Test
    void req3_portOverloadingTakesThePortFromTheOther() {
        Bed bed = Bed.of(NatBehaviour.PORT_RESTRICTED.withPorts(PortAssignment.OVERLOADING));
        bed.udpOut(ANA, ONE);
        assertThat(bed.udpOut(BEN, ONE).source()).isEqualTo(outside(5000));
        assertThat(bed.book.removals).contains(RemovalReason.OVERLOADED);
        assertThat(bed.udpIn(ONE, Bed.OUTSIDE + ":5000").destination()).hasToString(BEN);
        assertThat(bed.book.of(Kind.MAPPING)).hasSize(1);
    }

    /** Sends from more endpoints than there are ports; returns how many got one of their own. */
    private static int exhaust(PortAssignment assignment, int firstPort, int attempts) {
        Bed bed = Bed.of(NatBehaviour.FULL_CONE.withPorts(assignment));
        Set<Integer> used = new HashSet<>();
        Packet packet = Packets.udp(ANA, ONE);
        for (int i = 0; i < attempts; i++) {
            packet.source(false, 0, 0x0A000000L + i / 40, firstPort + i % 40);
            Outcome outcome = bed.out(packet);
            if (!outcome.isOutward()) {
                assertThat(outcome.reason()).isEqualTo(DropReason.PORTS_EXHAUSTED);
            } else if (!used.add(packet.srcPort)) {
                throw new AssertionError("shared: " + outcome);
            }
        }
        return used.size();
    }

    @ParameterizedTest
    @EnumSource(
            value = PortAssignment.class,
            names = {"BLOCKS", "OVERLOADING"},
            mode = EnumSource.Mode.EXCLUDE)
    void req3_noPortIsSharedUntilNoneIsLeft(PortAssignment assignment) {
        assertThat(exhaust(assignment, 200, 3000)).isEqualTo(1023);
    }

    @Test
    void req3_allPortsAreGiven() {
        assertThat(exhaust(PortAssignment.SEQUENTIAL, 5000, 65_000)).isEqualTo(65_536 - 1024);
        assertThat(exhaust(PortAssignment.BLOCKS, 5000, 45_000)).isEqualTo(1008 * 40);
    }

    @ParameterizedTest
    @EnumSource(
            value = PortAssignment.class,
            names = {"BLOCKS"},
            mode = EnumSource.Mode.EXCLUDE)
    void req3a_wellKnownPortsStayWellKnown(PortAssignment assignment) {
        Bed bed = Bed.of(NatBehaviour.PORT_RESTRICTED.withPorts(assignment));
        for (int machine = 2; machine < 40; machine++) {
            assertThat(bed.udpOut("192.168.1." + machine + ":123", ONE).source().port())
                    .isBetween(1, 1023);
            assertThat(bed.udpOut("192.168.1." + machine + ":1024", ONE).source().port())
                    .isBetween(1024, 65_535);
        }
    }

    @Test
    void req3_sequentialPortsFollowEachOther() {
        Bed bed = Bed.of(NatBehaviour.SYMMETRIC.withPorts(PortAssignment.SEQUENTIAL));
        int first = bed.udpOut(ANA, ONE).source().port();
        assertThat(bed.udpOut(ANA, TWO).source().port()).isEqualTo(first + 1);
        assertThat(bed.udpOut(BEN, ONE).source().port()).isEqualTo(first + 2);
    }

    @Test
    void req3_randomPortsDiffer() {
        Bed bed = Bed.of(NatBehaviour.SYMMETRIC);
        Set<Integer> steps = new HashSet<>();
        int last = 0;
        for (int port = 1000; port < 1050; port++) {
            int given = bed.udpOut(ANA, "198.51.100.1:" + port).source().port();
            steps.add(given - last);
            last = given;
        }
        assertThat(steps).hasSizeGreaterThan(45);
    }

    @Test
    void req3_blocksGiveEachMachineItsOwnPorts() {
        Bed bed = Bed.of(NatBehaviour.FULL_CONE.withPorts(PortAssignment.BLOCKS));
        for (int i = 0; i < 64; i++) {
            assertThat(bed.udpOut("192.168.1.2:" + (5000 + i), ONE).source().port())
                    .isBetween(1024, 1087);
            assertThat(bed.udpOut("192.168.1.3:" + (5000 + i), ONE).source().port())
                    .isBetween(1088, 1151);
        }
        Outcome tooMany = bed.udpOut("192.168.1.2:6000", ONE);
        assertThat(tooMany.reason()).isEqualTo(DropReason.PORTS_EXHAUSTED);
        assertThat(bed.udpOut("192.168.1.4:6000", ONE).isOutward()).isTrue();
        assertThat(bed.book.of(Kind.BLOCK)).hasSize(3);
        bed.pass(301);
        assertThat(bed.book.rows).isEmpty();
        assertThat(bed.udpOut("192.168.1.4:6000", ONE).source().port()).isBetween(1024, 1087);
    }

    // ---- REQ-4: parity

    @Test
    void req4_portParityIsPreserved() {
        Bed bed = Bed.of(NatBehaviour.SYMMETRIC.withPorts(PortAssignment.PARITY));
        for (int i = 0; i < 200; i++) {
            String to = "198.51.100.1:" + (1000 + i);
            assertThat(bed.udpOut("192.168.1.2:5000", to).source().port()).isEven();
            assertThat(bed.udpOut("192.168.1.2:5001", to).source().port()).isOdd();
        }
    }

    @Test
    void req4_contiguousPortsKeepRtpAndRtcpTogether() {
        Bed bed = Bed.of(NatBehaviour.PORT_RESTRICTED.withPorts(PortAssignment.CONTIGUOUS));
        for (int machine = 2; machine < 50; machine++) {
            String host = "192.168.1." + machine;
            int rtp = bed.udpOut(host + ":5000", ONE).source().port();
            int rtcp = bed.udpOut(host + ":5001", ONE).source().port();
            assertThat(rtp).isEven();
            assertThat(rtcp).isEqualTo(rtp + 1);
            int laterRtcp = bed.udpOut(host + ":6001", ONE).source().port();
            assertThat(bed.udpOut(host + ":6000", ONE).source().port()).isEqualTo(laterRtcp - 1);
        }
    }

    // ---- REQ-5: timers

    @Test
    void req5_aMappingStandsTwoMinutesAtLeast() {
        Bed bed = Bed.of(NatBehaviour.PORT_RESTRICTED);
        bed.udpOut(ANA, ONE);
        bed.pass(120);
        assertThat(bed.udpIn(ONE, Bed.OUTSIDE + ":5000").isInward()).isTrue();
    }

    @Test
    void req5a_noPortIsTreatedDifferently() {
        // It may have shorter timers towards well-known ports; this one has not.
        Bed bed = Bed.of(NatBehaviour.PORT_RESTRICTED);
        bed.udpOut(ANA, "198.51.100.1:53");
        bed.pass(299.9);
        assertThat(bed.udpIn("198.51.100.1:53", Bed.OUTSIDE + ":5000").isInward()).isTrue();
    }

    @Test
    void req5b_theTimerIsConfigurable() {
        Bed bed = Bed.of(NatBehaviour.PORT_RESTRICTED.withTimeouts(NatTimeouts.RFC.withUdp(30)));
        bed.udpOut(ANA, ONE);
        bed.pass(29.9);
        assertThat(bed.udpIn(ONE, Bed.OUTSIDE + ":5000").isInward()).isTrue();
        bed.pass(0.2);
        assertThat(bed.udpIn(ONE, Bed.OUTSIDE + ":5000").reason()).isEqualTo(DropReason.NO_MAPPING);
        assertThat(bed.book.rows).isEmpty();
    }

    @Test
    void req5c_fiveMinutesByDefault() {
        Bed bed = Bed.of(NatBehaviour.PORT_RESTRICTED);
        bed.udpOut(ANA, ONE);
        bed.pass(299.999);
        assertThat(bed.udpIn(ONE, Bed.OUTSIDE + ":5000").isInward()).isTrue();
        bed.pass(0.001);
        assertThat(bed.udpIn(ONE, Bed.OUTSIDE + ":5000").reason()).isEqualTo(DropReason.NO_MAPPING);
    }

    // ---- REQ-6: what refreshes

    @Test
    void req6_packetsFromInsideRefresh() {
        Bed bed = Bed.of(NatBehaviour.PORT_RESTRICTED);
        for (int i = 0; i < 10; i++) {
            assertThat(bed.udpOut(ANA, ONE).source()).isEqualTo(outside(5000));
            bed.pass(290);
        }
        assertThat(bed.book.removals).isEmpty();
    }

    @Test
    void req6_packetsFromOutsideDoNotRefreshUnlessAsked() {
        Bed bed = Bed.of(NatBehaviour.FULL_CONE);
        bed.udpOut(ANA, ONE);
        bed.pass(200);
        assertThat(bed.udpIn(ONE, Bed.OUTSIDE + ":5000").isInward()).isTrue();
        bed.pass(101);
        assertThat(bed.udpIn(ONE, Bed.OUTSIDE + ":5000").isInward()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Dependence.class)
    void req6a_packetsFromOutsideMayRefresh(Dependence filtering) {
        NatTimeouts refreshing = new NatTimeouts(300, 7440, 240, 60, true, 65_536);
        Bed bed = Bed.of(NatBehaviour.FULL_CONE.filteredBy(filtering).withTimeouts(refreshing));
        bed.udpOut(ANA, ONE);
        for (int i = 0; i < 10; i++) {
            bed.pass(200);
            assertThat(bed.udpIn(ONE, Bed.OUTSIDE + ":5000").isInward()).isTrue();
        }
    }

    @Test
    void req6_aStrangersPacketRefreshesNothing() {
        NatTimeouts refreshing = new NatTimeouts(300, 7440, 240, 60, true, 65_536);
        Bed bed = Bed.of(NatBehaviour.PORT_RESTRICTED.withTimeouts(refreshing));
        bed.udpOut(ANA, ONE);
        bed.pass(200);
        assertThat(bed.udpIn(TWO, Bed.OUTSIDE + ":5000").isInward()).isFalse();
        bed.pass(100);
        assertThat(bed.book.rows).isEmpty();
    }

    @Test
    void req6_permissionsEndOneByOne() {
        Bed bed = Bed.of(NatBehaviour.PORT_RESTRICTED);
        bed.udpOut(ANA, ONE);
        bed.udpOut(ANA, TWO);
        bed.pass(200);
        bed.udpOut(ANA, TWO);
        bed.pass(150);
        assertThat(bed.udpIn(TWO, Bed.OUTSIDE + ":5000").isInward()).isTrue();
        assertThat(bed.udpIn(ONE, Bed.OUTSIDE + ":5000").reason())
                .isEqualTo(DropReason.FILTERED_BY_PORT);
    }

    // ---- REQ-7: the same numbers inside and outside

    @Test
    void req7_aRemoteAddressMayBeThatOfAnInsideMachine() {
        // As behind two NATs whose networks are both 192.168.1.0/24.
        Bed bed = Bed.of(NatBehaviour.PORT_RESTRICTED, "192.168.1.2");
        Outcome out = bed.udpOut(ANA, "192.168.1.3:5000");
        assertThat(text(out)).isEqualTo(ANA);
        Outcome back = bed.udpIn("192.168.1.3:5000", ANA);
        assertThat(back.isInward()).isTrue();
        assertThat(back.destination()).hasToString(ANA);
        assertThat(back.source()).hasToString("192.168.1.3:5000");
        assertThat(bed.udpOut(BEN, "192.168.1.3:5000").isOutward()).isTrue();
    }

    // ---- REQ-8: filtering

    private static DropReason[] strangers(Dependence filtering) {
        Bed bed = Bed.of(NatBehaviour.PORT_RESTRICTED.filteredBy(filtering));
        bed.udpOut(ANA, ONE);
        assertThat(bed.udpIn(ONE, Bed.OUTSIDE + ":5000").isInward()).isTrue();
        return new DropReason[] {
            bed.udpIn(ONE_OTHER_PORT, Bed.OUTSIDE + ":5000").reason(),
            bed.udpIn(TWO, Bed.OUTSIDE + ":5000").reason(),
            bed.udpIn(ONE, Bed.OUTSIDE + ":5001").reason()
        };
    }

    @Test
    void req8_endpointIndependentFiltering() {
        assertThat(strangers(Dependence.ENDPOINT_INDEPENDENT))
                .containsExactly(null, null, DropReason.NO_MAPPING);
    }

    @Test
    void req8_addressDependentFiltering() {
        assertThat(strangers(Dependence.ADDRESS_DEPENDENT))
                .containsExactly(null, DropReason.FILTERED_BY_ADDRESS, DropReason.NO_MAPPING);
    }

    @Test
    void req8_addressAndPortDependentFiltering() {
        assertThat(strangers(Dependence.ADDRESS_AND_PORT_DEPENDENT))
                .containsExactly(
                        DropReason.FILTERED_BY_PORT,
                        DropReason.FILTERED_BY_PORT,
                        DropReason.NO_MAPPING);
    }

    @Test
    void req8_theRowThatLetItInOrCameNearest() {
        Bed bed = Bed.of(NatBehaviour.PORT_RESTRICTED);
        int mapping = bed.udpOut(ANA, ONE).row();
        assertThat(bed.book.row(mapping).kind()).isEqualTo(Kind.MAPPING);
        int permission = bed.udpIn(ONE, Bed.OUTSIDE + ":5000").row();
        assertThat(bed.book.row(permission).remote()).hasToString(ONE);
        assertThat(bed.udpIn(ONE_OTHER_PORT, Bed.OUTSIDE + ":5000").row()).isEqualTo(permission);
        assertThat(bed.udpIn(TWO, Bed.OUTSIDE + ":5000").row()).isEqualTo(mapping);
        assertThat(bed.udpIn(TWO, Bed.OUTSIDE + ":5001").row()).isZero();
    }

    // REQ-8a: the filtering behaviour is configurable, see the three tests above.

    // ---- REQ-9: hairpinning

    private static Bed twoInside(Hairpinning hairpinning) {
        Bed bed = Bed.of(NatBehaviour.FULL_CONE.withHairpinning(hairpinning));
        bed.udpOut(ANA, ONE);
        bed.udpOut("192.168.1.3:6000", ONE);
        return bed;
    }

    @Test
    void req9_hairpinning() {
        Bed bed = twoInside(Hairpinning.EXTERNAL_SOURCE);
        Outcome there = bed.udpOut(ANA, Bed.OUTSIDE + ":6000");
        assertThat(there.isInward()).isTrue();
        assertThat(there.destination()).hasToString("192.168.1.3:6000");
        Outcome back = bed.udpOut("192.168.1.3:6000", there.source().toString());
        assertThat(back.isInward()).isTrue();
        assertThat(back.destination()).hasToString(ANA);
    }

    @Test
    void req9a_theReceiverSeesTheOutsideSource() {
        Bed bed = twoInside(Hairpinning.EXTERNAL_SOURCE);
        assertThat(bed.udpOut(ANA, Bed.OUTSIDE + ":6000").source()).isEqualTo(outside(5000));
    }

    @Test
    void req9_hairpinningWithTheInsideSource() {
        Bed bed = twoInside(Hairpinning.INTERNAL_SOURCE);
        Outcome there = bed.udpOut(ANA, Bed.OUTSIDE + ":6000");
        assertThat(there.isInward()).isTrue();
        assertThat(there.source()).hasToString(ANA);
    }

    @Test
    void req9_noHairpinning() {
        Bed bed = twoInside(Hairpinning.OFF);
        assertThat(bed.udpOut(ANA, Bed.OUTSIDE + ":6000").reason())
                .isEqualTo(DropReason.NO_HAIRPIN);
        assertThat(bed.box.hairpins(outside(6000).ip())).isFalse();
    }

    @Test
    void req9_hairpinnedPacketsAreFilteredToo() {
        Bed bed = Bed.of(NatBehaviour.PORT_RESTRICTED);
        bed.udpOut("192.168.1.3:6000", ONE);
        assertThat(bed.udpOut(ANA, Bed.OUTSIDE + ":6000").reason())
                .isEqualTo(DropReason.FILTERED_BY_PORT);
        // The other side punches its hole, and both pass.
        assertThat(bed.udpOut("192.168.1.3:6000", Bed.OUTSIDE + ":5000").isInward()).isTrue();
        assertThat(bed.udpOut(ANA, Bed.OUTSIDE + ":6000").isInward()).isTrue();
    }

    // ---- REQ-10: no application-level gateways

    @Test
    void req10_payloadsAreLeftAlone() {
        Bed bed = Bed.of(NatBehaviour.FULL_CONE);
        Packet packet = Packets.udp(ANA, "198.51.100.1:5060");
        byte[] sip =
                "Contact: <sip:ana@192.168.1.2:5000>"
                        .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        packet.payload(sip, 0, sip.length);
        Outcome outcome = bed.out(packet);
        assertThat(outcome.packet().payload).startsWith(sip);
        assertThat(outcome.packet().length).isEqualTo(sip.length);
    }

    // REQ-10a is about gateways that can be switched: there are none.

    // ---- REQ-11: determinism

    @ParameterizedTest
    @EnumSource(Dependence.class)
    void req11_theBehaviourDoesNotChangeWhenPortsCollide(Dependence mapping) {
        Bed bed = Bed.of(NatBehaviour.PORT_RESTRICTED.mappedBy(mapping));
        bed.udpOut(BEN, ONE);
        bed.udpOut(BEN, TWO);
        // Ana's port is taken, and yet she gets what she would have got.
        TransportAddress first = bed.udpOut(ANA, ONE).source();
        assertThat(bed.udpOut(ANA, ONE_OTHER_PORT).source().equals(first))
                .isEqualTo(mapping != Dependence.ADDRESS_AND_PORT_DEPENDENT);
        assertThat(bed.udpOut(ANA, TWO).source().equals(first))
                .isEqualTo(mapping == Dependence.ENDPOINT_INDEPENDENT);
        assertThat(bed.udpOut(ANA, ONE).source()).isEqualTo(first);
    }

    // ---- REQ-12: ICMP

    @ParameterizedTest
    @EnumSource(Icmp.class)
    void req12_noErrorEndsAMapping(Icmp what) {
        Bed bed = Bed.of(NatBehaviour.PORT_RESTRICTED);
        Outcome out = bed.udpOut(ANA, ONE);
        bed.in(Packets.error(what, "198.51.100.1", out.packet()));
        assertThat(bed.udpOut(ANA, TWO).source()).isEqualTo(outside(5000));
        assertThat(bed.udpIn(ONE, Bed.OUTSIDE + ":5000").isInward()).isTrue();
        assertThat(bed.book.removals).isEmpty();
    }

    @Test
    void req12a_errorsAreNotFilteredByWhoSendsThem() {
        Bed bed = Bed.of(NatBehaviour.PORT_RESTRICTED);
        Outcome out = bed.udpOut(ANA, ONE);
        Outcome error = bed.in(Packets.error(Icmp.HOP_LIMIT, "203.0.113.77", out.packet()));
        assertThat(error.isInward()).isTrue();
        assertThat(error.packet().sourceIp()).hasToString("203.0.113.77");
    }

    @Test
    void req12b_destinationUnreachableIsTranslated() {
        Bed bed = Bed.of(NatBehaviour.PORT_RESTRICTED);
        bed.udpOut(BEN, ONE);
        Outcome out = bed.udpOut(ANA, ONE);
        Outcome error = bed.in(Packets.error(Icmp.PORT_UNREACHABLE, "198.51.100.1", out.packet()));
        assertThat(error.isInward()).isTrue();
        assertThat(error.packet().destinationIp()).hasToString("192.168.1.2");
        assertThat(error.quoted().source()).hasToString(ANA);
        assertThat(error.quoted().destination()).hasToString(ONE);
    }

    // ---- REQ-13: too large (what the router around the NAT answers: see NatRouterTest)
}
