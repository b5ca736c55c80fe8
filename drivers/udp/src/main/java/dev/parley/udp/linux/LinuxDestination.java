package dev.parley.udp.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.parley.core.TransportAddress;
import dev.parley.udp.Destination;
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
        long[] words = new long[SockAddr.ROOM_BYTES / Long.BYTES];
        SockAddr.write(
                MemorySegment.ofArray(words),
                0,
                new TransportAddress(remote.ip().unmapped(), port));
        word0 = words[0];
        word1 = words[1];
        word2 = words[2];
        word3 = words[3];
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
