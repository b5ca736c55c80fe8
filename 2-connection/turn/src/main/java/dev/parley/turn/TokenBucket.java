package dev.parley.turn;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A rate of bytes with a burst, for several threads. There is nothing to refill: the bucket is one
 * number, the time at which it will be full again, and taking bytes moves that time on.
 *
 * <p>All who take from one bucket tell the time of the same clock. Who is late finds less in it,
 * never more.
 */
final class TokenBucket {
    /** What a bucket holds: half a second, and in any case the largest datagram. */
    private static final double BURST_SECONDS = 0.5;

    private static final int LEAST_BURST_BYTES = 64 * 1024;

    private static final long UNTOUCHED = Long.MIN_VALUE;

    private final long bytesPerSecond;
    private final double bytesPerNano;
    private final double nanosPerByte;
    private final long burstNanos;
    private final AtomicLong fullAt = new AtomicLong(UNTOUCHED);

    /**
     * A full one.
     *
     * @param bytesPerSecond at least 1
     */
    TokenBucket(long bytesPerSecond) {
        this.bytesPerSecond = bytesPerSecond;
        bytesPerNano = bytesPerSecond / 1e9;
        nanosPerByte = 1e9 / bytesPerSecond;
        burstNanos = (long) (burstBytes(bytesPerSecond) * nanosPerByte);
    }

    /**
     * The former one if that is its rate, else a full one; null without a limit.
     *
     * @param bytesPerSecond 0 for no limit
     */
    static @Nullable TokenBucket of(long bytesPerSecond, @Nullable TokenBucket former) {
        if (bytesPerSecond == 0) {
            return null;
        }
        return former != null && former.bytesPerSecond == bytesPerSecond
                ? former
                : new TokenBucket(bytesPerSecond);
    }

    static long burstBytes(long bytesPerSecond) {
        return Math.max(LEAST_BURST_BYTES, (long) (bytesPerSecond * BURST_SECONDS));
    }

    /** Takes as many of the bytes as there are, and returns how many. */
    long take(long now, long bytes) {
        while (true) {
            long seen = fullAt.get();
            long missing = missingNanos(seen, now);
            // Rounded, so that what was just refused as a whole does not fit by a fraction.
            long there = Math.round((burstNanos - missing) * bytesPerNano);
            long taken = Math.min(bytes, Math.max(0, there));
            if (taken == 0) {
                return 0;
            }
            long next = now + missing + Math.round(taken * nanosPerByte);
            if (fullAt.compareAndSet(seen, next)) {
                return taken;
            }
        }
    }

    /**
     * Takes bytes that have passed already, more than there are if need be.
     *
     * @param mostDebt of what it may owe at most, in bytes
     * @return how long to wait until it owes nothing, in nanoseconds
     */
    long charge(long now, long bytes, long mostDebt) {
        long most = burstNanos + (long) Math.min(mostDebt * nanosPerByte, Long.MAX_VALUE / 4.0);
        while (true) {
            long seen = fullAt.get();
            long missing =
                    Math.min(missingNanos(seen, now) + Math.round(bytes * nanosPerByte), most);
            if (fullAt.compareAndSet(seen, now + missing)) {
                return Math.max(0, missing - burstNanos);
            }
        }
    }

    /** Puts bytes back that were taken and not used. */
    void giveBack(long bytes) {
        fullAt.addAndGet(-Math.round(bytes * nanosPerByte));
    }

    boolean isFull(long now) {
        return missingNanos(fullAt.get(), now) == 0;
    }

    /** How long it takes to be full. */
    private static long missingNanos(long seen, long now) {
        return seen == UNTOUCHED ? 0 : Math.max(0, seen - now);
    }
}
