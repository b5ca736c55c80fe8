package dev.parley.internet.trace;

import dev.parley.core.Bytes;
import dev.parley.internet.PacketImage;
import dev.parley.internet.TcpFlags;
import dev.parley.internet.trace.Originals.Original;
import org.jspecify.annotations.Nullable;

/**
 * Packets as a wire would carry them: RFC 791, 8200, 768, 9293, 792, 4443, with checksums that fit,
 * unless the packet is corrupt.
 */
final class PacketBytes {
    private static final int FRAGMENT_HEADER = 44;
    private static final int DONT_FRAGMENT = 0x4000;
    private static final int WINDOW_SHIFT = 7;
    private static final int MORE_FRAGMENTS = 0x2000;

    private final Originals originals;

    PacketBytes(Originals originals) {
        this.originals = originals;
    }

    /** The whole packet, from the IP header on. */
    byte[] of(PacketImage packet) {
        int ip = ipHeaderBytes(packet);
        byte[] above = packet.fragmentOffset() > 0 ? laterFragment(packet) : withHeader(packet);
        byte[] bytes = new byte[ip + above.length];
        ipHeader(packet, bytes, above.length);
        System.arraycopy(above, 0, bytes, ip, above.length);
        return bytes;
    }

    private static int ipHeaderBytes(PacketImage packet) {
        return packet.v6() ? Originals.isFragment(packet) ? 48 : 40 : 20;
    }

    private static void ipHeader(PacketImage packet, byte[] to, int length) {
        if (packet.v6()) {
            ipv6Header(packet, to, length);
        } else {
            ipv4Header(packet, to, length);
        }
    }

    private static void ipv4Header(PacketImage packet, byte[] to, int length) {
        to[0] = 0x45;
        Bytes.u16(to, 2, 20 + length);
        Bytes.u16(to, 4, packet.fragmentId());
        int flags = packet.dontFragment() ? DONT_FRAGMENT : 0;
        flags |= packet.moreFragments() ? MORE_FRAGMENTS : 0;
        Bytes.u16(to, 6, flags | (packet.fragmentOffset() >> 3));
        to[8] = (byte) packet.hopLimit();
        to[9] = (byte) packet.protocol().number(false);
        packet.source().ip().write(to, 12);
        packet.destination().ip().write(to, 16);
        Bytes.u16(to, 10, InternetChecksum.fold(InternetChecksum.sum(to, 0, 20)));
    }

    private static void ipv6Header(PacketImage packet, byte[] to, int length) {
        boolean fragment = Originals.isFragment(packet);
        int protocol = packet.protocol().number(true);
        to[0] = 0x60;
        Bytes.u16(to, 4, fragment ? length + 8 : length);
        to[6] = (byte) (fragment ? FRAGMENT_HEADER : protocol);
        to[7] = (byte) packet.hopLimit();
        packet.source().ip().write(to, 8);
        packet.destination().ip().write(to, 24);
        if (fragment) {
            to[40] = (byte) protocol;
            Bytes.u16(to, 42, packet.fragmentOffset() | (packet.moreFragments() ? 1 : 0));
            Bytes.i32(to, 44, packet.fragmentId());
        }
    }

    /** No header to hold a checksum: if it is corrupt, the bit that flipped is in the payload. */
    private static byte[] laterFragment(PacketImage packet) {
        byte[] bytes = packet.payload().clone();
        if (packet.corrupt() && bytes.length > 0) {
            bytes[bytes.length - 1] ^= 1;
        }
        return bytes;
    }

    private byte[] withHeader(PacketImage packet) {
        Original whole = Originals.isFragment(packet) ? originals.of(packet) : null;
        return switch (packet.protocol()) {
            case UDP -> udp(packet, whole);
            case TCP -> tcp(packet);
            case ICMP -> icmp(packet, whole);
        };
    }

    private static byte[] udp(PacketImage packet, @Nullable Original whole) {
        byte[] bytes = above(packet, 8);
        int length = 8 + (whole == null ? packet.payload().length : whole.length());
        Bytes.u16(bytes, 0, packet.source().port());
        Bytes.u16(bytes, 2, packet.destination().port());
        Bytes.u16(bytes, 4, length);
        if (whole == null && packet.moreFragments()) {
            return bytes; // a sum over bytes that were never seen: none is said
        }
        int checksum = checksum(packet, bytes, 8, whole, length);
        Bytes.u16(bytes, 6, checksum == 0 ? 0xFFFF : checksum);
        return bytes;
    }

