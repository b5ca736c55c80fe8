package dev.parley.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.core.TransportAddress;
import dev.parley.udp.linux.LinuxDriver;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class LinuxDriverTest extends UdpDriverTest {
    @Override
    UdpDriver newDriver() throws IOException {
        assumeTrue(LinuxDriver.whyNot() == null, LinuxDriver::whyNot);
        return new LinuxDriver();
    }

    @Test
    void isWhatAutoMeans() throws IOException {
        try (UdpDriver auto = UdpBackend.AUTO.open()) {
            assertThat(auto).isInstanceOf(LinuxDriver.class);
        }
    }

    @Test
    void takesABurstApartThatTheSystemGluedTogether() throws Exception {
        put("aaaabbbbccccdd");
        assertThat(one.send(memory, 0, 14, 4, to(two), false)).isEqualTo(4);
        AtomicInteger glued = new AtomicInteger();
        long end = System.nanoTime() + 10_000_000_000L;
        while (received.size() < 4 && System.nanoTime() < end) {
            driver.poll(
                    100_000_000,
                    (socket, batch) -> {
                        received(socket, batch);
                        for (int i = 0; i < batch.count(); i++) {
                            glued.addAndGet(batch.isGlued(i) ? 1 : 0);
                        }
                    });
        }
        String from = "2 from " + one.local() + ": ";
        assertThat(received)
                .containsExactly(from + "aaaa", from + "bbbb", from + "cccc", from + "dd");
        assertThat(glued).as("datagrams that came as part of a larger message").hasValue(3);
    }

    @Test
    void keepsNoDescriptorAfterClosing() throws Exception {
        long before = descriptors();
        for (int i = 0; i < 50; i++) {
            try (UdpDriver other = newDriver()) {
                other.bind(1, TransportAddress.parse("127.0.0.1:0"), UdpOptions.SINGLE);
                other.wakeup();
            }
        }
        assertThat(descriptors()).isLessThanOrEqualTo(before + 2);
    }

    private static long descriptors() throws IOException {
        try (var files = java.nio.file.Files.list(java.nio.file.Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }
}
