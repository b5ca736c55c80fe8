package dev.parley.udp.linux;

import dev.parley.udp.DatagramBatch;
import dev.parley.udp.NativeMemory;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * What one recvmmsg fills: up to 128 messages, each with room for the largest, since the system may
 * glue datagrams of one sender together (UDP_GRO).
 */
final class Inbox {
    /** The most messages of one receive. */
    static final int MESSAGES = 128;

    private static final int MAX_SEGMENTS = 128; // of one glued message, in the newest kernels
    private static final int ROOM_BYTES =
            (DatagramBatch.HEADROOM + DatagramBatch.MAX_DATAGRAM_BYTES + 63) & -64;
    private static final int DONT_WAIT = 0x40;

    private static final long HEADERS = 0;
    private static final long IOVECS = HEADERS + MESSAGES * Messages.BYTES;
    private static final long NAMES = IOVECS + MESSAGES * Messages.IOVEC_BYTES;
    private static final long CONTROLS = NAMES + MESSAGES * SockAddr.ROOM_BYTES;
    private static final long END = CONTROLS + MESSAGES * Messages.CONTROL_BYTES;

    private final MemorySegment state;
    private final MemorySegment memory = Arena.ofAuto().allocate(END, 64);
    private final long address = memory.address();
    private final DatagramBatch batch;
    private int used; // messages the last receive filled

    Inbox(MemorySegment state) throws IOException {
        this.state = state;
        NativeMemory data = NativeMemory.of(Pages.map(state, (long) MESSAGES * ROOM_BYTES));
        batch = new DatagramBatch(data, MESSAGES * MAX_SEGMENTS);
        long base = data.segment().address() + DatagramBatch.HEADROOM;
        for (int i = 0; i < MESSAGES; i++) {
            long iovec = IOVECS + (long) i * Messages.IOVEC_BYTES;
            Messages.iovec(
                    memory, iovec, base + (long) i * ROOM_BYTES, DatagramBatch.MAX_DATAGRAM_BYTES);
            Messages.write(
                    memory,
                    HEADERS + (long) i * Messages.BYTES,
                    address + NAMES + (long) i * SockAddr.ROOM_BYTES,
                    SockAddr.ROOM_BYTES,
                    address + iovec,
                    1,
                    address + CONTROLS + (long) i * Messages.CONTROL_BYTES,
                    Messages.CONTROL_BYTES);
        }
    }

    DatagramBatch batch() {
        return batch;
    }

    /** Fills the batch with what waits; returns the number of messages or a negated error. */
    int receive(int fd) {
        batch.clear();
        for (int i = 0; i < used; i++) {
            Messages.rearm(
                    memory,
                    HEADERS + (long) i * Messages.BYTES,
                    SockAddr.ROOM_BYTES,
                    Messages.CONTROL_BYTES);
        }
        used = 0;
        int count;
        do {
            count = Libc.recvmmsg(state, fd, address + HEADERS, MESSAGES, DONT_WAIT);
        } while (count == -Errno.EINTR);
        used = Math.max(0, count);
        for (int i = 0; i < count; i++) {
            list(i);
        }
        return count;
    }

    private void list(int i) {
        long header = HEADERS + (long) i * Messages.BYTES;
        long name = NAMES + (long) i * SockAddr.ROOM_BYTES;
        boolean v6 = SockAddr.isV6(memory, name);
        long high = v6 ? SockAddr.high(memory, name) : 0;
        long low = SockAddr.low(memory, name, v6);
        int port = SockAddr.port(memory, name);
        int length = Messages.length(memory, header);
        int segment =
                Messages.gluedSegmentBytes(
                        memory, header, CONTROLS + (long) i * Messages.CONTROL_BYTES);
        int at = i * ROOM_BYTES + DatagramBatch.HEADROOM;
        if (segment <= 0 || segment >= length) {
            batch.add(at, length, v6, high, low, port);
            return;
        }
        batch.add(at, segment, v6, high, low, port);
        // A virtual machine next door can hand over pieces as small as it likes, which no sending
        // system would make: what finds no room is lost, as datagrams are.
        for (int off = segment; off < length && !batch.isFull(); off += segment) {
            batch.addGlued(at + off, Math.min(segment, length - off), v6, high, low, port);
        }
    }
}
