package dev.parley.internet.nat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.RandomSource;
import dev.parley.internet.Packet;
import dev.parley.internet.Protocol;
import dev.parley.internet.Seeds;
import dev.parley.internet.TcpFlags;
import dev.parley.internet.topology.Firewall;
import dev.parley.internet.topology.NatBehaviour.Dependence;
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
        BitSet slots = new BitSet();
        for (int port = 0; port < 60_000; port++) {
            int hash = TupleTable.hash(0, 0xC0A80102L, 0xC6336401L, (long) port << 16 | 3478, 0);
            slots.set(hash & 0x1FFFF);
        }
        // Thrown at random, 60,000 balls hit 48,000 of 131,072 holes.
        assertThat(slots.cardinality()).isGreaterThan(45_000);
    }

    @Test
    void aFirewallForgetsEndpointsWithTheirLastSession() {
        for (Dependence inbound : Dependence.values()) {
            Lifetimes lifetimes = Lifetimes.of(Firewall.STATEFUL);
            Rows rows = new Rows(new RowNumbers(), Book.closed(), 1000);
            Filter filter = new Filter(inbound, lifetimes, true, rows);
            Insides insides =
                    new Insides(
                            inbound == Dependence.ENDPOINT_INDEPENDENT, lifetimes, rows, filter);
            for (int port = 0; port < 100; port++) {
                Packet packet = Packets.udp("192.168.1.2:" + port, "198.51.100.1:80");
                packet.protocol = port % 2 == 0 ? Protocol.UDP : Protocol.TCP;
                packet.tcpFlags = TcpFlags.SYN;
                Inside inside = insides.addSource(0, packet);
                assertThat(inside).isNotNull();
                if (inside != null) {
                    filter.sent(0, inside, false, 0, packet.dstLow, 80, packet);
                }
            }
            assertThat(insides.size()).isEqualTo(100);
            insides.expire(lifetimes.tcpTransitory());
            assertThat(insides.size()).isZero();
            assertThat(rows.size()).isZero();
        }
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
