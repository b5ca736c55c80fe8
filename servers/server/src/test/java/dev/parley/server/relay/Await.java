package dev.parley.server.relay;

import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for something another thread does, for a bounded time. */
public final class Await {
    private static final long LIMIT_NANOS = 10_000_000_000L;

    private Await() {}

    public static void until(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + LIMIT_NANOS;
        while (!condition.call()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("nothing happened for 10 s");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
