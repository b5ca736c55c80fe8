package dev.parley.internet.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.internet.topology.Queue.CoDel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The line takes a packet of 1250 bytes each millisecond. */
class CoDelQueueTest {
    private static final long MILLI = 1_000_000;
    private static final int BYTES = 1250;

    private final CoDelQueue<Long> queue = new CoDelQueue<>(CoDel.of(1 << 20), 1500);
    private final List<Long> waits = new ArrayList<>(); // in nanoseconds, by the order of leaving
    private final List<Long> drops = new ArrayList<>(); // when
    private long nextArrival;
    private long now;

    /** Lets packets come at that distance until then; each knows when it came. */
    private void run(long distance, long until) {
        for (; now < until; now += MILLI) {
            for (; nextArrival <= now; nextArrival += distance) {
                assertThat(queue.offer(nextArrival, nextArrival, BYTES)).isTrue();
            }
            Long leaving = queue.poll(now, _ -> drops.add(now));
            if (leaving != null) {
                waits.add(now - leaving);
            }
        }
    }

    private long medianOfLast(int count) {
        return waits.subList(waits.size() - count, waits.size()).stream()
                .sorted()
                .skip(count / 2)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aLineThatKeepsUpDropsNothing() {
        run(MILLI, 10_000 * MILLI);
        assertThat(drops).isEmpty();
        assertThat(waits).hasSizeGreaterThan(9_990).allMatch(wait -> wait < 2 * MILLI);
    }

    @Test
    void aBurstShorterThanAnIntervalIsLeftAlone() {
        run(MILLI / 2, 50 * MILLI);
        nextArrival = 200 * MILLI;
        run(MILLI, 1_000 * MILLI);
        assertThat(drops).isEmpty();
        assertThat(waits).anyMatch(wait -> wait > 20 * MILLI);
    }

    @Test
    void theFirstDropComesAnIntervalAfterTheTargetWasMissed() {
        run(MILLI / 2, 500 * MILLI);
        // Waits grow by half a millisecond each: the target of 5 is missed at about 10.
        assertThat(drops.getFirst()).isBetween(105 * MILLI, 120 * MILLI);
    }

    @Test
    void dropsBecomeMoreFrequentByTheSquareRoot() {
        run(MILLI * 9 / 10, 1_500 * MILLI);
        long first = drops.get(1) - drops.get(0);
        long ninth = drops.get(9) - drops.get(8);
        assertThat(first).isBetween(99 * MILLI, 101 * MILLI);
        assertThat(ninth).as("100 ms / sqrt(9)").isBetween(32 * MILLI, 35 * MILLI);
    }

    @Test
    void underOverloadTheStandingQueueComesDownToTheTarget() {
        run(MILLI * 95 / 100, 30_000 * MILLI);
        assertThat(medianOfLast(10_000)).isBetween(2 * MILLI, 12 * MILLI);
        assertThat(drops.size()).as("a twentieth of 31 600").isBetween(1_400, 1_800);
    }

    @Test
    void whenTheLoadGoesSoDoTheDrops() {
        run(MILLI * 8 / 10, 5_000 * MILLI);
        int before = drops.size();
        run(MILLI * 12 / 10, 10_000 * MILLI);
        long last = drops.getLast();
        assertThat(before).isPositive();
        assertThat(last).isLessThan(8_000 * MILLI);
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void bytesHaveAnEnd() {
        CoDelQueue<Long> small = new CoDelQueue<>(CoDel.of(3 * BYTES), 1500);
        for (long i = 0; i < 3; i++) {
            assertThat(small.offer(0, i, BYTES)).isTrue();
        }
        assertThat(small.offer(0, 3L, 1)).isFalse();
        List<Long> left = new ArrayList<>();
        small.empty(left::add);
        assertThat(left).containsExactly(0L, 1L, 2L);
        assertThat(small.offer(0, 3L, 3 * BYTES)).isTrue();
    }
}
