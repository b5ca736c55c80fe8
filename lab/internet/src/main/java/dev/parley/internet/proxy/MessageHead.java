package dev.parley.internet.proxy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The head of an HTTP message while it comes in, up to the empty line. */
final class MessageHead {
    private static final int MOST = 8192;

    private byte[] bytes = {};
    private int end = -1;

    /**
     * Adds {@code buf[off, off+len)}.
     *
     * @return false when it has become too long for a head
     */
    boolean add(byte[] buf, int off, int len) {
        int from = Math.max(bytes.length - 3, 0);
        bytes = Arrays.copyOf(bytes, bytes.length + len);
        System.arraycopy(buf, off, bytes, bytes.length - len, len);
        for (int at = from; at + 4 <= bytes.length && end < 0; at++) {
            if (bytes[at] == '\r'
                    && bytes[at + 1] == '\n'
                    && bytes[at + 2] == '\r'
                    && bytes[at + 3] == '\n') {
                end = at + 4;
            }
        }
        return end >= 0 ? end <= MOST : bytes.length <= MOST;
    }

    /** Its first line; null until all of it is there. */
    @Nullable String firstLine() {
        if (end < 0) {
            return null;
        }
        String head = new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
        return head.substring(0, head.indexOf("\r\n"));
    }

    /** What came after it. */
    byte[] rest() {
        return Arrays.copyOfRange(bytes, end, bytes.length);
    }
}
