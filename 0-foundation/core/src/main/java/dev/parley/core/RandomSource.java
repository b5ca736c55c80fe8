package dev.parley.core;

/**
 * Randomness, handed to a core by whoever owns it: a {@code SecureRandom} in production, a seed in
 * tests and simulations.
 */
public interface RandomSource {

    /** Fills {@code buf[off, off+len)}. */
    void nextBytes(byte[] buf, int off, int len);

    long nextLong();

    /** Uniform in {@code [0, bound)}; {@code bound} is positive. */
    default int nextInt(int bound) {
        return (int) Math.unsignedMultiplyHigh(nextLong(), bound);
    }

    /** A reproducible sequence for tests and simulations; never for secrets. */
    static RandomSource seeded(long seed) {
        return new SeededRandom(seed);
    }
}
