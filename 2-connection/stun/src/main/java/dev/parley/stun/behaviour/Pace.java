package dev.parley.stun.behaviour;

/**
 * How often a question is repeated and when silence counts as the answer. Silence is what half of
 * the tests wait for, so a question goes out steadily instead of at doubling distances: more tries
 * in the same time.
 *
 * @param firstWaitNanos between the first and the second time; twice that between all others
 * @param timeoutNanos from the first time on
 */
record Pace(long firstWaitNanos, long timeoutNanos) {
    private static final long MILLI = 1_000_000;

    /** While nothing is known of the way. */
    static Pace first(long timeoutNanos) {
        return new Pace(250 * MILLI, timeoutNanos);
    }

    /** Once a round trip has been measured: seven tries, a second at least. */
    static Pace after(long rttNanos, long timeoutNanos) {
        long wait = Math.clamp(2 * rttNanos, 50 * MILLI, 500 * MILLI);
        return new Pace(wait, Math.min(Math.max(15 * wait, 1000 * MILLI), timeoutNanos));
    }

    /** How long to wait after the {@code sent}th time. */
    long waitNanos(int sent) {
        return sent == 1 ? firstWaitNanos : 2 * firstWaitNanos;
    }
}
