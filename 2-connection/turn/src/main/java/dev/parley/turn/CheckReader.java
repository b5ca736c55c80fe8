package dev.parley.turn;

import dev.parley.core.Bytes;
import dev.parley.stun.ParseResult;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunClass;
import dev.parley.stun.StunMethod;
import dev.parley.stun.StunReader;

/**
 * Finds the USERNAME of connectivity checks, RFC 8445 section 7.2.2, in data that passes. Anything
 * that is no check costs one comparison.
 */
final class CheckReader {
    /** Two fragments of 256 characters each, RFC 8839 section 5.4. */
    private static final int MAX_NAME_BYTES = 513;

    private static final int NONE = -1;

    private final StunReader reader = new StunReader();
    private int nameOffset;
    private int nameLength;

    /** Whether the first byte is that of a STUN message, RFC 7983. */
    static boolean mayBeStun(byte[] buf, int off) {
        return (buf[off] & 0xFF) <= 3;
    }

    /** Whether {@code buf[off, off+len)} is a check; then its name is at hand. */
    boolean read(byte[] buf, int off, int len) {
        if (len < StunReader.HEADER_BYTES
                || !mayBeStun(buf, off)
                || Bytes.i32(buf, off + 4) != StunReader.MAGIC_COOKIE
                || reader.parse(buf, off, len) != ParseResult.OK
                || !reader.is(StunClass.REQUEST, StunMethod.BINDING)) {
            return false;
        }
        int name = reader.find(StunAttributeType.USERNAME);
        if (name == StunReader.ABSENT) {
            return false;
        }
        nameOffset = reader.valueOffset(name);
        nameLength = reader.valueLength(name);
        return nameLength <= MAX_NAME_BYTES && colon(buf, nameOffset, nameLength) != NONE;
    }

    int nameOffset() {
        return nameOffset;
    }

    int nameLength() {
        return nameLength;
    }

    /** Where the first colon is, or -1. */
    static int colon(byte[] buf, int off, int len) {
        for (int at = off; at < off + len; at++) {
            if (buf[at] == ':') {
                return at;
            }
        }
        return NONE;
    }
}
