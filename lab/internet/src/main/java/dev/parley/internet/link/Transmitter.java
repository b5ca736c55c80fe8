package dev.parley.internet.link;

import java.math.BigInteger;

/** Puts one packet after the other on the line, at so many bits a second. */
final class Transmitter {
    private static final long SECOND = 1_000_000_000;

    private final long bitsPerSecond; // 0: all at once
    private long busyUntil = Long.MIN_VALUE;

    Transmitter(long bitsPerSecond) {
        this.bitsPerSecond = bitsPerSecond;
    }

    boolean isBusy(long now) {
        return busyUntil > now;
    }

    /** When it takes the next packet; in the past when it is idle. */
    long busyUntil() {
        return busyUntil;
    }

    /** How long the line is busy with so many bytes. */
    long nanosFor(int bytes) {
        return bitsPerSecond == 0 ? 0 : (bytes * 8L * SECOND + bitsPerSecond - 1) / bitsPerSecond;
    }

    /** The same for as many bytes as a queue may hold: without overflow, and slower. */
    long nanosForQueue(int bytes) {
        if (bitsPerSecond == 0) {
            return 0;
        }
        return BigInteger.valueOf(bytes * 8L)
                .multiply(BigInteger.valueOf(SECOND))
                .divide(BigInteger.valueOf(bitsPerSecond))
                .longValueExact();
    }

    /** Begins with a packet at {@code start}; returns when its last bit has left. */
    long begin(long start, int bytes) {
        busyUntil = start + nanosFor(bytes);
        return busyUntil;
    }

    /** Goes on from where the other one was. */
    void takeOver(Transmitter other) {
        busyUntil = other.busyUntil;
    }
}
