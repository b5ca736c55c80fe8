package dev.parley.udp;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A piece of memory outside the heap, seen both as a segment and as a buffer, so that every kind of
 * socket can use it without a copy. Lives as long as it is reachable.
 */
public final class NativeMemory {
    private final MemorySegment segment;
    private final ByteBuffer buffer;
    private final ByteBuffer cursor;

    private NativeMemory(MemorySegment segment) {
        this.segment = segment;
        this.buffer = segment.asByteBuffer().order(ByteOrder.BIG_ENDIAN);
        this.cursor = buffer.duplicate();
    }

    /** Memory that is there already; must stay as long as the segment is reachable. */
    public static NativeMemory of(MemorySegment segment) {
        return new NativeMemory(segment);
    }

    /** Zeroed memory. */
    public static NativeMemory allocate(int bytes) {
        return new NativeMemory(Arena.ofAuto().allocate(bytes, 64));
    }

    public MemorySegment segment() {
        return segment;
    }

    /** The same bytes in network order, for absolute access: leave position and limit alone. */
    public ByteBuffer buffer() {
        return buffer;
    }

    /** The same bytes once more; position and limit belong to the socket that works right now. */
    ByteBuffer cursor() {
        return cursor;
    }

    /** Copies {@code buf[off, off+len)} to {@code at}. */
    public void write(int at, byte[] buf, int off, int len) {
        buffer.put(at, buf, off, len);
    }

    /** Copies {@code len} bytes from {@code at} to {@code buf[off, off+len)}. */
    public void read(int at, byte[] buf, int off, int len) {
        buffer.get(at, buf, off, len);
    }

    public int bytes() {
        return buffer.capacity();
    }
}
