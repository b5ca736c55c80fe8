package dev.parley.signal;

/**
 * A {@link Rate} being used up, as one number: the time at which the bucket would be full again
 * (the virtual scheduling form of the leaky bucket).
 */
final class TokenBucket {
    private final long nanosPerToken;
    private final long depthNanos;
    private long fullAt;

    TokenBucket(Rate rate, long now) {
        nanosPerToken = Math.max(1, Math.round(1e9 / rate.perSecond()));
        depthNanos = nanosPerToken * rate.burst();
        fullAt = now;
    }

    /** Takes tokens if they are there; more than a whole bucket counts as a whole bucket. */
    boolean take(long now, int tokens) {
        long wanted = Math.min(tokens * nanosPerToken, depthNanos);
        long then = Math.max(fullAt, now) + wanted;
        if (then - now > depthNanos) {
            return false;
        }
        fullAt = then;
        return true;
    }

    /** Takes tokens even if they are not there. */
    void charge(long now, int tokens) {
        fullAt = Math.max(fullAt, now) + tokens * nanosPerToken;
    }

    boolean isFull(long now) {
        return fullAt <= now;
    }

    long fullAt() {
        return fullAt;
    }

    /** How long until {@code tokens} are there. */
    long nanosUntil(long now, int tokens) {
        return Math.max(
                0, fullAt + Math.min(tokens * nanosPerToken, depthNanos) - depthNanos - now);
    }
}
