package dev.parley.internet.tcp;

import java.util.Arrays;

/** What was written and is not yet acknowledged: a ring that grows up to its cap. */
final class SendQueue {
    private static final int FIRST = 4096;

    private final int cap;
    private byte[] ring = {};
    private long start;
    private long end;

    /**
     * @param cap a power of two
     */
    SendQueue(int cap) {
        this.cap = cap;
    }

    /** The offset in the stream after the last byte. */
    long end() {
        return end;
    }

    int room() {
        return cap - (int) (end - start);
    }

    /** Appends as much of {@code buf[off, off+len)} as there is room for; returns how much. */
    int append(byte[] buf, int off, int len) {
        int taken = Math.min(len, room());
        if (taken == 0) {
            return 0;
        }
        int needed = (int) (end - start) + taken;
        if (needed > ring.length) {
            grow(needed);
        }
        int at = index(end);
        int first = Math.min(taken, ring.length - at);
        System.arraycopy(buf, off, ring, at, first);
        System.arraycopy(buf, off + first, ring, 0, taken - first);
        end += taken;
        return taken;
    }

    /** Forgets everything before that offset. */
    void drop(long until) {
        start = Math.min(until, end);
    }

    /** Copies {@code len} bytes from that offset on. */
    void copy(long from, byte[] to, int len) {
        if (from < start || from + len > end) {
            throw new IllegalStateException(from + " to " + (from + len) + " is not in the queue");
        }
        if (len == 0) {
            return;
        }
        int at = index(from);
        int first = Math.min(len, ring.length - at);
        System.arraycopy(ring, at, to, 0, first);
        System.arraycopy(ring, 0, to, first, len - first);
    }

    private int index(long offset) {
        return (int) offset & (ring.length - 1);
    }

    private void grow(int needed) {
        int length = Math.max(FIRST, Integer.highestOneBit(needed * 2 - 1));
        byte[] larger = new byte[length];
        int held = (int) (end - start);
        byte[] kept = new byte[held];
        copy(start, kept, held);
        ring = larger;
        int at = index(start);
        int first = Math.min(held, length - at);
        System.arraycopy(kept, 0, ring, at, first);
        System.arraycopy(kept, first, ring, 0, held - first);
    }

    /** Nothing will be sent any more. */
    void clear() {
        start = end;
        ring = Arrays.copyOf(ring, 0);
    }
}
