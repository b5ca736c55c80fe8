package dev.parley.internet.tcp;

/**
 * When to send again: RFC 6298.
 *
 * <p>DEVIATION: the shortest time is 200 milliseconds, as in the systems that people use, and not a
 * second (rule 2.4).
 */
final class RoundTripTime {
    private static final long MILLI = 1_000_000;
    private static final long FIRST = 1000 * MILLI;
    private static final long AFTER_LOST_SYN = 3000 * MILLI; // rule 5.7
    private static final long SHORTEST = 200 * MILLI;
    private static final long LONGEST = 60_000 * MILLI;

    private long smoothed; // 0: not measured yet
    private long variation;
    private long timeout = FIRST;
    private int doublings;

    /** Rules 2.2 and 2.3, with alpha 1/8 and beta 1/4. */
    void measured(long nanos) {
        if (smoothed == 0) {
            smoothed = nanos;
            variation = nanos / 2;
        } else {
            variation += (Math.abs(smoothed - nanos) - variation) / 4;
            smoothed += (nanos - smoothed) / 8;
        }
        timeout = Math.clamp(smoothed + 4 * variation, SHORTEST, LONGEST);
        doublings = 0;
    }

    /** The opening segment got lost, so nothing could be measured. */
    void synWasLost() {
        timeout = AFTER_LOST_SYN;
        doublings = 0;
    }

    /** Rule 5.5. */
    void backOff() {
        doublings = Math.min(doublings + 1, 16);
    }

    /** Something new arrived: it is not the way that is broken. */
    void progress() {
        doublings = 0;
    }

    long timeoutNanos() {
        return Math.min(timeout << doublings, LONGEST);
    }
}
