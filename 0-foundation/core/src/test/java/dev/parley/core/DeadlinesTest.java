package dev.parley.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
    private final Deadlines deadlines = new Deadlines();

    @Test
    void isEmptyAtFirst() {
        assertThat(deadlines.next()).isEqualTo(Deadlines.NONE);
        assertThat(deadlines.pollExpired(Long.MAX_VALUE - 1)).isEqualTo(-1);
        assertThat(deadlines.get(0)).isEqualTo(Deadlines.NONE);
        assertThat(deadlines.get(1_000_000)).isEqualTo(Deadlines.NONE);
    }

    @Test
    void givesTheEarliestFirst() {
        deadlines.set(3, 30);
        deadlines.set(1, 10);
        deadlines.set(2, 20);
        assertThat(deadlines.next()).isEqualTo(10);
        assertThat(deadlines.pollExpired(9)).isEqualTo(-1);
        assertThat(deadlines.pollExpired(25)).isEqualTo(1);
        assertThat(deadlines.pollExpired(25)).isEqualTo(2);
        assertThat(deadlines.pollExpired(25)).isEqualTo(-1);
        assertThat(deadlines.next()).isEqualTo(30);
    }

    @Test
    void expiresExactlyAtTheDeadline() {
        deadlines.set(0, 100);
        assertThat(deadlines.pollExpired(99)).isEqualTo(-1);
        assertThat(deadlines.pollExpired(100)).isZero();
        assertThat(deadlines.size()).isZero();
    }

    @Test
    void movesBothWays() {
        deadlines.set(1, 10);
        deadlines.set(2, 20);
        deadlines.set(1, 30);
        assertThat(deadlines.next()).isEqualTo(20);
        deadlines.set(1, 5);
        assertThat(deadlines.next()).isEqualTo(5);
        assertThat(deadlines.size()).isEqualTo(2);
    }

    @Test
    void clearsByNoneAndByName() {
        deadlines.set(1, 10);
        deadlines.set(2, 20);
        deadlines.set(1, Deadlines.NONE);
        assertThat(deadlines.get(1)).isEqualTo(Deadlines.NONE);
        deadlines.clear(2);
        deadlines.clear(2);
        deadlines.clear(77_777);
        deadlines.set(88_888, Deadlines.NONE);
        assertThat(deadlines.next()).isEqualTo(Deadlines.NONE);
    }

    @Test
    void worksWithTimesBelowZero() {
        deadlines.set(1, -5);
        deadlines.set(2, -10);
        assertThat(deadlines.next()).isEqualTo(-10);
        assertThat(deadlines.pollExpired(-7)).isEqualTo(2);
    }

    @Test
    void behavesLikeASortedMap() {
        Seeds.forEach(60, DeadlinesTest::compare);
    }

    private static void compare(long seed) {
        RandomSource random = RandomSource.seeded(seed);
        Deadlines deadlines = new Deadlines();
        Map<Integer, Long> model = new TreeMap<>();
        int ids = 1 + random.nextInt(300);
        long now = random.nextInt(1000) - 500L;
        for (int step = 0; step < 2000; step++) {
            int id = random.nextInt(ids);
            switch (random.nextInt(5)) {
                case 0, 1, 2 -> {
                    long at = now + random.nextInt(1000);
                    deadlines.set(id, at);
                    model.put(id, at);
                }
                case 3 -> {
                    deadlines.clear(id);
                    model.remove(id);
                }
                default -> {
                    now += random.nextInt(50);
                    expire(deadlines, model, now);
                }
            }
            assertThat(deadlines.size()).isEqualTo(model.size());
            assertThat(deadlines.get(id)).isEqualTo(model.getOrDefault(id, Deadlines.NONE));
            assertThat(deadlines.next()).isEqualTo(earliest(model));
        }
    }

    private static void expire(Deadlines deadlines, Map<Integer, Long> model, long now) {
        for (int id; (id = deadlines.pollExpired(now)) >= 0; ) {
            long earliest = earliest(model);
            assertThat(model.remove(id)).isEqualTo(earliest).isLessThanOrEqualTo(now);
        }
        assertThat(earliest(model)).isGreaterThan(now);
    }

    private static long earliest(Map<Integer, Long> model) {
        return model.values().stream().mapToLong(Long::longValue).min().orElse(Deadlines.NONE);
    }
}
