package dev.parley.udp.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Zeroed memory straight from the system: what is never touched takes no room. */
final class Pages {
    private static final int READ_WRITE = 1 | 2;
    private static final int PRIVATE_ANONYMOUS = 0x02 | 0x20;

    private Pages() {}

    /** Lives as long as the segment is reachable. */
    @SuppressWarnings("restricted") // the system said that this memory is ours
    static MemorySegment map(MemorySegment state, long bytes) throws IOException {
        long at = Libc.mmap(state, bytes, READ_WRITE, PRIVATE_ANONYMOUS);
        if (at < 0 && at >= -4095) {
            throw Errno.exception("mmap", (int) -at);
        }
        return MemorySegment.ofAddress(at)
                .reinterpret(
                        bytes,
                        Arena.ofAuto(),
                        gone -> {
                            try (Arena arena = Arena.ofConfined()) { // on a thread of its own
                                Libc.munmap(
                                        arena.allocate(Libc.stateBytes(), 8),
                                        gone.address(),
                                        bytes);
                            }
                        });
    }
}
