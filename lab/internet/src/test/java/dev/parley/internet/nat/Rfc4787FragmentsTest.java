package dev.parley.internet.nat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.TransportAddress;
import dev.parley.internet.DropReason;
import dev.parley.internet.Packet;
import dev.parley.internet.topology.NatBehaviour;
import dev.parley.internet.topology.NatBehaviour.Fragments;
import java.util.List;
import org.junit.jupiter.api.Test;

/** RFC 4787, requirement 14: fragments, in order and out of order. */
class Rfc4787FragmentsTest {
    private static final String ANA = "192.168.1.2:5000";
    private static final String ONE = "198.51.100.1:3478";
    private static final String TWO = "198.51.100.2:3478";

    private static TransportAddress outside(int port) {
        return TransportAddress.parse(Bed.OUTSIDE + ":" + port);
    }

    // ---- REQ-14: fragments

    private static List<Outcome.Door> doors(List<Outcome> outcomes) {
        return outcomes.stream().map(Outcome::door).toList();
    }

    @Test
    void req14_fragmentsInOrder() {
        for (Fragments fragments : List.of(Fragments.IN_ORDER, Fragments.OUT_OF_ORDER)) {
            Bed bed = Bed.of(NatBehaviour.PORT_RESTRICTED.withFragments(fragments));
            Packet whole = Packets.udp(ANA, ONE);
            Outcome first = bed.out(Packets.fragment(whole, 7, 0, true));
            Outcome second = bed.out(Packets.fragment(whole, 7, 1480, true));
            Outcome last = bed.out(Packets.fragment(whole, 7, 2960, false));
            assertThat(first.source()).isEqualTo(outside(5000));
            assertThat(second.source()).isEqualTo(outside(0));
            assertThat(last.source()).isEqualTo(outside(0));
            assertThat(last.destination()).hasToString("198.51.100.1:0");
            assertThat(last.row()).isEqualTo(first.row());

            Packet answer = Packets.udp(ONE, Bed.OUTSIDE + ":5000");
            assertThat(bed.in(Packets.fragment(answer, 9, 0, true)).destination()).hasToString(ANA);
            assertThat(bed.in(Packets.fragment(answer, 9, 1480, false)).destination())
                    .hasToString("192.168.1.2:0");
        }
    }

    @Test
    void req14_fragmentsOutOfOrder() {
        Bed bed = Bed.of(NatBehaviour.PORT_RESTRICTED.withFragments(Fragments.OUT_OF_ORDER));
        bed.udpOut(ANA, ONE);
        Packet answer = Packets.udp(ONE, Bed.OUTSIDE + ":5000");
        assertThat(bed.allIn(Packets.fragment(answer, 9, 2960, false))).isEmpty();
        assertThat(bed.allIn(Packets.fragment(answer, 9, 1480, true))).isEmpty();
        List<Outcome> all = bed.allIn(Packets.fragment(answer, 9, 0, true));
        assertThat(all).hasSize(3).allMatch(Outcome::isInward);
        assertThat(all)
                .allMatch(one -> one.packet().destinationIp().toString().equals("192.168.1.2"));
        assertThat(all.getFirst().packet().fragmentOffset).isZero();
    }

    @Test
    void req14_aNatMayTakeFragmentsInOrderOnly() {
        Bed bed = Bed.of(NatBehaviour.PORT_RESTRICTED.withFragments(Fragments.IN_ORDER));
        Packet whole = Packets.udp(ANA, ONE);
        assertThat(bed.out(Packets.fragment(whole, 7, 1480, false)).reason())
                .isEqualTo(DropReason.FRAGMENT);
        assertThat(bed.out(Packets.fragment(whole, 7, 0, true)).isOutward()).isTrue();
    }

    @Test
    void req14_aNatMayTakeNoFragments() {
        Bed bed = Bed.of(NatBehaviour.PORT_RESTRICTED.withFragments(Fragments.DROPPED));
        Packet whole = Packets.udp(ANA, ONE);
        assertThat(bed.out(Packets.fragment(whole, 7, 0, true)).reason())
                .isEqualTo(DropReason.FRAGMENT);
        assertThat(bed.out(Packets.fragment(whole, 7, 1480, false)).reason())
                .isEqualTo(DropReason.FRAGMENT);
    }

    @Test
    void req14_theOthersShareTheFateOfTheFirst() {
        Bed bed = Bed.of(NatBehaviour.PORT_RESTRICTED);
        bed.udpOut(ANA, ONE);
        Packet strange = Packets.udp(TWO, Bed.OUTSIDE + ":5000");
        bed.allIn(Packets.fragment(strange, 9, 1480, false));
        List<Outcome> all = bed.allIn(Packets.fragment(strange, 9, 0, true));
        assertThat(all)
                .hasSize(2)
                .allMatch(outcome -> outcome.reason() == DropReason.FILTERED_BY_PORT);
    }

    @Test
    void req14a_aFloodOfFragmentsHurtsNothingElse() {
        Bed bed = Bed.of(NatBehaviour.PORT_RESTRICTED);
        bed.udpOut(ANA, ONE);
        for (int i = 0; i < 10_000; i++) {
            Packet flood = Packets.udp("203.0.113." + i % 250 + ":9", Bed.OUTSIDE + ":5000");
            bed.allIn(Packets.fragment(flood, i, 1480, true));
        }
        Packet answer = Packets.udp(ONE, Bed.OUTSIDE + ":5000");
        assertThat(bed.udpIn(ONE, Bed.OUTSIDE + ":5000").isInward()).isTrue();
        assertThat(bed.in(Packets.fragment(answer, 9, 0, true)).isInward()).isTrue();
        for (int i = 0; i < 1000; i++) {
            Packet flood = Packets.udp("203.0.113." + i % 250 + ":9", Bed.OUTSIDE + ":5000");
            bed.allIn(Packets.fragment(flood, i, 1480, true));
        }
        assertThat(bed.in(Packets.fragment(answer, 9, 1480, false)).isInward()).isTrue();
        int held = 11_000 + 4 - bed.outcomes.size();
        assertThat(held).isBetween(1, FragmentTracker.MAX_WAITING * FragmentTracker.MAX_HELD);
        bed.pass(5);
        assertThat(bed.outcomes).hasSize(11_004);
        assertThat(bed.outcomes.getLast().reason()).isEqualTo(DropReason.INCOMPLETE);
        assertThat(doors(bed.outcomes)).containsOnlyOnce(Outcome.Door.OUTWARD);
    }
}
