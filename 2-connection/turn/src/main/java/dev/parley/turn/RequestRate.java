package dev.parley.turn;

/**
 * How often one client may ask, once it has an allocation: more than that is dropped before its
 * proof is looked at, since looking and answering cost more than a relayed packet. Only requests
 * that were proved count, so nobody can use up the share of another by a forged address.
 *
 * <p>It is one number, the time at which the whole share is there again.
 */
final class RequestRate {
    static final int PER_SECOND = 50;

    /** All permissions and channels that there can be by default, and both again. */
    static final int BURST = 512;

    private static final long INTERVAL_NANOS = 1_000_000_000L / PER_SECOND;
    private static final long BURST_NANOS = BURST * INTERVAL_NANOS;

    private long fullAt;

    RequestRate(long now) {
        fullAt = now;
    }

    /** Whether nothing is left. */
    boolean isSpent(long now) {
        return missingNanos(now) + INTERVAL_NANOS > BURST_NANOS;
    }

    /** Counts one request. */
    void spend(long now) {
        fullAt = now + missingNanos(now) + INTERVAL_NANOS;
    }

    private long missingNanos(long now) {
        return Math.max(0, fullAt - now);
    }
}
