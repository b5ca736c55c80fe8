package dev.parley.udp;

/**
 * Datagrams that one socket received in one go, in reused native memory. Datagram {@code i} is
 * {@code length(i)} bytes at {@code offset(i)} of {@link #memory}.
 *
 * <p>Filled by a {@link UdpDriver}; valid until the handler that got it returns. A driver that gets
 * datagrams glued together by the kernel (UDP_GRO) lists them one by one.
 */
public final class DatagramBatch {
    /**
     * The bytes before a datagram that its driver may overwrite to put a header in front without a
     * copy, unless it {@linkplain #isGlued is glued} to another.
     */
    public static final int HEADROOM = 16;

    /** The largest datagram that can arrive. */
    public static final int MAX_DATAGRAM_BYTES = 65_535;

    private final NativeMemory memory;
    private final int[] offsets;
    private final int[] lengths;
    private final boolean[] v6;
    private final long[] high;
    private final long[] low;
    private final int[] ports;
    private final boolean[] taken;
    private final boolean[] glued;
    private int count;
    private int unhurried;

    /**
     * @param capacity the most datagrams in one batch
     */
    public DatagramBatch(NativeMemory memory, int capacity) {
        this.memory = memory;
        offsets = new int[capacity];
        lengths = new int[capacity];
        v6 = new boolean[capacity];
        high = new long[capacity];
        low = new long[capacity];
        ports = new int[capacity];
        taken = new boolean[capacity];
        glued = new boolean[capacity];
    }

    public NativeMemory memory() {
        return memory;
    }

    public int capacity() {
        return offsets.length;
    }

    public int count() {
        return count;
    }

    public int offset(int i) {
        return offsets[i];
    }

    public int length(int i) {
        return lengths[i];
    }

    /** Whether the sender's address is IPv6; mapped IPv4 addresses are IPv4 here. */
    public boolean v6(int i) {
        return v6[i];
    }

    /** The sender's address as in {@link dev.parley.core.IpAddress#high}. */
    public long high(int i) {
        return high[i];
    }

    /** The sender's address as in {@link dev.parley.core.IpAddress#low}. */
    public long low(int i) {
        return low[i];
    }

    /** The sender's port. */
    public int port(int i) {
        return ports[i];
    }

    /** Marks datagram {@code i} as dealt with: nobody after the caller sees it. */
    public void take(int i) {
        taken[i] = true;
    }

    public boolean isTaken(int i) {
        return taken[i];
    }

    /** Whether datagram {@code i} lies right behind another one of this batch. */
    public boolean isGlued(int i) {
        return glued[i];
    }

    /**
     * Tells the driver how many of these are in no hurry, as requests to a server are: while most
     * are that come, it may wait a little longer for more to come together.
     */
    public void setUnhurried(int count) {
        unhurried = count;
    }

    /** How many are in no hurry; for drivers. */
    public int unhurried() {
        return unhurried;
    }

    /** Empties the batch; for drivers. */
    public void clear() {
        count = 0;
        unhurried = 0;
    }

    /** Whether nothing more can be appended; for drivers. */
    public boolean isFull() {
        return count == offsets.length;
    }

    /** Appends a datagram; lost when the batch {@linkplain #isFull is full}. For drivers. */
    public void add(int offset, int length, boolean v6, long high, long low, int port) {
        if (isFull()) {
            return;
        }
        int i = count++;
        offsets[i] = offset;
        lengths[i] = length;
        this.v6[i] = v6;
        this.high[i] = high;
        this.low[i] = low;
        ports[i] = port;
        taken[i] = false;
        glued[i] = false;
    }

    /** Appends a datagram that begins where the one before ends; for drivers. */
    public void addGlued(int offset, int length, boolean v6, long high, long low, int port) {
        if (!isFull()) {
            add(offset, length, v6, high, low, port);
            glued[count - 1] = true;
        }
    }
}
