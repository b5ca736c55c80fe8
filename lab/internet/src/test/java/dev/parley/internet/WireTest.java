package dev.parley.internet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Bytes;
import dev.parley.core.IpAddress;
import dev.parley.core.RandomSource;
import dev.parley.core.TransportAddress;
import dev.parley.internet.topology.LinkBehaviour;
import dev.parley.internet.topology.LinkDirection;
import dev.parley.internet.topology.Loss;
import dev.parley.internet.topology.Machine;
import dev.parley.internet.topology.Queue;
import dev.parley.internet.topology.Topology;
import dev.parley.internet.trace.JsonLinesTrace;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Ana sends to ben over a link that does more than delay. */
class WireTest {
    private static final long MILLI = 1_000_000;
    private static final TransportAddress BEN = TransportAddress.parse("198.51.100.2:7000");
    private static final LinkDirection TEN_MILLIS = LinkDirection.delay(10 * MILLI);

    /** One run: what ben got, and when. */
    private static final class Run {
        final Internet internet;
        final UdpSocket socket;
        final List<Integer> got = new ArrayList<>();
        final List<Long> times = new ArrayList<>();
        final List<NetworkEvent.Dropped> drops = new ArrayList<>();
        int twins;

        Run(LinkDirection up, long seed) {
            Machine ana =
                    new Machine(
                            "ana",
                            List.of(IpAddress.parse("198.51.100.1")),
                            new LinkBehaviour(up, TEN_MILLIS));
            Machine ben =
                    new Machine(
                            "ben",
                            List.of(IpAddress.parse("198.51.100.2")),
                            LinkBehaviour.symmetric(LinkDirection.delay(0)));
            internet = Internet.of(new Topology("two", List.of(ana, ben), List.of()), seed);
            internet.host("ben")
                    .open(
                            7000,
                            (now, _, packet) -> {
                                times.add(now);
                                got.add(Bytes.u16(packet.payload, 0));
                            });
            socket = internet.host("ana").open(5000, (_, _, _) -> {});
        }

        void observe() {
            Set<Long> ids = new HashSet<>();
            internet.observe(event -> {
                if (event instanceof NetworkEvent.Dropped dropped) {
                    drops.add(dropped);
                } else if (event instanceof NetworkEvent.Departed departed
                        && departed.packet().parent() != 0
                        && ids.add(departed.packet().id())) {
                    twins++;
                }
            });
        }

        /** Sends {@code count} numbered datagrams at that distance, the first one now. */
        void send(int count, long distance, int bytes) {
            for (int i = 0; i < count; i++) {
                byte[] payload = new byte[bytes - 28];
                payload[0] = (byte) (i >> 8);
                payload[1] = (byte) i;
                internet.after(i * distance, () -> socket.send(BEN, payload));
            }
            internet.run();
        }

        long dropped(DropReason reason) {
            return drops.stream().filter(drop -> drop.reason() == reason).count();
        }
    }

    @Test
    void whatIsLostHasLeftAndNeverArrives() {
        Run run = new Run(TEN_MILLIS.withLoss(new Loss.Random(0.1)), 1);
        run.observe();
        run.send(5000, MILLI, 100);
        assertThat(run.dropped(DropReason.LOST)).isBetween(420L, 580L);
        assertThat(run.got.size() + run.drops.size()).isEqualTo(5000);
        assertThat(run.drops).allMatch(drop -> drop.node().equals("ana"));
    }

    @Test
    void aTwinHasAnIdentityOfItsOwn() {
        Run run = new Run(TEN_MILLIS.withDuplicate(0.1), 1);
        run.observe();
        run.send(1000, MILLI, 100);
        assertThat(run.twins).isBetween(70, 130);
        assertThat(run.got).hasSize(1000 + run.twins);
        assertThat(Set.copyOf(run.got)).hasSize(1000);
    }

    @Test
    void whatIsCorruptIsDroppedByItsReceiver() {
        Run run = new Run(TEN_MILLIS.withCorrupt(0.1), 1);
        run.observe();
        run.send(1000, MILLI, 100);
        assertThat(run.dropped(DropReason.CORRUPT)).isBetween(70L, 130L);
        assertThat(run.drops).allMatch(drop -> drop.node().equals("ben"));
    }

    @Test
    void jitterKeepsTheOrder() {
        Run run = new Run(TEN_MILLIS.withJitterNanos(8 * MILLI), 1);
        run.send(2000, MILLI, 100);
        assertThat(run.got).hasSize(2000).isSorted();
        assertThat(run.times.getFirst()).isBetween(10 * MILLI, 18 * MILLI);
    }

    @Test
    void reorderingDoesNot() {
        Run run = new Run(TEN_MILLIS.withReorder(0.05), 1);
        run.send(2000, MILLI, 100);
        assertThat(run.got).hasSize(2000).doesNotHaveDuplicates();
        int overtaken = 0;
        for (int i = 1; i < run.got.size(); i++) {
            overtaken += run.got.get(i) < run.got.get(i - 1) ? 1 : 0;
        }
        assertThat(overtaken).isBetween(50, 110);
    }

    @Test
    void aRateLetsPacketsWait() {
        Run run = new Run(TEN_MILLIS.withBitsPerSecond(10_000_000, new Queue.DropTail(1 << 20)), 1);
        run.send(100, 0, 1250);
        assertThat(run.times.getFirst()).isEqualTo(11 * MILLI);
        assertThat(run.times.getLast()).isEqualTo(110 * MILLI);
    }

