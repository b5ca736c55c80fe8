package dev.parley.siege;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.RandomSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A long time with clients that come and go and a hundredth of all messages malformed: in the end
 * everything is where it was in the beginning, and all have counted the same.
 */
@Timeout(7200)
class SoakTest {
    private static final long MOST_HEAP_GROWTH_KIB = 1024;
    private static final long SETTLING_NANOS = TimeUnit.SECONDS.toNanos(40);

    private final Scale scale = Scale.chosen();
    private final long seed = Long.getLong("parley.seed", 1);

    @Test
    void endsWhereItBegan(@TempDir Path folder) throws IOException {
        System.out.println("siege: soak with -Dparley.seed=" + seed);
        RandomSource random = RandomSource.seeded(seed);
        try (ServerProcess server = ServerProcess.start(folder, List.of());
                Vitals vitals = new Vitals(server)) {
            Tables empty = Tables.of(vitals.metrics());
            // What is loaded and opened once is, then.
            soak(server, vitals, random, scale.soak().dividedBy(6));
            settle(vitals, empty, List.of());
            long heap = vitals.liveHeapKib(); // opens a socket for those who ask
            List<String> descriptors = vitals.fileDescriptors();

            soak(server, vitals, random, scale.soak());

            assertThat(settle(vitals, empty, descriptors)).isEqualTo(empty);
            assertThat(vitals.fileDescriptors())
                    .as("file descriptors")
                    .hasSizeLessThanOrEqualTo(descriptors.size());
            long growth = vitals.liveHeapKib() - heap;
            System.out.printf(
                    "siege: soak, heap %+d KiB of %d, %d file descriptors as before, %s%n",
                    growth, heap, descriptors.size(), Vitals.load());
            // In a moment not everything was loaded that ever will be.
            assertThat(growth)
                    .as("KiB more on the heap")
                    .isLessThan(scale.judged() ? MOST_HEAP_GROWTH_KIB : 8 * MOST_HEAP_GROWTH_KIB);
            assertThat(vitals.metrics().get("udp_bugs_total")).as(server.output()).isZero();
        }
    }

    /** Runs one and compares what was counted. */
    private void soak(ServerProcess server, Vitals vitals, RandomSource random, Duration time)
            throws IOException {
        Map<String, Long> before = vitals.metrics();
        try (Soak soak = new Soak(server, random, scale.judged())) {
            soak.run(time);
            soak.end();
            Map<String, Long> after = vitals.metrics();
            System.out.println("siege: soak, the end: " + soak);
            assertThat(soak.missing()).as("lost: %s", dropped(before, after)).isZero();
            assertThat(soak.arrivedAtClients()).isEqualTo(soak.sentToClients());
            // What mutants said may have passed, too.
            assertThat(soak.arrivedAtPeers()).isGreaterThanOrEqualTo(soak.sentToPeers());
            assertThat(grown(before, after, "turn_relayed_packets_to_peers"))
                    .isEqualTo(soak.arrivedAtPeers());
            assertThat(grown(before, after, "turn_relayed_bytes_to_peers"))
                    .isEqualTo(soak.bytesAtPeers());
            assertThat(grown(before, after, "turn_relayed_packets_to_clients"))
                    .isEqualTo(soak.arrivedAtClients());
            assertThat(grown(before, after, "turn_relayed_bytes_to_clients"))
                    .isEqualTo(soak.bytesAtClients());
        }
    }

    private static long grown(Map<String, Long> before, Map<String, Long> after, String name) {
        Long now = after.get(name + "_total");
        if (now == null) {
            throw new IllegalStateException("no figure for " + name);
        }
        return now - before.getOrDefault(name + "_total", 0L);
    }

    /** What the server says about drops, for the words of a failure. */
    private static Map<String, Long> dropped(Map<String, Long> before, Map<String, Long> after) {
        Map<String, Long> drops = new TreeMap<>();
        after.forEach((name, value) -> {
            long grown = value - before.getOrDefault(name, 0L);
            if (name.contains("drop") && grown > 0) {
                drops.put(name, grown);
            }
        });
        return drops;
    }

    /** Connections that were closed on one side end on the other some time later. */
    private static Tables settle(Vitals vitals, Tables wanted, List<String> descriptors)
            throws IOException {
        long began = System.nanoTime();
        Tables now = Tables.of(vitals.metrics());
        while ((!now.equals(wanted)
                        || (!descriptors.isEmpty()
                                && vitals.fileDescriptors().size() > descriptors.size()))
                && System.nanoTime() - began < SETTLING_NANOS) {
            LockSupport.parkNanos(100_000_000);
            now = Tables.of(vitals.metrics());
        }
        return now;
    }
}
