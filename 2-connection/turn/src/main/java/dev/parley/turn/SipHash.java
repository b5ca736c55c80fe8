package dev.parley.turn;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * SipHash-2-4 with 128 bits of result (Aumasson and Bernstein, 2012): a message authentication code
 * for short messages under a key of 128 bits. Without the key its results cannot be told from
 * random ones, so to forge one is to guess it. It takes some 20 ns where an HMAC-SHA256 takes ten
 * times that even with the processor's help, and makes no garbage.
 *
 * <p>For one thread, as it keeps its result.
 */
final class SipHash {
    static final int KEY_BYTES = 16;

    /** Bytes of a result. */
    static final int BYTES = 16;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int LONG_RESULT = 0xEE;
    private static final int SECOND_HALF = 0xDD;

    private final long key0;
    private final long key1;
    private long v0;
    private long v1;
    private long v2;
    private long v3;

    /**
     * @param key its first 16 bytes, random and secret
     */
    SipHash(byte[] key) {
        key0 = (long) LONG.get(key, 0);
        key1 = (long) LONG.get(key, Long.BYTES);
    }

    /** Writes the code of {@code buf[off, off+len)} at {@code out[0]}: 16 bytes. */
    void compute(byte[] buf, int off, int len, byte[] out) {
        v0 = key0 ^ 0x736F6D6570736575L;
        v1 = key1 ^ 0x646F72616E646F6DL ^ LONG_RESULT;
        v2 = key0 ^ 0x6C7967656E657261L;
        v3 = key1 ^ 0x7465646279746573L;
        int whole = len & -Long.BYTES;
        for (int i = 0; i < whole; i += Long.BYTES) {
            take((long) LONG.get(buf, off + i));
        }
        long last = (long) len << 56;
        for (int i = whole; i < len; i++) {
            last |= (buf[off + i] & 0xFFL) << (8 * (i - whole));
        }
        take(last);
        v2 ^= LONG_RESULT;
        finish();
        LONG.set(out, 0, v0 ^ v1 ^ v2 ^ v3);
        v1 ^= SECOND_HALF;
        finish();
        LONG.set(out, Long.BYTES, v0 ^ v1 ^ v2 ^ v3);
    }

    private void take(long word) {
        v3 ^= word;
        round();
        round();
        v0 ^= word;
    }

    private void finish() {
        round();
        round();
        round();
        round();
    }

    private void round() {
        v0 += v1;
        v2 += v3;
        v1 = Long.rotateLeft(v1, 13) ^ v0;
        v3 = Long.rotateLeft(v3, 16) ^ v2;
        v0 = Long.rotateLeft(v0, 32);
        v2 += v1;
        v0 += v3;
        v1 = Long.rotateLeft(v1, 17) ^ v2;
        v3 = Long.rotateLeft(v3, 21) ^ v0;
        v2 = Long.rotateLeft(v2, 32);
    }
}
