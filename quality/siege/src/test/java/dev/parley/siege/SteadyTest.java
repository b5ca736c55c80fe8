package dev.parley.siege;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.RandomSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Packets that flow through channels make no garbage, so nothing is collected because of them. */
@Timeout(1800)
class SteadyTest {
    /** What looking at the heap makes itself, and the rest of the process beside the packets. */
    private static final long MOST_GROWTH_KIB = 512;

    /** An object for a packet would be 16 at least. */
    private static final double MOST_BYTES_A_PACKET = 2;

    private final Scale scale = Scale.chosen();

    @Test
    void packetsMakeNoGarbage(@TempDir Path folder) throws IOException {
        Path log = folder.resolve("gc.log");
        try (ServerProcess server =
                        ServerProcess.start(folder, List.of("-Xlog:gc:file=" + log + "::"));
                Vitals vitals = new Vitals(server);
                RelayedLoad load =
                        new RelayedLoad(server, scale.honestClients(), RandomSource.seeded(1))) {
            relay(load, scale.steady().dividedBy(3)); // what is compiled while it runs is, then
            vitals.liveHeapKib(); // so that there is room for what else comes
            long heap = vitals.usedHeapKib();
            int collections = collections(log);
            long packets = relay(load, scale.steady());
            long growth = vitals.usedHeapKib() - heap;
            int during = collections(log) - collections;
            double idle = idleKib(vitals);
            if (scale.judged()) {
                System.out.printf(
                        "siege: steady, %d packets in %d s: %d collections, the heap grew by %d"
                                + " KiB, %.2f bytes a packet; %.0f KiB in as long a time without"
                                + " packets; %s%n",
                        packets,
                        scale.steady().toSeconds(),
                        during,
                        growth,
                        growth * 1024.0 / packets,
                        idle,
                        Vitals.load());
            }
            assertThat(load.arrived()).as("packets relayed").isGreaterThan(packets / 2);
            assertThat(during).as("collections").isZero();
            assertThat(growth - idle)
                    .as("KiB of garbage")
                    .isLessThan(MOST_GROWTH_KIB + packets * MOST_BYTES_A_PACKET / 1024);
        }
    }

    private long relay(RelayedLoad load, Duration time) throws IOException {
        load.refresh();
        return Pacer.run(scale.hostilePerSecond(), time, load::send, load::take).packets();
    }

    /** What the heap grows by in that time when nothing flows, from a shorter one. */
    private double idleKib(Vitals vitals) throws IOException {
        Duration time = scale.steady().dividedBy(4);
        long before = vitals.usedHeapKib();
        LockSupport.parkNanos(time.toNanos());
        long grown = vitals.usedHeapKib() - before;
        return (double) grown * scale.steady().toMillis() / time.toMillis();
    }

    private static int collections(Path log) throws IOException {
        try (var lines = Files.lines(log, StandardCharsets.UTF_8)) {
            return (int) lines.filter(line -> line.contains("Pause")).count();
        }
    }
}
