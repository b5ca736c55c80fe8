package dev.parley.internet.tcp;

/**
 * How much may be on its way: slow start and congestion avoidance (RFC 5681), fast recovery with
 * partial acknowledgments (RFC 6582), limited transmit (RFC 3042). Positions are offsets in the
 * stream.
 */
final class NewReno {
    private static final int FIRST_SEGMENTS = 10; // RFC 6928
    private static final int DUPLICATES = 3;
    private static final long MOST = 1L << 30;

    private int mss;
    private long window;
    private long threshold = MOST;
    private long acked; // since the window grew last, in congestion avoidance
    private int duplicates;
    private boolean recovering;
    private long recover; // where recovery ends

    void begin(int mss) {
        this.mss = mss;
        window = (long) FIRST_SEGMENTS * mss;
    }

    void segmentSize(int mss) {
        this.mss = mss;
    }

    /** In bytes, from the oldest that is not acknowledged. */
    long window() {
        return recovering ? window : window + (long) Math.min(duplicates, 2) * mss;
    }

    /**
     * New bytes are acknowledged, up to {@code ack}.
     *
     * @param inFlight how much is still on its way
     * @return whether the segment after it is known to be lost
     */
    boolean acknowledged(long bytes, long ack, long inFlight) {
        duplicates = 0;
        if (recovering) {
            return recovering(bytes, ack, inFlight);
        }
        if (window >= 2 * (inFlight + bytes)) {
            return false; // it is not the window that holds us back
        }
        if (window < threshold) {
            window += Math.min(bytes, mss);
        } else {
            acked += bytes;
            if (acked >= window) {
                acked -= window;
                window += mss;
            }
        }
        window = Math.min(window, MOST);
        return false;
    }

    private boolean recovering(long bytes, long ack, long inFlight) {
        if (ack >= recover) {
            recovering = false;
            window = Math.min(threshold, Math.max(inFlight, mss) + mss);
            return false;
        }
        window = Math.max(window - bytes + (bytes >= mss ? mss : 0), mss);
        return true;
    }

    /**
     * The same acknowledgment again: something after it arrived.
     *
     * @param highest the end of what was sent
     * @return whether to send the first segment again now
     */
    boolean duplicate(long ack, long inFlight, long highest) {
        duplicates++;
        if (recovering) {
            window = Math.min(window + mss, MOST);
            return false;
        }
        if (duplicates != DUPLICATES || ack < recover) {
            return false;
        }
        threshold = Math.max(inFlight / 2, 2L * mss);
        window = threshold + (long) DUPLICATES * mss;
        recovering = true;
        recover = highest;
        return true;
    }

    /** Nothing came back in time: begin anew. */
    void timedOut(long inFlight, long highest) {
        if (window > mss) { // the second in a row says nothing new
            threshold = Math.max(inFlight / 2, 2L * mss);
        }
        window = mss;
        acked = 0;
        duplicates = 0;
        recovering = false;
        recover = highest;
    }
}
