package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A program whose quick end never comes. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SignalsTest {
    private static final String HOUR = "PT1H";
    private static final int BY_SIGTERM = 143;

    private @Nullable Running running;

    /** What is signalled. */
    static final class Stuck {
        private Stuck() {}

        public static void main(String[] args) throws InterruptedException {
            Signals signals = Signals.install();
            signals.onHurry(Duration.parse(args[0]), () -> System.out.println("in a hurry"));
            System.out.println("ready");
            signals.await();
            System.out.println("asked");
            Thread.currentThread().join();
        }
    }

    private Running hurried(String patience) throws IOException, InterruptedException {
        Running started = Running.start(Stuck.class.getName(), List.of(patience), Map.of());
        running = started;
        started.await("ready");
        started.signal("TERM");
        started.await("asked");
        started.signal("TERM");
        started.await("in a hurry");
        return started;
    }

    @AfterEach
    void kill() {
        if (running != null) {
            running.process.destroyForcibly();
        }
    }

    @Test
    void aThirdSignalEndsAtOnce() throws Exception {
        Running stuck = hurried(HOUR);
        stuck.signal("TERM"); // not INT: a shell without job control has its children ignore that
        assertThat(stuck.process.waitFor()).isEqualTo(BY_SIGTERM);
    }

    @Test
    void aQuickEndIsNotWaitedForForEver() throws Exception {
        assertThat(hurried("PT2S").process.waitFor()).isEqualTo(BY_SIGTERM);
    }
}
