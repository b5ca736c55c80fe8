package dev.parley.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How often lines of one kind may be written: some at once, then at a steady rate. For one thread
 * at a time; of many kinds those are forgotten that were last written longest ago.
 */
final class Repetition {
    /** The line is to be left out. */
    static final long NO = -1;

    private static final int MAX_KINDS = 256;

    private final int burst;
    private final long nanosPerLine;
    private final Map<String, Kind> kinds =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Kind> eldest) {
                    return size() > MAX_KINDS;
                }
            };

    /**
     * Counts lines of each kind on their own.
     *
     * @param burst how many may be written at once
     * @param nanosPerLine after how long one more may be written
     */
    Repetition(int burst, long nanosPerLine) {
        this.burst = burst;
        this.nanosPerLine = nanosPerLine;
    }

    /** Warnings and errors: whoever reads has understood after ten. */
    static Repetition ofTroubles() {
        return new Repetition(10, TimeUnit.SECONDS.toNanos(10));
    }

    /** What is written for each relay, or more often: as much as a disk does not mind. */
    static Repetition ofEvents() {
        return new Repetition(1000, TimeUnit.MILLISECONDS.toNanos(10));
    }

    /** {@link #NO}, or how many lines of this kind were left out since the last one written. */
    long admit(long now, String name) {
        Kind kind = kinds.computeIfAbsent(name, unknown -> new Kind(now));
        long free = now - burst * nanosPerLine;
        kind.paidUntil = Math.max(kind.paidUntil, free);
        if (kind.paidUntil + nanosPerLine > now) {
            kind.leftOut++;
            return NO;
        }
        kind.paidUntil += nanosPerLine;
        long leftOut = kind.leftOut;
        kind.leftOut = 0;
        return leftOut;
    }

    private final class Kind {
        /** Each line costs some time; as much of it as a burst costs is saved up at most. */
        long paidUntil;

        long leftOut;

        Kind(long now) {
            paidUntil = now - burst * nanosPerLine;
        }
    }
}
