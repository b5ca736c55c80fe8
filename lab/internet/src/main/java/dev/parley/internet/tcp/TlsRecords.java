package dev.parley.internet.tcp;

import dev.parley.core.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The records of {@link TlsShape}: header, what they carry, and room for a type and a tag. */
final class TlsRecords {
    static final int HEADER = 5;
    static final int OVERHEAD = HEADER + 1 + 16;
    static final int MOST_CONTENT = 16_384;
    static final int MOST = MOST_CONTENT + OVERHEAD;

    private static final int APPLICATION_DATA = 23;
    private static final int VERSION = 0x0303;
    private static final byte[] TAIL = "\u0017not encrypted...".getBytes(StandardCharsets.US_ASCII);

    /** What the opening is made of; the sizes count the whole record. */
    enum Opening {
        CLIENT_HELLO(517),
        SERVER_FLIGHT(2800),
        CLIENT_FINISHED(74);

        private final int size;

        Opening(int size) {
            this.size = size;
        }

        byte[] record() {
            byte[] content = new byte[size - OVERHEAD];
            byte[] label = ("shape of TLS: " + name()).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(label, 0, content, 0, label.length);
            byte[] record = new byte[size];
            write(content, 0, content.length, record);
            return record;
        }
    }

    private TlsRecords() {}

    /** Makes a record of {@code buf[off, off+len)}; returns its length. */
    static int write(byte[] buf, int off, int len, byte[] to) {
        to[0] = APPLICATION_DATA;
        Bytes.u16(to, 1, VERSION);
        Bytes.u16(to, 3, len + TAIL.length);
        System.arraycopy(buf, off, to, HEADER, len);
        System.arraycopy(TAIL, 0, to, HEADER + len, TAIL.length);
        return len + OVERHEAD;
    }

    /**
     * How long the record is that {@code buf[off, off+len)} begins with.
     *
     * @return 0 when that is not known yet, -1 when it is none of ours
     */
    static int length(byte[] buf, int off, int len) {
        if (len < HEADER) {
            return 0;
        }
        int body = Bytes.u16(buf, off + 3);
        boolean ours = buf[off] == APPLICATION_DATA && Bytes.u16(buf, off + 1) == VERSION;
        return ours && body >= TAIL.length && body <= MOST - HEADER ? HEADER + body : -1;
    }

    /** Whether a whole record ends as ours do. */
    static boolean isOurs(byte[] record, int len) {
        return Arrays.equals(record, len - TAIL.length, len, TAIL, 0, TAIL.length);
    }
}
