package dev.parley.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The open-addressing table against a plain map, under random calls. */
class PathsModelTest {
    private record Key(int socket, TransportAddress remote, Transport transport) {}

    private static final class Entry {
        final int path;
        int references;

        Entry(int path) {
            this.path = path;
        }
    }

    @Test
    void behavesLikeAMap() {
        Seeds.forEach(60, PathsModelTest::compare);
    }

    private static void compare(long seed) {
        RandomSource random = RandomSource.seeded(seed);
        int cap = 1 + random.nextInt(200);
        // Few different keys, so that numbers are found, freed and made again all the time.
        int ports = 1 + random.nextInt(400);
        Paths paths = new Paths(cap);
        Map<Key, Entry> model = new HashMap<>();
        for (int step = 0; step < 3000; step++) {
            switch (random.nextInt(8)) {
                case 0, 1, 2, 3 -> intern(paths, model, key(random, ports), cap);
                case 4, 5 -> {
                    Entry entry = any(random, model);
                    if (entry != null) {
                        paths.retain(entry.path);
                        entry.references++;
                    }
                }
                case 6 -> {
                    Entry entry = any(random, model);
                    if (entry != null && entry.references > 0) {
                        paths.release(entry.path);
                        entry.references--;
                    }
                }
                default -> {
                    paths.sweep();
                    model.values().removeIf(entry -> entry.references == 0);
                }
            }
            assertThat(paths.size()).isEqualTo(model.size());
            check(paths, model, key(random, ports));
        }
        model.forEach((key, entry) -> check(paths, model, key));
    }

    private static void intern(Paths paths, Map<Key, Entry> model, Key key, int cap) {
        int path = paths.intern(key.socket, key.remote, key.transport);
        Entry known = model.get(key);
        if (known != null) {
            assertThat(path).isEqualTo(known.path);
        } else if (model.size() == cap) {
            assertThat(path).isEqualTo(Paths.NONE);
        } else {
            assertThat(path).isBetween(0, cap - 1);
            assertThat(model.values()).noneMatch(entry -> entry.path == path);
            model.put(key, new Entry(path));
        }
    }

    private static void check(Paths paths, Map<Key, Entry> model, Key key) {
        IpAddress ip = key.remote.ip();
        int port = key.remote.port();
        int path = paths.find(key.socket, ip.v6(), ip.high(), ip.low(), port, key.transport);
        Entry known = model.get(key);
        assertThat(path).isEqualTo(known == null ? Paths.NONE : known.path);
        if (known != null) {
            assertThat(paths.remote(path)).isEqualTo(key.remote);
            assertThat(paths.transport(path)).isEqualTo(key.transport);
            assertThat(paths.socket(path)).isEqualTo(key.socket);
        }
    }

    private static Key key(RandomSource random, int ports) {
        IpAddress ip =
                random.nextInt(2) == 0
                        ? IpAddress.v4(0xC0000200 + random.nextInt(2))
                        : IpAddress.v6(0x20010db8L << 32, random.nextInt(2));
        return new Key(
                random.nextInt(2),
                new TransportAddress(ip, random.nextInt(ports)),
                Transport.values()[random.nextInt(3)]);
    }

    private static @Nullable Entry any(RandomSource random, Map<Key, Entry> model) {
        if (model.isEmpty()) {
            return null;
        }
        List<Entry> entries = new ArrayList<>(model.values());
        return entries.get(random.nextInt(entries.size()));
    }
}
