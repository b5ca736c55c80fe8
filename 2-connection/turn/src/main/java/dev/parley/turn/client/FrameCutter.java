package dev.parley.turn.client;

import dev.parley.core.Bytes;
import dev.parley.stun.StunReader;
import java.util.Arrays;

/**
 * Cuts the bytes of a TCP or TLS connection into messages, RFC 8656 section 12.5 and RFC 8489
 * section 6.2.2: STUN by its own length, ChannelData by its length rounded up to four.
 */
final class FrameCutter {
    /** What is not a frame. */
    private static final int GARBAGE = -1;

    /** The length is not known yet. */
    private static final int UNKNOWN = 0;

    private static final int PREFIX_BYTES = 4;
    private static final int COOKIE_BYTES = 4;
    private static final int INITIAL_BYTES = 2048;

    /** Takes whole messages. */
    interface Messages {
        /** Returns false when no further message is wanted. */
        boolean handle(long now, byte[] buf, int off, int len);
    }

    private final Messages messages;
    private byte[] begun = {}; // begun[0, filled): a message whose rest has not come yet
    private int filled;

    FrameCutter(Messages messages) {
        this.messages = messages;
    }

    /**
     * Takes the next bytes.
     *
     * @return false when they are not frames, so that there is no way to find the next message, or
     *     when no further message was wanted
     */
    boolean receive(long now, byte[] buf, int off, int len) {
        int at = off;
        int end = off + len;
        while (at < end) {
            at = filled > 0 ? complete(now, buf, at, end) : take(now, buf, at, end);
            if (at == GARBAGE) {
                return false;
            }
        }
        return true;
    }

    /** Takes a whole message where it lies, or keeps the start of one; returns where to go on. */
    private int take(long now, byte[] buf, int at, int end) {
        int length = frameLength(buf, at, end - at);
        if (length == GARBAGE) {
            return GARBAGE;
        }
        if (length == UNKNOWN || length > end - at) {
            keep(buf, at, end - at);
            return end;
        }
        return messages.handle(now, buf, at, length) ? at + length : GARBAGE;
    }

    /** Adds to the message that was begun, and takes it when it is whole. */
    private int complete(long now, byte[] buf, int from, int end) {
        int at = from;
        if (filled < PREFIX_BYTES) {
            int prefix = Math.min(PREFIX_BYTES - filled, end - at);
            keep(buf, at, prefix);
            at += prefix;
        }
        int length = frameLength(begun, 0, filled);
        if (length == GARBAGE || length == UNKNOWN) {
            return length == GARBAGE ? GARBAGE : at;
        }
        int rest = Math.min(length - filled, end - at);
        keep(buf, at, rest);
        at += rest;
        if (filled == length) {
            filled = 0;
            return messages.handle(now, begun, 0, length) ? at : GARBAGE;
        }
        return frameLength(begun, 0, filled) == GARBAGE ? GARBAGE : at; // the cookie is in view
    }

    private void keep(byte[] buf, int off, int len) {
        if (begun.length - filled < len) {
            int wanted = Math.max(filled + len, Math.max(INITIAL_BYTES, filled * 2));
            begun = Arrays.copyOf(begun, wanted);
        }
        System.arraycopy(buf, off, begun, filled, len);
        filled += len;
    }

    /** Servers use the channels that we bound: another number is another protocol. */
    private static int frameLength(byte[] buf, int off, int len) {
        if ((buf[off] & 0xC0) != 0x40) {
            return hasCookie(buf, off, len) ? StunReader.frameLength(buf, off, len) : GARBAGE;
        }
        if (len < PREFIX_BYTES) {
            return UNKNOWN;
        }
        int slot = Bytes.u16(buf, off) - Channel.FIRST;
        return slot < TurnClient.MAX_PEERS
                ? Channel.HEADER_BYTES + (Bytes.u16(buf, off + 2) + 3 & ~3)
                : GARBAGE;
    }

    /**
     * Whether what is there of the magic cookie is right, so that another protocol is known by its
     * first bytes and not only after as many as they seem to promise.
     */
    private static boolean hasCookie(byte[] buf, int off, int len) {
        for (int i = PREFIX_BYTES; i < Math.min(len, PREFIX_BYTES + COOKIE_BYTES); i++) {
            int shift = 8 * (PREFIX_BYTES + COOKIE_BYTES - 1 - i);
            if (buf[off + i] != (byte) (StunReader.MAGIC_COOKIE >>> shift)) {
                return false;
            }
        }
        return true;
    }
}
