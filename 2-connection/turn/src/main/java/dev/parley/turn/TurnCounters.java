package dev.parley.turn;

/**
 * The figures of one server core. Written by the core's thread as plain longs; another thread that
 * reads them for a graph sees each of them whole, and a little late.
 */
public final class TurnCounters {
    private final long[] values = new long[TurnCounter.values().length];

    TurnCounters() {}

    public long value(TurnCounter counter) {
        return values[counter.ordinal()];
    }

    void count(TurnCounter counter) {
        values[counter.ordinal()]++;
    }

    void count(TurnCounter counter, long by) {
        values[counter.ordinal()] += by;
    }
}
