package dev.parley.internet.tcp;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What arrived but cannot be handed over yet: pieces that came before those in front of them, and
 * what waits while the program reads nothing.
 */
final class ReceiveQueue {
    private final int cap;
    private final TreeMap<Long, byte[]> ahead = new TreeMap<>(); // by offset
    private int aheadBytes;
    private final Deque<byte[]> unread = new ArrayDeque<>();
    private int unreadBytes;

    /**
     * @param cap the most bytes of pieces ahead, overlaps counted twice
     */
    ReceiveQueue(int cap) {
        this.cap = cap;
    }

    boolean hasGap() {
        return !ahead.isEmpty();
    }

    /** Keeps a copy of a piece that is too early; forgets it when there are too many. */
    void putAhead(long offset, byte[] buf, int off, int len) {
        byte[] before = ahead.get(offset);
        if ((before != null && before.length >= len) || aheadBytes + len > cap) {
            return;
        }
        ahead.put(offset, Arrays.copyOfRange(buf, off, off + len));
        aheadBytes += len - (before == null ? 0 : before.length);
    }

    /** Takes out what continues at {@code next}; null when that has not come yet. */
    byte @Nullable [] takeAt(long next) {
        while (!ahead.isEmpty() && ahead.firstKey() <= next) {
            Map.Entry<Long, byte[]> first = ahead.pollFirstEntry();
            byte[] piece = first.getValue();
            aheadBytes -= piece.length;
            int known = (int) Math.min(next - first.getKey(), piece.length);
            if (known < piece.length) {
                return known == 0 ? piece : Arrays.copyOfRange(piece, known, piece.length);
            }
        }
        return null;
    }

    void putUnread(byte[] buf, int off, int len) {
        unread.addLast(Arrays.copyOfRange(buf, off, off + len));
        unreadBytes += len;
    }

    /** The next bytes that wait for the program; null when there are none. */
    byte @Nullable [] takeUnread() {
        byte[] piece = unread.pollFirst();
        unreadBytes -= piece == null ? 0 : piece.length;
        return piece;
    }

    int unreadBytes() {
        return unreadBytes;
    }

    void forgetAhead() {
        ahead.clear();
        aheadBytes = 0;
    }
}
