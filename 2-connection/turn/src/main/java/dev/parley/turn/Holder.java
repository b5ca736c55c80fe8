package dev.parley.turn;

/** Somebody who may have allocations, a user or a network: how many, and how fast they came. */
class Holder {
    /** What may come at once, in seconds of the rate, where the quota is not more. */
    private static final int BURST_SECONDS = 3;

    int allocations;

    /** How many of those that came lately were more than the rate, as of that time. */
    private double ahead;

    private long aheadAt;

    /**
     * Whether one more would come too fast.
     *
     * @param quota as many may come at once, since as many may be had
     */
    final boolean isTooFast(long now, int perSecond, int quota) {
        return ahead(now, perSecond) + 1 > Math.max(quota, BURST_SECONDS * (long) perSecond);
    }

    /** Counts one more. */
    final void takeOne(long now, int perSecond) {
        ahead = ahead(now, perSecond) + 1;
        aheadAt = now;
        allocations++;
    }

    /** Whether there is nothing to count. */
    boolean holdsNothing() {
        return allocations == 0;
    }

    /** Whether a new one in its place would be no other, but for what it holds. */
    boolean isAsNew(long now, int perSecond) {
        return ahead(now, perSecond) == 0;
    }

    private double ahead(long now, int perSecond) {
        long passed = Math.max(0, now - aheadAt); // another core may tell an earlier time
        return ahead == 0 ? 0 : Math.max(0, ahead - passed / 1e9 * perSecond);
    }
}
