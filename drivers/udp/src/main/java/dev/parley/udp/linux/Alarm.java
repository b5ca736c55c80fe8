package dev.parley.udp.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** An eventfd: any thread rings, the one that waits hears. */
final class Alarm {
    private static final int FLAGS = 0x80000 | 0x800; // close on exec, non-blocking

    private final int fd;
    private final MemorySegment ringState = Arena.ofAuto().allocate(Libc.stateBytes(), 8);
    private final MemorySegment memory = Arena.ofAuto().allocate(16, 8);
    private boolean rung; // and not yet heard
    private boolean closed;

    Alarm(MemorySegment state) throws IOException {
        int result = Libc.eventfd(state, 0, FLAGS);
        if (result < 0) {
            throw Errno.exception("eventfd", -result);
        }
        fd = result;
        memory.set(JAVA_LONG, 0, 1);
    }

    int fd() {
        return fd;
    }

    /** Ends the wait, this one or the next; after closing nothing, as the number may be reused. */
    synchronized void ring() {
        if (!rung && !closed) {
            rung = true;
            Libc.write(ringState, fd, memory.address(), Long.BYTES);
        }
    }

    synchronized void heard(MemorySegment state) {
        rung = false;
        Libc.read(state, fd, memory.address() + Long.BYTES, Long.BYTES);
    }

    synchronized void close(MemorySegment state) {
        closed = true;
        Libc.close(state, fd);
    }
}
