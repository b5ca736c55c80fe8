package dev.parley.siege;

import dev.parley.core.RandomSource;
import java.util.Arrays;

/** Messages with one to four small damages. */
final class Mutations {
    private static final int[] EDGES = {0, 1, 3, 4, 8, 20, 0x7F, 0xFF, 0x7FFF, 0xFFFC, 0xFFFF};

    private final RandomSource random;

    Mutations(RandomSource random) {
        this.random = random;
    }

    byte[] of(byte[] valid) {
        byte[] message = valid.clone();
        for (int left = 1 + random.nextInt(4); left > 0; left--) {
            message = damage(message);
        }
        return message;
    }

    private byte[] damage(byte[] message) {
        if (message.length == 0) {
            return new byte[] {(byte) random.nextLong()};
        }
        int at = random.nextInt(message.length);
        switch (random.nextInt(5)) {
            case 0 -> message[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> message[at] = (byte) random.nextLong();
            case 2 -> {
                int edge = EDGES[random.nextInt(EDGES.length)];
                message[at] = (byte) (edge >> 8);
                message[Math.min(at + 1, message.length - 1)] = (byte) edge;
            }
            case 3 -> {
                return Arrays.copyOf(message, at);
            }
            default -> {
                return Arrays.copyOf(message, message.length + 1 + random.nextInt(40));
            }
        }
        return message;
    }
}
