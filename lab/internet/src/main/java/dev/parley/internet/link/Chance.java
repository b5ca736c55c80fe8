package dev.parley.internet.link;

import dev.parley.core.RandomSource;

/** Something that happens with a probability. Certain things draw no randomness. */
final class Chance {
    private static final double ONE = 0x1p63;

    private final long threshold; // of 63 random bits; MAX_VALUE for always

    private Chance(long threshold) {
        this.threshold = threshold;
    }

    /**
     * @param probability 0 to 1
     */
    static Chance of(double probability) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("a probability is 0 to 1, not " + probability);
        }
        return new Chance((long) (probability * ONE)); // 1 becomes the largest long
    }

    boolean strikes(RandomSource random) {
        if (threshold == 0) {
            return false;
        }
        return threshold == Long.MAX_VALUE || random.nextLong() >>> 1 < threshold;
    }
}
