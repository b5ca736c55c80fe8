package dev.parley.server.signaling;

import dev.parley.core.RandomSource;
import java.security.SecureRandom;

/** Randomness that cannot be guessed. */
final class SecureRandomSource implements RandomSource {
    private final SecureRandom random = new SecureRandom();

    @Override
    public void nextBytes(byte[] buf, int off, int len) {
        byte[] bytes = new byte[len];
        random.nextBytes(bytes);
        System.arraycopy(bytes, 0, buf, off, len);
    }

    @Override
    public long nextLong() {
        return random.nextLong();
    }
}
