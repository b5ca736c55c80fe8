package dev.parley.siege;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Has somebody send at a steady rate, some each millisecond. When the machine does not let us run
 * in time, what was missed is sent then, up to a hundredth of a second's worth; more is given up.
 */
final class Pacer {
    private static final long TICK_NANOS = 1_000_000;
    private static final double MOST_AT_ONCE_SECONDS = 0.01;

    /** Sends so many. */
    @FunctionalInterface
    interface Sender {
        void send(int count) throws IOException;
    }

    /** Takes what has come. */
    @FunctionalInterface
    interface Taker {
        void take() throws IOException;
    }

    private Pacer() {}

    /** What was reached: packets, and for how long. */
    record Reached(long packets, long nanos) {
        double perSecond() {
            return packets * 1e9 / nanos;
        }
    }

    /**
     * Runs for that long, and until one was sent.
     *
     * @param taker is asked about each millisecond
     */
    static Reached run(int perSecond, Duration time, Sender sender, Taker taker)
            throws IOException {
        int most = Math.max(1, (int) (perSecond * MOST_AT_ONCE_SECONDS));
        long began = System.nanoTime();
        long end = began + time.toNanos();
        long sent = 0;
        long owed = 0; // given up
        for (long now = began; now - end < 0 || sent == 0; now = System.nanoTime()) {
            long due = (long) ((now - began) / 1e9 * perSecond) - sent - owed;
            if (due > most) {
                owed += due - most;
                due = most;
            }
            if (due > 0) {
                sender.send((int) due);
                sent += due;
            }
            taker.take();
            LockSupport.parkNanos(TICK_NANOS - (System.nanoTime() - now));
        }
        return new Reached(sent, System.nanoTime() - began);
    }
}
