package dev.parley.lab.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.internet.topology.LinkDirection;
import dev.parley.internet.topology.Loss;
import dev.parley.internet.topology.Queue;
import org.junit.jupiter.api.Test;

class LinkRulesTest {
    private static final Ground WITHOUT_NETEM = new Ground(false, true, false, true, true);
    private static final Ground WITHOUT_ANY = new Ground(false, true, false, false, true);

    private static final LinkDirection PLAIN = LinkDirection.delay(0);

    @Test
    void aPlainLinkNeedsNothing() {
        LinkRules rules = new LinkRules(PLAIN, Ground.FULL);
        assertThat(rules.whereTheyLeave("eth0")).isEmpty();
        assertThat(rules.whereTheyArrive("eth0")).isEmpty();
        assertThat(rules.differences()).isEmpty();
    }

    @Test
    void netemDoesAllThatItCan() {
        LinkDirection direction =
                LinkDirection.delay(20_000_000)
                        .withJitterNanos(4_000_000)
                        .withLoss(new Loss.Random(0.015))
                        .withDuplicate(0.001)
                        .withCorrupt(0.002)
                        .withReorder(0.25);
        LinkRules rules = new LinkRules(direction, Ground.FULL);
        assertThat(rules.whereTheyLeave("eth0"))
                .containsExactly(
                        "qdisc add dev eth0 root handle 1: netem limit 100000 delay 22000us 2000us"
                                + " loss random 1.5000% duplicate 0.1000% corrupt 0.2000%"
                                + " reorder 25.0000%");
        assertThat(rules.whereTheyArrive("eth0")).isEmpty();
        assertThat(rules.differences())
                .containsExactly("packets may overtake each other by jitter");
    }

    @Test
    void burstsAreTheModelOfGilbertAndElliott() {
        LinkDirection direction = PLAIN.withLoss(new Loss.Bursts(0.01, 0.25, 0, 0.5));
        assertThat(new LinkRules(direction, Ground.FULL).whereTheyLeave("eth0"))
                .containsExactly(
                        "qdisc add dev eth0 root handle 1: netem limit 100000"
                                + " loss gemodel 1.0000% 25.0000% 50.0000% 0.0000%");
    }

    @Test
    void aRateComesAfterTheDelay() {
        LinkDirection direction =
                LinkDirection.delay(5_000_000)
                        .withBitsPerSecond(2_000_000, new Queue.DropTail(30_000));
        assertThat(new LinkRules(direction, Ground.FULL).whereTheyLeave("wan"))
                .containsExactly(
                        "qdisc add dev wan root handle 1: netem limit 100000 delay 5000us",
                        "qdisc add dev wan parent 1:1 handle 2: tbf rate 2000000bit burst 2500b"
                                + " limit 30000b");
        assertThat(new LinkRules(direction, WITHOUT_NETEM).whereTheyLeave("wan"))
                .containsExactly(
                        "qdisc add dev wan root handle 2: tbf rate 2000000bit burst 2500b"
                                + " limit 30000b");
    }

    @Test
    void withoutNetemLossesAreMadeByRulesAndTheRestIsSaid() {
        LinkDirection direction =
                LinkDirection.delay(20_000_000)
                        .withJitterNanos(1)
                        .withLoss(new Loss.Random(0.015))
                        .withReorder(0.1)
                        .withDuplicate(0.1)
                        .withCorrupt(0.1);
        LinkRules rules = new LinkRules(direction, WITHOUT_NETEM);
        assertThat(rules.whereTheyLeave("eth0")).isEmpty();
        assertThat(rules.whereTheyArrive("a-home"))
                .isEqualTo(
                        """
                        table netdev link_a_home {
                          chain losing {
                            type filter hook ingress device "a-home" priority 0; policy accept;
                            meta protocol { ip, ip6 } numgen random mod 1000000 < 15000 drop
                          }
                        }
                        """);
        assertThat(rules.differences())
                .containsExactly(
                        "no delay, no jitter, no reordering, no duplicates, no corruption: this"
                                + " kernel has no netem");
    }

    @Test
    void aLinkThatLosesAllNeedsNoDice() {
        LinkDirection direction = PLAIN.withLoss(new Loss.Random(1));
        assertThat(new LinkRules(direction, WITHOUT_NETEM).whereTheyArrive("eth0"))
                .contains("meta protocol { ip, ip6 } drop");
    }

    @Test
    void withoutNetemBurstsBecomeTheirAverageAndThatIsSaid() {
        LinkDirection direction = PLAIN.withLoss(new Loss.Bursts(0.1, 0.3, 0, 0.4));
        LinkRules rules = new LinkRules(direction, WITHOUT_NETEM);
        assertThat(rules.whereTheyArrive("eth0")).contains("mod 1000000 < 100000 drop");
        assertThat(rules.differences())
                .containsExactly("losses come one by one, not in bursts: this kernel has no netem");
    }

    @Test
    void whatTheKernelLacksForARateIsSaid() {
        LinkDirection direction = PLAIN.withBitsPerSecond(1_000_000, Queue.CoDel.of(10_000));
        assertThat(new LinkRules(direction, WITHOUT_ANY).whereTheyLeave("eth0")).isEmpty();
        assertThat(new LinkRules(direction, WITHOUT_ANY).differences())
                .containsExactly("no limit of its rate: this kernel has no token bucket (sch_tbf)");
        assertThat(new LinkRules(direction, Ground.FULL).differences())
                .containsExactly("its queue drops at its end, not by CoDel");
    }

    @Test
    void aLinkThatSwallowsBigPacketsIsSaidToAnswer() {
        assertThat(new LinkRules(PLAIN.withMtu(1280, false), Ground.FULL).differences())
                .containsExactly("packets that are too big are answered by errors");
        assertThat(new LinkRules(PLAIN.withMtu(1280, true), Ground.FULL).differences()).isEmpty();
    }
}
