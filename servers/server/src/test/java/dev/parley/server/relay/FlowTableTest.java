package dev.parley.server.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.IpAddress;
import dev.parley.core.RandomSource;
import dev.parley.core.TransportAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FlowTableTest {
    private final FlowTable<String> table = new FlowTable<>();

    private record Key(int socket, TransportAddress from, int channel) {}

    private @Nullable String find(Key key) {
        IpAddress ip = key.from.ip();
        return table.find(key.socket, ip.v6(), ip.high(), ip.low(), key.from.port(), key.channel);
    }

    /** Few values of each part, so that keys are near each other. */
    private static Key key(RandomSource random) {
        int host = random.nextInt(4);
        IpAddress ip = random.nextInt(2) == 0 ? IpAddress.v4(host) : IpAddress.v6(host, host);
        return new Key(
                random.nextInt(3),
                new TransportAddress(ip, 1 + random.nextInt(3)),
                random.nextInt(3) == 0 ? 0 : 0x4000 + random.nextInt(3));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void findsWhatAMapWouldFind(long seed) {
        RandomSource random = RandomSource.seeded(seed);
        Map<Key, String> expected = new HashMap<>();
        for (int step = 0; step < 20_000; step++) {
            Key key = key(random);
            if (expected.containsKey(key)) {
                if (random.nextInt(2) == 0) {
                    table.remove(key.socket, key.from, key.channel);
                    expected.remove(key);
                }
            } else {
                table.put(key.socket, key.from, key.channel, "flow " + step);
                expected.put(key, "flow " + step);
            }
            Key other = key(random);
            assertThat(find(other))
                    .as("seed %d, step %d, %s", seed, step, other)
                    .isEqualTo(expected.get(other));
            assertThat(table.size()).isEqualTo(expected.size());
        }
    }

    @Test
    void growsAndEmpties() {
        List<Key> keys = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            TransportAddress from = new TransportAddress(IpAddress.v4(i), 1 + i % 60_000);
            Key key = new Key(i % 100, from, 0x4000 + i % 0x1000);
            table.put(key.socket, key.from, key.channel, "flow " + i);
            keys.add(key);
        }
        for (int i = 0; i < keys.size(); i++) {
            assertThat(find(keys.get(i))).isEqualTo("flow " + i);
        }
        keys.forEach(key -> table.remove(key.socket, key.from, key.channel));
        assertThat(table.size()).isZero();
        assertThat(keys).allMatch(key -> find(key) == null);
    }

    @Test
    void refusesWhatOnlyABugCanAsk() {
        TransportAddress from = TransportAddress.parse("192.0.2.1:5");
        table.put(1, from, 0x4000, "one");
        assertThatThrownBy(() -> table.put(1, from, 0x4000, "two"))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> table.remove(1, from, 0x4001))
                .isInstanceOf(IllegalStateException.class);
    }
}
