package dev.parley.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Deadlines;
import dev.parley.core.IpAddress;
import dev.parley.core.RandomSource;
import dev.parley.core.TransportAddress;
import dev.parley.stun.StunMethod;
import dev.parley.stun.StunWriter;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Who forges addresses leaves nothing behind. */
class SpoofedSourcesTest {
    private static final long SEED = 42;

    private final RandomSource random = RandomSource.seeded(SEED);
    private final FakeDriver driver = new FakeDriver(TestServers.both().build());

    private void flood(int sources) {
        UnaryOperator<StunWriter> transport = Message::requestedTransport;
        byte[][] requests = {
            Message.request(random, StunMethod.ALLOCATE, transport),
            Message.request(random, StunMethod.ALLOCATE, writer -> writer),
            Message.request(random, StunMethod.BINDING, writer -> writer),
            Message.request(random, StunMethod.REFRESH, writer -> writer),
            TestClient.udp(driver, "192.0.2.1:1").sealed(StunMethod.ALLOCATE, transport),
            {0x40, 0, 0, 1, 1},
        };
        for (int i = 0; i < sources; i++) {
            IpAddress ip =
                    i % 2 == 0
                            ? IpAddress.v4((int) random.nextLong())
                            : IpAddress.v6(0x2000000000000000L | i, random.nextLong());
            TransportAddress source = new TransportAddress(ip, 1 + random.nextInt(65_535));
            driver.fromClient(source, requests[i % requests.length]);
        }
    }

    @Test
    void tenThousandForgedSourcesLeaveNothing() {
        flood(10_000);
        assertThat(driver.sent).hasSizeGreaterThan(5_000);
        assertThat(driver.paths.size()).isZero();
        assertThat(driver.server.allocations()).isZero();
        assertThat(driver.server.streams()).isZero();
        assertThat(driver.server.relayPortsInUse()).isZero();
        assertThat(driver.server.nextTimeout()).isEqualTo(Deadlines.NONE);
        assertThat(driver.events).isEmpty();
    }

    @Test
    void theHeapIsNoLargerAfterMoreOfThem() {
        flood(20_000); // tables, caches and code settle
        driver.sent.clear();
        long before = usedHeap();
        flood(50_000);
        driver.sent.clear();
        long growth = usedHeap() - before;
        // An object for each source would be a megabyte and more.
        assertThat(growth).as("bytes").isLessThan(500_000);
    }

    private static long usedHeap() {
        Runtime runtime = Runtime.getRuntime();
        long used = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
        }
        return used;
    }
}
