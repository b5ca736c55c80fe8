package dev.parley.udp.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.parley.core.TransportAddress;
import dev.parley.udp.Destination;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A sockaddr as four words, which are written where they are needed faster than looked up. */
final class LinuxDestination implements Destination {
    private final long word0;
    private final long word1;
    private final long word2;
    private final long word3;
    final boolean v6;
    final int port;

    /** The least segment size that the way there has refused. */
    int refusedSegmentBytes = Integer.MAX_VALUE;

    LinuxDestination(TransportAddress remote) {
        v6 = remote.ip().unmapped().v6();
        port = remote.port();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment room = arena.allocate(SockAddr.ROOM_BYTES, 8);
            SockAddr.write(room, 0, new TransportAddress(remote.ip().unmapped(), port));
            word0 = room.get(JAVA_LONG_UNALIGNED, 0);
            word1 = room.get(JAVA_LONG_UNALIGNED, 8);
            word2 = room.get(JAVA_LONG_UNALIGNED, 16);
            word3 = room.get(JAVA_LONG_UNALIGNED, 24);
        }
    }

    void write(MemorySegment memory, long at) {
        memory.set(JAVA_LONG_UNALIGNED, at, word0);
        memory.set(JAVA_LONG_UNALIGNED, at + 8, word1);
        if (v6) {
            memory.set(JAVA_LONG_UNALIGNED, at + 16, word2);
            memory.set(JAVA_LONG_UNALIGNED, at + 24, word3);
        }
    }
}
