package dev.parley.internet.tcp;

/** How many bytes go into a segment: what both ends and the way between them allow. */
final class SegmentSize {
    private static final int SMALLEST_MTU_V4 = 576;
    private static final int SMALLEST_MTU_V6 = 1280;
    private static final int CAUTIOUS = 1220; // fits nearly every way
    private static final int SMALLEST = 536;
    private static final int TRIES_BEFORE_CAUTION = 2;
    private static final int TRIES_BEFORE_SMALLEST = 4;

    private final boolean v6;
    private final int headers;
    private int bytes;

    SegmentSize(boolean v6, int mtuBytes) {
        this.v6 = v6;
        headers = v6 ? 60 : 40;
        bytes = mtuBytes - headers;
    }

    int bytes() {
        return bytes;
    }

    /** The other end takes no more than that. */
    void limit(int mss) {
        bytes = Math.min(bytes, mss);
    }

    /** A router says what fits; whether that is less than we thought. */
    boolean tooBig(int mtuBytes) {
        int fits = Math.max(mtuBytes, v6 ? SMALLEST_MTU_V6 : SMALLEST_MTU_V4) - headers;
        return shrink(fits);
    }

    /** Nothing got through for so many tries: perhaps large packets vanish without a word. */
    boolean suspectBlackHole(int tries) {
        if (tries >= TRIES_BEFORE_SMALLEST && !v6) {
            return shrink(SMALLEST);
        }
        return tries >= TRIES_BEFORE_CAUTION && shrink(CAUTIOUS);
    }

    private boolean shrink(int to) {
        if (to >= bytes) {
            return false;
        }
        bytes = to;
        return true;
    }
}
