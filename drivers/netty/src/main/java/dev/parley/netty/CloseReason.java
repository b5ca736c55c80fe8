package dev.parley.netty;

import java.nio.charset.StandardCharsets;

/** A control frame carries 125 bytes, two of them the code (RFC 6455, section 5.5). */
final class CloseReason {
    private static final int MAX_BYTES = 123;

    private CloseReason() {}

    /** The reason, or as much of it as fits without cutting a character. */
    static String fit(String reason) {
        String fitting = reason;
        while (fitting.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            int end = fitting.offsetByCodePoints(fitting.length(), -1);
            fitting = fitting.substring(0, end);
        }
        return fitting;
    }
}
