package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A program whose quick end never comes. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SignalsTest {
    private static final int BY_SIGINT = 130;
    private static final int BY_SIGTERM = 143;

    private @Nullable Running running;

    /** What is signalled. */
    static final class Stuck {
        private Stuck() {}

        public static void main(String[] args) throws InterruptedException {
            Signals signals = Signals.install();
            signals.onHurry(() -> System.out.println("in a hurry"));
            System.out.println("ready");
            signals.await();
            System.out.println("asked");
            Thread.currentThread().join();
        }
    }

    private Running hurried() throws IOException, InterruptedException {
        Running started = Running.start(Stuck.class.getName(), List.of(), Map.of());
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
        Running stuck = hurried();
        stuck.signal("INT"); // so that its code tells it from the end of patience
        assertThat(stuck.process.waitFor()).isEqualTo(BY_SIGINT);
    }

    @Test
    void aQuickEndIsNotWaitedForForEver() throws Exception {
        assertThat(hurried().process.waitFor()).isEqualTo(BY_SIGTERM);
    }
}
