package dev.parley.turn;

/**
 * How often one client may ask, once it has an allocation: more than that is dropped before its
 * proof is looked at, since looking and answering cost more than a relayed packet. Only requests
 * that were proved count, so nobody can use up the share of another by a forged address.
 */
final class RequestRate {
    static final int PER_SECOND = 50;

    /** All permissions and channels that there can be by default, and both again. */
    static final int BURST = 512;

    private static final RateLimit LIMIT = RateLimit.of(PER_SECOND, BURST);

    private long fullAt;

    RequestRate(long now) {
        fullAt = now;
    }

    /** Whether nothing is left. */
    boolean isSpent(long now) {
        return LIMIT.isSpent(now, fullAt);
    }

    /** Counts one request. */
    void spend(long now) {
        fullAt = LIMIT.spend(now, fullAt);
    }
}
