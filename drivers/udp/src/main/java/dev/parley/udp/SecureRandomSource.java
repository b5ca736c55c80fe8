package dev.parley.udp;

import dev.parley.core.Bytes;
import dev.parley.core.RandomSource;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Randomness of the system for a core: unpredictable, drawn in blocks because each call of {@link
 * SecureRandom} costs much more than its bytes. What was handed out is wiped. For one thread.
 */
public final class SecureRandomSource implements RandomSource {
    private static final int BLOCK_BYTES = 512;

    private final SecureRandom random;
    private final byte[] block = new byte[BLOCK_BYTES];
    private int used = BLOCK_BYTES;

    public SecureRandomSource() {
        this(new SecureRandom());
    }

    public SecureRandomSource(SecureRandom random) {
        this.random = random;
    }

    @Override
    public void nextBytes(byte[] buf, int off, int len) {
        for (int done = 0; done < len; ) {
            int take = Math.min(len - done, available());
            System.arraycopy(block, used, buf, off + done, take);
            wipe(take);
            done += take;
        }
    }

    @Override
    public long nextLong() {
        if (BLOCK_BYTES - used < Long.BYTES) {
            used = BLOCK_BYTES; // a value never straddles two blocks
        }
        available();
        long value = Bytes.i64(block, used);
        wipe(Long.BYTES);
        return value;
    }

    private int available() {
        if (used == BLOCK_BYTES) {
            random.nextBytes(block);
            used = 0;
        }
        return BLOCK_BYTES - used;
    }

    private void wipe(int bytes) {
        Arrays.fill(block, used, used + bytes, (byte) 0);
        used += bytes;
    }
}
