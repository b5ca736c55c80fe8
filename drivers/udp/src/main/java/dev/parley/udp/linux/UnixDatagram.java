package dev.parley.udp.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/** A single datagram to a socket of the Unix domain, for which the JDK has no channel. */
public final class UnixDatagram {
    static final int AF_UNIX = 1;
    static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;

    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int MOST_NAME_BYTES = 107; // and a zero

    private UnixDatagram() {}

    /**
     * Sends it; waits for a receiver that has no room for more.
     *
     * @param name the path of the socket, or an abstract name that begins with {@code @}
     * @throws IOException when nobody can have got it, or when this is no Linux that we know
     */
    public static void send(String name, byte[] message) throws IOException {
        String whyNot = Platform.whyNot();
        if (whyNot != null) {
            throw new IOException(whyNot);
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Libc.stateBytes(), 8);
            MemorySegment address = address(arena, name);
            MemorySegment bytes = arena.allocate(Math.max(1, message.length));
            MemorySegment.copy(message, 0, bytes, JAVA_BYTE, 0, message.length);
            int fd = check("socket", Libc.socket(state, AF_UNIX, SOCK_DGRAM_CLOEXEC, 0));
            try {
                check(
                        "sendto",
                        Libc.sendto(
                                state,
                                fd,
                                bytes.address(),
                                message.length,
                                MSG_NOSIGNAL,
                                address.address(),
                                (int) address.byteSize()));
            } finally {
                Libc.close(state, fd);
            }
        }
    }

    /** struct sockaddr_un, as long as the name takes. */
    static MemorySegment address(Arena arena, String name) throws IOException {
        byte[] path = name.getBytes(StandardCharsets.UTF_8);
        if (path.length > MOST_NAME_BYTES || !(name.startsWith("/") || name.startsWith("@"))) {
            throw new IOException("this is no socket of the Unix domain");
        }
        boolean unseen = path[0] == '@';
        MemorySegment address = arena.allocate(2 + path.length + (unseen ? 0 : 1), 2);
        address.set(JAVA_SHORT, 0, (short) AF_UNIX);
        MemorySegment.copy(path, 0, address, JAVA_BYTE, 2, path.length);
        if (unseen) {
            address.set(JAVA_BYTE, 2, (byte) 0);
        }
        return address;
    }

    private static int check(String call, int result) throws IOException {
        if (result < 0) {
            throw Errno.exception(call, -result);
        }
        return result;
    }
}
