package dev.parley.fuzz;

import dev.parley.core.RandomSource;
import java.util.Arrays;
import java.util.List;

/**
 * Makes new inputs of old ones: one to four small damages to a corpus file. The same seed makes the
 * same inputs.
 */
final class Mutator {
    private static final int MAX_LENGTH = 4096;
    private static final int[] EDGES = {
        0, 1, 3, 4, 7, 8, 16, 20, 0x7F, 0x80, 0xFF, 0x100, 0x7FFF, 0x8000, 0xFFFC, 0xFFFF
    };

    private final RandomSource random;
    private final List<byte[]> corpus;

    Mutator(RandomSource random, List<byte[]> corpus) {
        this.random = random;
        this.corpus = corpus;
    }

    byte[] next() {
        byte[] input = pick().clone();
        for (int left = 1 + random.nextInt(4); left > 0; left--) {
            input = damage(input);
        }
        return input;
    }

    private byte[] pick() {
        return corpus.get(random.nextInt(corpus.size()));
    }

    private byte[] damage(byte[] input) {
        if (input.length == 0) {
            return insert(input, 0, noise(1 + random.nextInt(8)));
        }
        int at = random.nextInt(input.length);
        return switch (random.nextInt(9)) {
            case 0 -> {
                input[at] ^= (byte) (1 << random.nextInt(8));
                yield input;
            }
            case 1 -> {
                input[at] = (byte) random.nextLong();
                yield input;
            }
            case 2 -> {
                input[at] += (byte) (random.nextInt(9) - 4);
                yield input;
            }
            case 3 -> edge(input, at);
            case 4 -> Arrays.copyOf(input, at);
            case 5 -> remove(input, at, Math.min(input.length - at, 1 + random.nextInt(8)));
            case 6 -> insert(input, at, noise(1 + random.nextInt(8)));
            case 7 -> insert(input, at & ~3, chunk(input));
            default -> insert(input, at & ~3, chunk(pick()));
        };
    }

    /** Lengths and counts are 16-bit numbers nearly everywhere. */
    private byte[] edge(byte[] input, int at) {
        int edge = EDGES[random.nextInt(EDGES.length)];
        input[at] = (byte) (edge >> 8);
        if (at + 1 < input.length) {
            input[at + 1] = (byte) edge;
        }
        return input;
    }

    private byte[] noise(int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise, 0, length);
        return noise;
    }

    /** A run of up to 64 bytes, on boundaries of four as most formats have them. */
    private byte[] chunk(byte[] from) {
        int start = random.nextInt(from.length + 1) & ~3;
        int length = 4 + (random.nextInt(61) & ~3);
        return Arrays.copyOfRange(from, start, Math.min(from.length, start + length));
    }

    private static byte[] remove(byte[] input, int at, int length) {
        byte[] shorter = new byte[input.length - length];
        System.arraycopy(input, 0, shorter, 0, at);
        System.arraycopy(input, at + length, shorter, at, shorter.length - at);
        return shorter;
    }

    private static byte[] insert(byte[] input, int at, byte[] what) {
        if (input.length + what.length > MAX_LENGTH) {
            return input;
        }
        byte[] longer = new byte[input.length + what.length];
        System.arraycopy(input, 0, longer, 0, at);
        System.arraycopy(what, 0, longer, at, what.length);
        System.arraycopy(input, at, longer, at + what.length, input.length - at);
        return longer;
    }
}
