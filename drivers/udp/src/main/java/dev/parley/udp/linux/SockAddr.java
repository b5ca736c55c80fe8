package dev.parley.udp.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import java.lang.foreign.MemorySegment;

/** struct sockaddr_in and sockaddr_in6, on a little-endian machine. */
final class SockAddr {
    /** Room for either, and a whole number of words. */
    static final int ROOM_BYTES = 32;

    static final int AF_INET = 2;
    static final int AF_INET6 = 10;

    private static final int V4_BYTES = 16;
    private static final int V6_BYTES = 28;

    private SockAddr() {}

    /** The bytes that an address of this family has. */
    static int bytes(boolean v6) {
        return v6 ? V6_BYTES : V4_BYTES;
    }

    static void write(MemorySegment memory, long at, TransportAddress address) {
        IpAddress ip = address.ip();
        write(memory, at, ip.v6(), ip.high(), ip.low(), address.port());
    }

    /** The same without an object; the address is that of {@link IpAddress}. */
    static void write(MemorySegment memory, long at, boolean v6, long high, long low, int port) {
        // Family and port, then the IPv4 address or the flow label, which is none.
        long start = (v6 ? AF_INET6 : AF_INET) | (long) Short.reverseBytes((short) port) << 16;
        if (v6) {
            memory.set(JAVA_LONG_UNALIGNED, at, start & 0xFFFF_FFFFL);
            memory.set(JAVA_LONG_UNALIGNED, at + 8, Long.reverseBytes(high));
            memory.set(JAVA_LONG_UNALIGNED, at + 16, Long.reverseBytes(low));
            memory.set(JAVA_LONG_UNALIGNED, at + 24, 0); // the scope
        } else {
            long ip = (long) Integer.reverseBytes((int) low) << 32;
            memory.set(JAVA_LONG_UNALIGNED, at, (start & 0xFFFF_FFFFL) | ip);
            memory.set(JAVA_LONG_UNALIGNED, at + 8, 0);
        }
    }

    static TransportAddress read(MemorySegment memory, long at) {
        boolean v6 = isV6(memory, at);
        IpAddress ip = new IpAddress(v6, v6 ? high(memory, at) : 0, low(memory, at, v6));
        return new TransportAddress(ip, port(memory, at));
    }

    static boolean isV6(MemorySegment memory, long at) {
        return memory.get(JAVA_SHORT_UNALIGNED, at) == AF_INET6;
    }

    static int port(MemorySegment memory, long at) {
        return Short.reverseBytes(memory.get(JAVA_SHORT_UNALIGNED, at + 2)) & 0xFFFF;
    }

    /** Of an IPv6 address. */
    static long high(MemorySegment memory, long at) {
        return Long.reverseBytes(memory.get(JAVA_LONG_UNALIGNED, at + 8));
    }

    static long low(MemorySegment memory, long at, boolean v6) {
        return v6
                ? Long.reverseBytes(memory.get(JAVA_LONG_UNALIGNED, at + 16))
                : Integer.reverseBytes(memory.get(JAVA_INT_UNALIGNED, at + 4)) & 0xFFFF_FFFFL;
    }
}