    private static byte[] tcp(PacketImage packet) {
        byte[] bytes = above(packet, 20);
        tcpStart(packet, bytes);
        Bytes.i32(bytes, 8, packet.acknowledgment());
        boolean syn = (packet.tcpFlags() & TcpFlags.SYN) != 0;
        int header = syn ? bytes.length : 20; // the payload of a SYN is its options
        bytes[12] = (byte) ((header / 4) << 4);
        bytes[13] = (byte) packet.tcpFlags();
        int window = syn ? packet.window() : packet.window() >> WINDOW_SHIFT;
        Bytes.u16(bytes, 14, Math.min(window, 0xFFFF));
        Bytes.u16(bytes, 16, checksum(packet, bytes, 20, null, bytes.length));
        return bytes;
    }

    /** The eight bytes that errors quote. */
    private static void tcpStart(PacketImage packet, byte[] to) {
        Bytes.u16(to, 0, packet.source().port());
        Bytes.u16(to, 2, packet.destination().port());
        Bytes.i32(to, 4, packet.sequence());
    }

    private byte[] icmp(PacketImage packet, @Nullable Original whole) {
        PacketImage about = packet.quoted();
        byte[] bytes;
        if (about == null) {
            bytes = above(packet, 8);
            Bytes.u16(bytes, 4, packet.source().port());
            Bytes.u16(bytes, 6, packet.sequence());
        } else {
            byte[] quoted = quoted(about);
            bytes = new byte[8 + quoted.length];
            System.arraycopy(quoted, 0, bytes, 8, quoted.length);
            Bytes.i32(bytes, 4, packet.icmpMtu());
        }
        bytes[0] = (byte) packet.icmpType();
        bytes[1] = (byte) packet.icmpCode();
        int length = whole == null ? bytes.length : 8 + whole.length();
        Bytes.u16(bytes, 2, checksum(packet, bytes, 8, whole, length));
        return bytes;
    }

    /** The IP header and eight bytes of what follows, the lengths in it those of the original. */
    private static byte[] quoted(PacketImage about) {
        int ip = ipHeaderBytes(about);
        byte[] bytes = new byte[ip + 8];
        ipHeader(about, bytes, about.sizeBytes() - ip);
        if (about.fragmentOffset() > 0) {
            return bytes;
        }
        byte[] start = new byte[8];
        switch (about.protocol()) {
            case UDP -> {
                Bytes.u16(start, 0, about.source().port());
                Bytes.u16(start, 2, about.destination().port());
                Bytes.u16(start, 4, about.sizeBytes() - ip);
            }
            case TCP -> tcpStart(about, start);
            case ICMP -> {
                start[0] = (byte) about.icmpType();
                start[1] = (byte) about.icmpCode();
                Bytes.u16(start, 4, about.source().port());
                Bytes.u16(start, 6, about.sequence());
            }
        }
        System.arraycopy(start, 0, bytes, ip, 8);
        return bytes;
    }

    /** Room for a header, and the payload behind it. */
    private static byte[] above(PacketImage packet, int header) {
        byte[] payload = packet.payload();
        byte[] bytes = new byte[header + payload.length];
        System.arraycopy(payload, 0, bytes, header, payload.length);
        return bytes;
    }

    /**
     * @param bytes with the header written and zero where the checksum goes
     * @param length of header and payload, of the whole datagram when this is its first fragment
     */
    private static int checksum(
            PacketImage packet, byte[] bytes, int header, @Nullable Original whole, int length) {
        long sum =
                whole == null
                        ? InternetChecksum.sum(bytes, 0, bytes.length)
                        : InternetChecksum.sum(bytes, 0, header) + whole.sum();
        if (packet.protocol().number(packet.v6()) != 1) {
            int protocol = packet.protocol().number(packet.v6());
            sum +=
                    InternetChecksum.pseudoHeader(
                            packet.source(), packet.destination(), protocol, length);
        }
        return InternetChecksum.fold(sum) ^ (packet.corrupt() ? 0x0101 : 0);
    }
}
