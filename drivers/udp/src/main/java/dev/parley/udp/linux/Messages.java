package dev.parley.udp.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;

/**
 * An array of struct mmsghdr, which begin with a struct msghdr. musl has narrower lengths with
 * padding behind them: written as words they read the same on a little-endian machine.
 */
final class Messages {
    /** Bytes of one struct mmsghdr. */
    static final int BYTES = 64;

    static final int IOVEC_BYTES = 16;

    /** Bytes kept for the control data of one message: one header and one number. */
    static final int CONTROL_BYTES = 32;

    static final int SOL_UDP = 17;
    static final int UDP_SEGMENT = 103;
    static final int UDP_GRO = 104;

    private static final int CONTROL_HEADER_BYTES = 16;

    private Messages() {}

    /**
     * Describes the message at {@code at}; all but {@code memory} are plain addresses and sizes.
     */
    static void write(
            MemorySegment memory,
            long at,
            long name,
            int nameBytes,
            long iovecs,
            int iovecCount,
            long control,
            int controlBytes) {
        memory.set(JAVA_LONG_UNALIGNED, at, name);
        memory.set(JAVA_LONG_UNALIGNED, at + 8, nameBytes);
        memory.set(JAVA_LONG_UNALIGNED, at + 16, iovecs);
        memory.set(JAVA_LONG_UNALIGNED, at + 24, iovecCount);
        memory.set(JAVA_LONG_UNALIGNED, at + 32, control);
        memory.set(JAVA_LONG_UNALIGNED, at + 40, controlBytes);
        memory.set(JAVA_LONG_UNALIGNED, at + 48, 0);
    }

    static void iovec(MemorySegment memory, long at, long base, int bytes) {
        memory.set(JAVA_LONG_UNALIGNED, at, base);
        memory.set(JAVA_LONG_UNALIGNED, at + 8, bytes);
    }

    static long iovecBase(MemorySegment memory, long at) {
        return memory.get(JAVA_LONG_UNALIGNED, at);
    }

    static long iovecBytes(MemorySegment memory, long at) {
        return memory.get(JAVA_LONG_UNALIGNED, at + 8);
    }

    /** Makes room for another sender and another control message before the next receive. */
    static void rearm(MemorySegment memory, long at, int nameBytes, int controlBytes) {
        memory.set(JAVA_LONG_UNALIGNED, at + 8, nameBytes);
        memory.set(JAVA_LONG_UNALIGNED, at + 40, controlBytes);
    }

    /** How many bytes a received message has. */
    static int length(MemorySegment memory, long at) {
        return memory.get(JAVA_INT_UNALIGNED, at + 56);
    }

    /** The segment size of a received message that the system glued together; 0 for any other. */
    static int gluedSegmentBytes(MemorySegment memory, long at, long control) {
        boolean glued =
                memory.get(JAVA_INT_UNALIGNED, at + 40) >= CONTROL_HEADER_BYTES + Integer.BYTES
                        && memory.get(JAVA_INT_UNALIGNED, control + 8) == SOL_UDP
                        && memory.get(JAVA_INT_UNALIGNED, control + 12) == UDP_GRO;
        return glued ? memory.get(JAVA_INT_UNALIGNED, control + CONTROL_HEADER_BYTES) : 0;
    }

    /** Writes control data that asks for segments; returns how many bytes it takes. */
    static int askForSegments(MemorySegment memory, long control, int segmentBytes) {
        memory.set(JAVA_LONG_UNALIGNED, control, CONTROL_HEADER_BYTES + Short.BYTES);
        memory.set(JAVA_INT_UNALIGNED, control + 8, SOL_UDP);
        memory.set(JAVA_INT_UNALIGNED, control + 12, UDP_SEGMENT);
        memory.set(JAVA_LONG_UNALIGNED, control + CONTROL_HEADER_BYTES, segmentBytes);
        return CONTROL_HEADER_BYTES + Long.BYTES;
    }
}
