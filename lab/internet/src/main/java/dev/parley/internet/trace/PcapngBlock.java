package dev.parley.internet.trace;

import dev.parley.core.Bytes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One block of a pcapng file while it is put together: type, length, fields, options, length again,
 * all padded to 32 bits. Big-endian, as the section header says.
 */
final class PcapngBlock {
    private static final int TYPE_AND_LENGTH = 8;
    private static final int END_OF_OPTIONS = 0;

    private byte[] bytes = new byte[256];
    private int length;

    PcapngBlock begin(int type) {
        Arrays.fill(bytes, 0, length, (byte) 0);
        length = TYPE_AND_LENGTH;
        Bytes.i32(bytes, 0, type);
        return this;
    }

    PcapngBlock u16(int value) {
        int at = room(2);
        Bytes.u16(bytes, at, value);
        return this;
    }

    PcapngBlock i32(int value) {
        int at = room(4);
        Bytes.i32(bytes, at, value);
        return this;
    }

    PcapngBlock i64(long value) {
        int at = room(8);
        Bytes.i64(bytes, at, value);
        return this;
    }

    PcapngBlock padded(byte[] value) {
        int at = room((value.length + 3) & ~3);
        System.arraycopy(value, 0, bytes, at, value.length);
        return this;
    }

    PcapngBlock option(int code, byte[] value) {
        return u16(code).u16(value.length).padded(value);
    }

    /** An option of text; what is longer than an option can be is cut. */
    PcapngBlock option(int code, String text) {
        byte[] value = text.getBytes(StandardCharsets.UTF_8);
        return option(code, value.length > 0xFFFF ? Arrays.copyOf(value, 0xFFFF) : value);
    }

    PcapngBlock option(int code, int value) {
        return u16(code).u16(4).i32(value);
    }

    PcapngBlock option(int code, long value) {
        return u16(code).u16(8).i64(value);
    }

    /** Ends the options, closes the block and writes it. */
    void writeTo(OutputStream out) throws IOException {
        u16(END_OF_OPTIONS).u16(0);
        int total = length + 4;
        i32(total);
        Bytes.i32(bytes, 4, total);
        out.write(bytes, 0, length);
    }

    /** May replace {@link #bytes}: to be called before they are looked at. */
    private int room(int count) {
        int at = length;
        length += count;
        if (length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length, bytes.length * 2));
        }
        return at;
    }
}
