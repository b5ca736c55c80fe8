package dev.parley.core;

/** SplitMix64: the same seed gives the same sequence on every machine and in every release. */
final class SeededRandom implements RandomSource {
    private long state;

    SeededRandom(long seed) {
        state = seed;
    }

    @Override
    public long nextLong() {
        state += 0x9E3779B97F4A7C15L;
        long z = state;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    @Override
    public void nextBytes(byte[] buf, int off, int len) {
        for (int i = 0; i < len; ) {
            long bits = nextLong();
            for (int n = Math.min(8, len - i); n > 0; n--, bits >>>= 8) {
                buf[off + i++] = (byte) bits;
            }
        }
    }
}
