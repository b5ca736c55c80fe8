package dev.parley.turn;

/**
 * So many things a second in the long run, and some at once after a quiet time. Who is limited is
 * one number, the time at which his whole share is there again: each thing moves it on by one
 * interval, and none is left when that would lead further ahead than the burst.
 */
record RateLimit(long intervalNanos, long burstNanos) {

    static RateLimit of(int perSecond, int burst) {
        long interval = 1_000_000_000L / perSecond;
        return new RateLimit(interval, interval * burst);
    }

    /** Whether nothing is left of the share that is whole again at {@code fullAt}. */
    boolean isSpent(long now, long fullAt) {
        return missingNanos(now, fullAt) + intervalNanos > burstNanos;
    }

    /** When the share is whole again once one more is taken. */
    long spend(long now, long fullAt) {
        return now + missingNanos(now, fullAt) + intervalNanos;
    }

    private static long missingNanos(long now, long fullAt) {
        return Math.max(0, fullAt - now);
    }
}
