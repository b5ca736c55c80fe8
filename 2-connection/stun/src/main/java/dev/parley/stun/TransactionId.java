package dev.parley.stun;

import dev.parley.core.Bytes;
import dev.parley.core.RandomSource;

/**
 * The 96 bits that join a response to its request, RFC 8489 section 5. They must be hard to guess,
 * so draw them from a secure source outside of tests.
 *
 * @param high the first 32 bits
 * @param low the last 64 bits
 */
public record TransactionId(int high, long low) {
    public static final int BYTES = 12;

    public static TransactionId random(RandomSource random) {
        return new TransactionId((int) random.nextLong(), random.nextLong());
    }

    /** Reads {@code buf[off, off+12)}. */
    public static TransactionId read(byte[] buf, int off) {
        return new TransactionId(Bytes.i32(buf, off), Bytes.i64(buf, off + 4));
    }

    /** Writes {@code buf[off, off+12)}. */
    public void write(byte[] buf, int off) {
        Bytes.i32(buf, off, high);
        Bytes.i64(buf, off + 4, low);
    }

    /** 24 hexadecimal digits. */
    @Override
    public String toString() {
        return String.format("%08x%016x", high, low);
    }
}
