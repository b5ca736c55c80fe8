package dev.parley.internet.tcp;

import dev.parley.core.Bytes;

/**
 * The options in a SYN, which are its payload here: the largest segment (RFC 9293 section 3.7.1),
 * and a window scale of 7 (RFC 7323) that everybody offers.
 */
final class SynOptions {
    static final int LENGTH = 8;

    private static final int END = 0;
    private static final int NO_OPERATION = 1;
    private static final int MAXIMUM_SEGMENT_SIZE = 2;
    private static final int WINDOW_SCALE = 3;
    private static final int SHIFT = 7;

    /** What holds without the option. */
    static final int DEFAULT_MSS_V4 = 536;

    static final int DEFAULT_MSS_V6 = 1220;

    private SynOptions() {}

    static void write(byte[] buf, int mss) {
        buf[0] = MAXIMUM_SEGMENT_SIZE;
        buf[1] = 4;
        Bytes.u16(buf, 2, mss);
        buf[4] = NO_OPERATION;
        buf[5] = WINDOW_SCALE;
        buf[6] = 3;
        buf[7] = SHIFT;
    }

    /** The largest segment that {@code buf[0, len)} allows. */
    static int mss(byte[] buf, int len, boolean v6) {
        for (int at = 0; at < len && buf[at] != END; ) {
            if (buf[at] == NO_OPERATION) {
                at++;
                continue;
            }
            int length = at + 1 < len ? Bytes.u8(buf, at + 1) : 0;
            if (length < 2 || at + length > len) {
                break;
            }
            if (buf[at] == MAXIMUM_SEGMENT_SIZE && length == 4) {
                return Math.max(Bytes.u16(buf, at + 2), 1);
            }
            at += length;
        }
        return v6 ? DEFAULT_MSS_V6 : DEFAULT_MSS_V4;
    }
}
