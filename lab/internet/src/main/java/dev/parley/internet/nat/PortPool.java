package dev.parley.internet.nat;

import org.jspecify.annotations.Nullable;

/** Which ports of one outside address and protocol are taken; even and odd ones apart. */
final class PortPool {
    static final int NONE = -1;
    private static final int HALF = 32_768;

    private @Nullable BitTree even;
    private @Nullable BitTree odd;
    private final @Nullable BitTree pairs; // a pair is in it when one of its two ports is taken

    /**
     * @param pairs whether {@link #nextPair} will be asked
     */
    PortPool(boolean pairs) {
        this.pairs = pairs ? new BitTree(HALF) : null;
    }

    boolean isTaken(int port) {
        BitTree half = (port & 1) == 0 ? even : odd;
        return half != null && half.contains(port >>> 1);
    }

    void take(int port) {
        half(port & 1).add(port >>> 1);
        if (pairs != null) {
            pairs.add(port >>> 1);
        }
    }

    void release(int port) {
        half(port & 1).remove(port >>> 1);
        if (pairs != null && !isTaken(port ^ 1)) {
            pairs.remove(port >>> 1);
        }
    }

    /** The next free port from {@code start} on, going round within {@code [from, until)}. */
    int next(int start, int from, int until) {
        int upwards = lower(nextOf(start, 0, until), nextOf(start, 1, until));
        if (upwards != NONE) {
            return upwards;
        }
        return lower(nextOf(from, 0, start), nextOf(from, 1, start));
    }

    /** The same among ports of one parity; {@code start} has it. */
    int nextOfParity(int start, int from, int until) {
        int upwards = nextOf(start, start & 1, until);
        return upwards != NONE ? upwards : nextOf(from, start & 1, start);
    }

    /** The even one of the next two neighbours that are both free, from {@code start} on. */
    int nextPair(int start, int from, int until) {
        BitTree known = pairs;
        if (known == null) {
            throw new IllegalStateException("this pool does not know its pairs");
        }
        int pair = known.nextMissing(start >>> 1, from >>> 1, until >>> 1);
        return pair < 0 ? NONE : pair << 1;
    }

    private int nextOf(int from, int parity, int until) {
        int index = half(parity).nextMissing((from + 1 - parity) >>> 1);
        int port = index << 1 | parity;
        return index >= 0 && port < until ? port : NONE;
    }

    private static int lower(int one, int other) {
        if (one == NONE || other == NONE) {
            return Math.max(one, other);
        }
        return Math.min(one, other);
    }

    private BitTree half(int parity) {
        BitTree half = parity == 0 ? even : odd;
        if (half == null) {
            half = new BitTree(HALF);
            if (parity == 0) {
                even = half;
            } else {
                odd = half;
            }
        }
        return half;
    }
}
