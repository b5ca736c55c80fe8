package dev.parley.internet.trace;

import dev.parley.core.Bytes;
import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;

/** The sum of RFC 1071: 16-bit words in ones' complement, added in any order. */
final class InternetChecksum {
    private InternetChecksum() {}

    /**
     * The sum of {@code buf[off, off+len)}, not folded; a last odd byte counts as the upper one.
     */
    static long sum(byte[] buf, int off, int len) {
        long sum = 0;
        int even = len & ~1;
        for (int i = 0; i < even; i += 2) {
            sum += Bytes.u16(buf, off + i);
        }
        return len == even ? sum : sum + (Bytes.u8(buf, off + even) << 8);
    }

    /** What TCP, UDP and ICMPv6 add: RFC 9293 section 3.1, RFC 8200 section 8.1. */
    static long pseudoHeader(
            TransportAddress source, TransportAddress destination, int protocol, int length) {
        return sum(source.ip()) + sum(destination.ip()) + protocol + length;
    }

    /** What goes into the header: 16 bits. */
    static int fold(long sum) {
        long folded = sum;
        while (folded >>> 16 != 0) {
            folded = (folded & 0xFFFF) + (folded >>> 16);
        }
        return (int) ~folded & 0xFFFF;
    }

    private static long sum(IpAddress address) {
        byte[] bytes = new byte[address.byteLength()];
        address.write(bytes, 0);
        return sum(bytes, 0, bytes.length);
    }
}
