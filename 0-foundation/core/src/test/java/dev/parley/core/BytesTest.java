package dev.parley.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class BytesTest {
    private final byte[] buf = new byte[16];

    @Test
    void writesNetworkByteOrder() {
        Bytes.u16(buf, 1, 0x1234);
        Bytes.i32(buf, 3, 0x89ABCDEF);
        Bytes.i64(buf, 7, 0x0102030405060708L);
        assertThat(buf)
                .containsExactly(0, 0x12, 0x34, 0x89, 0xAB, 0xCD, 0xEF, 1, 2, 3, 4, 5, 6, 7, 8, 0);
    }

    @Test
    void readsUnsignedValuesAsSuch() {
        Bytes.i64(buf, 0, -1);
        assertThat(Bytes.u8(buf, 0)).isEqualTo(0xFF);
        assertThat(Bytes.u16(buf, 0)).isEqualTo(0xFFFF);
        assertThat(Bytes.u32(buf, 0)).isEqualTo(0xFFFF_FFFFL);
        assertThat(Bytes.i32(buf, 0)).isEqualTo(-1);
        assertThat(Bytes.i64(buf, 0)).isEqualTo(-1L);
    }

    @Test
    void keepsOnlyTheLowSixteenBits() {
        Bytes.u16(buf, 0, 0x5_0001);
        assertThat(Bytes.u16(buf, 0)).isEqualTo(1);
        assertThat(Bytes.u16(buf, 2)).isZero();
    }

    @Test
    void agreesWithByteBufferAtEveryOffset() {
        Seeds.forEach(100, this::compareWithByteBuffer);
    }

    private void compareWithByteBuffer(long seed) {
        RandomSource.seeded(seed).nextBytes(buf, 0, buf.length);
        ByteBuffer want = ByteBuffer.wrap(buf);
        for (int off = 0; off <= buf.length - 8; off++) {
            assertThat(Bytes.u16(buf, off)).isEqualTo(want.getShort(off) & 0xFFFF);
            assertThat(Bytes.i32(buf, off)).isEqualTo(want.getInt(off));
            assertThat(Bytes.i64(buf, off)).isEqualTo(want.getLong(off));
        }
    }

    @Test
    void neverReadsBeyondTheArray() {
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> Bytes.i32(buf, 13));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> Bytes.u16(buf, -1));
    }
}
