package dev.parley.core;

/**
 * Datagrams that a core has written and its driver has not yet taken: a ring of bytes, first in,
 * first out, of a fixed size. When it is full the datagram is dropped and counted, as a network
 * would.
 *
 * <pre>
 *   int at = queue.begin(path, most);   // room for 'most' bytes in queue.buffer() at 'at'
 *   ... write ...
 *   queue.commit(length);               // or do nothing: begin again
 * </pre>
 */
public final class TransmitQueue {
    private static final int FULL = -1;

    private final byte[] bytes;
    private final int[] offsets;
    private final int[] lengths;
    private final int[] paths;
    private final boolean[] dontFragment;
    private int first; // index of the oldest datagram
    private int count;
    private int writeAt; // where the next datagram may start
    private int begunAt = FULL;
    private int begunMost;
    private int begunPath;
    private boolean begunDontFragment;
    private long dropped;

    /**
     * @param capacityBytes the size of the ring, at least two datagrams of the largest size
     * @param capacityDatagrams the most datagrams that wait
     */
    public TransmitQueue(int capacityBytes, int capacityDatagrams) {
        bytes = new byte[capacityBytes];
        offsets = new int[capacityDatagrams];
        lengths = new int[capacityDatagrams];
        paths = new int[capacityDatagrams];
        dontFragment = new boolean[capacityDatagrams];
    }

    /** The memory that {@link #begin} points into. */
    public byte[] buffer() {
        return bytes;
    }

    public int begin(int path, int most) {
        return begin(path, most, false);
    }

    /**
     * Finds room for a datagram of at most {@code most} bytes.
     *
     * @return its offset in {@link #buffer}, or -1 when the queue is full (counted as dropped)
     */
    public int begin(int path, int most, boolean dontFragment) {
        begunAt = room(most);
        begunMost = most;
        begunPath = path;
        begunDontFragment = dontFragment;
        if (begunAt == FULL) {
            dropped++;
        }
        return begunAt;
    }

    /**
     * Queues what was written since {@link #begin}, {@code length} bytes. Nothing is queued for 0:
     * {@link ProtocolCore#pollTransmit} could not tell an empty datagram from none.
     *
     * @throws IllegalStateException without a {@code begin} that found room, or beyond that room
     */
    public void commit(int length) {
        if (begunAt == FULL) {
            throw new IllegalStateException("commit without begin");
        }
        if (length < 0 || length > begunMost) {
            throw new IllegalStateException(length + " bytes in room for " + begunMost);
        }
        if (length == 0) {
            begunAt = FULL;
            return;
        }
        int index = (first + count) % offsets.length;
        offsets[index] = begunAt;
        lengths[index] = length;
        paths[index] = begunPath;
        dontFragment[index] = begunDontFragment;
        count++;
        writeAt = begunAt + length;
        begunAt = FULL;
    }

    /** Queues a copy of {@code buf[off, off+len)}; false when there was no room for it. */
    public boolean offer(int path, byte[] buf, int off, int len) {
        int at = begin(path, len);
        if (at == FULL) {
            return false;
        }
        System.arraycopy(buf, off, bytes, at, len);
        commit(len);
        return true;
    }

    /**
     * Moves the oldest datagram into {@code out}; 0 when there is none.
     *
     * @throws IllegalStateException when it does not fit {@link TransmitSlot#capacity}
     */
    public int poll(TransmitSlot out) {
        if (count == 0) {
            return 0;
        }
        int length = lengths[first];
        if (length > out.capacity) {
            throw new IllegalStateException(length + " bytes for a slot of " + out.capacity);
        }
        System.arraycopy(bytes, offsets[first], out.buf, out.off, length);
        out.path = paths[first];
        out.dontFragment = dontFragment[first];
        first = (first + 1) % offsets.length;
        if (--count == 0) {
            writeAt = 0;
        }
        return length;
    }

    public boolean isEmpty() {
        return count == 0;
    }

    /** How many datagrams found no room. */
    public long dropped() {
        return dropped;
    }

    private int room(int most) {
        if (count == offsets.length) {
            return FULL;
        }
        if (count == 0) {
            return most <= bytes.length ? 0 : FULL;
        }
        int oldest = offsets[first];
        if (writeAt > oldest) {
            if (bytes.length - writeAt >= most) {
                return writeAt;
            }
            return oldest >= most ? 0 : FULL;
        }
        return oldest - writeAt >= most ? writeAt : FULL;
    }
}
