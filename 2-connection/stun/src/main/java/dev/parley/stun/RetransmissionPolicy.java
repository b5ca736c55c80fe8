package dev.parley.stun;

/**
 * How often and how long a request is sent, RFC 8489 section 6.2.
 *
 * <p>Over UDP the request goes out {@code requests} times, the waits doubling from {@code rtoNanos}
 * on; after the last one the client waits {@code lastWaitFactor * rtoNanos}. With the defaults it
 * is sent at 0, 0.5, 1.5, 3.5, 7.5, 15.5 and 31.5 seconds and given up at 39.5. Over a stream it is
 * sent once and given up after {@code streamTimeoutNanos} (Ti).
 *
 * <p>DEVIATION: RTO is what the caller says; no round trips are remembered to derive it from.
 *
 * @param rtoNanos the first wait (RTO)
 * @param requests how many times a request is sent (Rc)
 * @param lastWaitFactor how many RTO to wait after the last one (Rm)
 */
public record RetransmissionPolicy(
        long rtoNanos, int requests, int lastWaitFactor, long streamTimeoutNanos) {
    public static final RetransmissionPolicy RFC_8489 =
            new RetransmissionPolicy(500_000_000L, 7, 16, 39_500_000_000L);

    public RetransmissionPolicy {
        if (rtoNanos <= 0 || requests < 1 || lastWaitFactor < 1 || streamTimeoutNanos <= 0) {
            throw new IllegalArgumentException("waits and counts are positive");
        }
        if (requests > 16) {
            throw new IllegalArgumentException("the wait doubles each time: 16 requests at most");
        }
    }

    /** The same with another first wait, as a measured round trip or a hurry may suggest. */
    public RetransmissionPolicy withRtoNanos(long rtoNanos) {
        return new RetransmissionPolicy(rtoNanos, requests, lastWaitFactor, streamTimeoutNanos);
    }

    /**
     * How long to wait over UDP.
     *
     * @param sent how many times the request was sent so far, at least once
     */
    public long waitNanos(int sent) {
        return sent < requests ? rtoNanos << (sent - 1) : rtoNanos * lastWaitFactor;
    }
}
