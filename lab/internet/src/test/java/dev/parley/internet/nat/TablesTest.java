package dev.parley.internet.nat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.RandomSource;
import dev.parley.internet.Seeds;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The tables behave as those of the JDK do. */
class TablesTest {
    private static final int STEPS = 20_000;

    @Test
    void tupleTableIsAMap() {
        Seeds.forEach(
                5,
                seed -> {
                    RandomSource random = RandomSource.seeded(seed);
                    TupleTable<Integer> table = new TupleTable<>();
                    Map<List<Long>, Integer> model = new HashMap<>();
                    for (int i = 0; i < STEPS; i++) {
                        long a = random.nextInt(4);
                        long b = (long) random.nextInt(4) << 40;
                        long c = random.nextInt(3);
                        long d = random.nextInt(2);
                        long e = (long) random.nextInt(3) << 16;
                        List<Long> key = List.of(a, b, c, d, e);
                        if (random.nextInt(2) == 0) {
                            table.put(a, b, c, d, e, i);
                            model.put(key, i);
                        } else {
                            assertThat(table.remove(a, b, c, d, e)).isEqualTo(model.remove(key));
                        }
                        assertThat(table.get(a, b, c, d, e)).isEqualTo(model.get(key));
                        assertThat(table.size()).isEqualTo(model.size());
                    }
                    model.forEach((key, value) ->
                            assertThat(
                                            table.get(
                                                    key.get(0),
                                                    key.get(1),
                                                    key.get(2),
                                                    key.get(3),
                                                    key.get(4)))
                                    .isEqualTo(value));
                    table.clear();
                    assertThat(table.size()).isZero();
                });
    }

    @Test
    void neighbouringTuplesSpread() {
        TupleTable<Integer> table = new TupleTable<>();
        long started = System.nanoTime();
        for (int port = 0; port < 60_000; port++) {
            table.put(0, 0xC0A80102L, 0xC6336401L, (long) port << 16 | 3478, 0, port);
        }
        for (int port = 0; port < 60_000; port++) {
            assertThat(table.get(0, 0xC0A80102L, 0xC6336401L, (long) port << 16 | 3478, 0))
                    .isEqualTo(port);
        }
        // Badly spread, this takes minutes.
        assertThat(System.nanoTime() - started).isLessThan(20_000_000_000L);
    }

    @Test
    void bitTreeIsASet() {
        for (int size : new int[] {1, 63, 64, 65, 1008, 4096, 4097, 32_768}) {
            RandomSource random = RandomSource.seeded(size);
            BitTree tree = new BitTree(size);
            BitSet model = new BitSet();
            for (int i = 0; i < STEPS; i++) {
                int from = random.nextInt(size);
                int length = 1 + random.nextInt(Math.min(size - from, 200));
                boolean add = random.nextInt(3) > 0;
                for (int number = from; number < from + length; number++) {
                    if (add) {
                        tree.add(number);
                    } else {
                        tree.remove(number);
                    }
                }
                model.set(from, from + length, add);
                int start = random.nextInt(size);
                int missing = model.nextClearBit(start);
                assertThat(tree.nextMissing(start)).isEqualTo(missing < size ? missing : -1);
                assertThat(tree.contains(start)).isEqualTo(model.get(start));
            }
        }
    }

    @Test
    void portPoolFindsWhatIsFree() {
        Seeds.forEach(
                20,
                seed -> {
                    RandomSource random = RandomSource.seeded(seed);
                    PortPool pool = new PortPool(true);
                    TreeSet<Integer> free = new TreeSet<>();
                    int from = random.nextInt(2) == 0 ? 1 : 1024;
                    int until = from + 40 + random.nextInt(200);
                    for (int port = from; port < until; port++) {
                        free.add(port);
                    }
                    for (int i = 0; i < 2000; i++) {
                        int port = from + random.nextInt(until - from);
                        if (free.contains(port) && random.nextInt(3) > 0) {
                            pool.take(port);
                            free.remove(port);
                        } else if (!free.contains(port)) {
                            pool.release(port);
                            free.add(port);
                        }
                        assertThat(pool.isTaken(port)).isEqualTo(!free.contains(port));
                        int start = from + random.nextInt(until - from);
                        assertThat(pool.next(start, from, until)).isEqualTo(next(free, start));
                        int first = from + (from & 1);
                        int even = start + (start & 1) < until ? start + (start & 1) : first;
                        TreeSet<Integer> evens = new TreeSet<>(free);
                        evens.removeIf(one -> (one & 1) == 1);
                        assertThat(pool.nextOfParity(even, first, until))
                                .isEqualTo(next(evens, even));
                        TreeSet<Integer> pairs = new TreeSet<>(evens);
                        pairs.removeIf(one -> !free.contains(one + 1) || one + 1 >= until);
                        int end = until - (until & 1);
                        if (even < end) {
                            assertThat(pool.nextPair(even, first, end))
                                    .isEqualTo(next(pairs, even));
                        }
                    }
                });
    }

    private static int next(NavigableSet<Integer> free, int start) {
        Integer up = free.ceiling(start);
        return up != null ? up : free.isEmpty() ? PortPool.NONE : free.first();
    }
}