    @Test
    void aFullQueueDropsTheLast() {
        Run run = new Run(TEN_MILLIS.withBitsPerSecond(10_000_000, new Queue.DropTail(12_500)), 1);
        run.observe();
        run.send(100, 0, 1250);
        assertThat(run.got).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(run.dropped(DropReason.QUEUE_FULL)).isEqualTo(90);
    }

    @Test
    void coDelKeepsTheWaitingShortWhereDropTailDoesNot() {
        LinkDirection tenMegabits =
                TEN_MILLIS.withBitsPerSecond(10_000_000, new Queue.DropTail(250_000));
        Run dropTail = new Run(tenMegabits, 1);
        dropTail.send(30_000, MILLI * 95 / 100, 1250);
        Run coDel = new Run(tenMegabits.withBitsPerSecond(10_000_000, Queue.CoDel.of(250_000)), 1);
        coDel.observe();
        coDel.send(30_000, MILLI * 95 / 100, 1250);
        assertThat(wait(dropTail)).isGreaterThan(190 * MILLI);
        assertThat(wait(coDel)).isLessThan(12 * MILLI);
        assertThat(coDel.dropped(DropReason.QUEUE_DELAY)).isBetween(1200L, 1800L);
        assertThat(coDel.got.size()).as("the line was never idle").isGreaterThan(28_000);
    }

    /** The median of what the last ten thousand waited beyond delay and transmission. */
    private static long wait(Run run) {
        List<Long> waits = new ArrayList<>();
        for (int i = run.got.size() - 10_000; i < run.got.size(); i++) {
            waits.add(run.times.get(i) - run.got.get(i) * (MILLI * 95 / 100) - 11 * MILLI);
        }
        return waits.stream().sorted().skip(5_000).findFirst().orElseThrow();
    }

    @Test
    void aLinkMayChangeWhilePacketsWait() {
        LinkDirection slow = TEN_MILLIS.withBitsPerSecond(1_000_000, Queue.CoDel.of(250_000));
        Run run = new Run(slow, 1);
        LinkBehaviour fast =
                LinkBehaviour.symmetric(
                        TEN_MILLIS.withBitsPerSecond(100_000_000, new Queue.DropTail(250_000)));
        run.internet.at(35 * MILLI, () -> run.internet.host("ana").changeLink(fast));
        run.send(50, 0, 1250);
        assertThat(run.got).hasSize(50).isSorted();
        assertThat(run.times.getLast()).isBetween(50 * MILLI, 56 * MILLI);
    }

    @Test
    void theSameSeedGivesTheSameTrace() {
        LinkDirection everything =
                TEN_MILLIS
                        .withBitsPerSecond(2_000_000, Queue.CoDel.of(30_000))
                        .withJitterNanos(3 * MILLI)
                        .withLoss(new Loss.Bursts(0.02, 0.3, 0, 0.8))
                        .withReorder(0.02)
                        .withDuplicate(0.02)
                        .withCorrupt(0.02);
        byte[] first = trace(everything, 7);
        assertThat(trace(everything, 7)).isEqualTo(first);
        assertThat(trace(everything, 8)).isNotEqualTo(first);
    }

    private static byte[] trace(LinkDirection behaviour, long seed) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Run run = new Run(behaviour, seed);
        try (JsonLinesTrace trace = new JsonLinesTrace(out)) {
            run.internet.observe(trace);
            run.send(500, 3 * MILLI, 1000);
        }
        return out.toByteArray();
    }

    /** Whatever a link does: what was sent or doubled is delivered or dropped, and that is all. */
    @Test
    void noPacketIsForgottenOrInvented() {
        Seeds.forEach(
                100,
                seed -> {
                    RandomSource random = RandomSource.seeded(seed);
                    Run run = new Run(anyBehaviour(random), seed);
                    run.observe();
                    run.send(200, random.nextInt(3) * MILLI, 100 + random.nextInt(1400));
                    assertThat(run.internet.delivered() + run.internet.dropped())
                            .isEqualTo(run.internet.sent() + run.twins);
                    assertThat(run.internet.delivered()).isEqualTo(run.got.size());
                });
    }

    private static LinkDirection anyBehaviour(RandomSource random) {
        LinkDirection any = LinkDirection.delay(random.nextInt(50) * MILLI);
        Queue queue =
                random.nextInt(2) == 0
                        ? new Queue.DropTail(1500 + random.nextInt(100_000))
                        : Queue.CoDel.of(1500 + random.nextInt(100_000));
        any = random.nextInt(2) == 0 ? any : any.withJitterNanos(random.nextInt(20) * MILLI);
        any = random.nextInt(2) == 0 ? any : any.withLoss(new Loss.Random(random.nextInt(4) / 8.));
        any = random.nextInt(2) == 0 ? any : any.withReorder(random.nextInt(8) / 8.);
        any = random.nextInt(2) == 0 ? any : any.withDuplicate(random.nextInt(8) / 8.);
        any = random.nextInt(2) == 0 ? any : any.withCorrupt(random.nextInt(4) / 8.);
        return random.nextInt(3) == 0
                ? any
                : any.withBitsPerSecond(10_000L + random.nextInt(20_000_000), queue);
    }
}
