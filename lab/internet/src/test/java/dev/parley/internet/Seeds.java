package dev.parley.internet;

import java.util.function.LongConsumer;

/** Runs a property for a number of seeds and names the seed that broke it. */
public final class Seeds {
    /**
     * {@code -Dparley.seed=N} starts elsewhere: a long run takes fresh ones, a repetition the same.
     */
    private static final long FIRST = Long.getLong("parley.seed", 1);

    private Seeds() {}

    public static void forEach(int count, LongConsumer property) {
        for (long seed = FIRST; seed < FIRST + count; seed++) {
            try {
                property.accept(seed);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("broken with -Dparley.seed=" + seed, e);
            }
        }
    }
}
