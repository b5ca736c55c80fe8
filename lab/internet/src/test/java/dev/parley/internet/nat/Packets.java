package dev.parley.internet.nat;

import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import dev.parley.internet.Icmp;
import dev.parley.internet.Packet;
import dev.parley.internet.Protocol;

/** Packets for tests. */
final class Packets {
    private static long ids;

    private Packets() {}

    static Packet udp(String from, String to) {
        return of(Protocol.UDP, TransportAddress.parse(from), TransportAddress.parse(to));
    }

    static Packet tcp(String from, String to, int flags) {
        Packet packet = of(Protocol.TCP, TransportAddress.parse(from), TransportAddress.parse(to));
        packet.tcpFlags = flags;
        return packet;
    }

    /** A ping; {@code from} and {@code to} are addresses without ports. */
    static Packet ping(String from, String to, int identifier) {
        Packet packet =
                of(
                        Protocol.ICMP,
                        TransportAddress.parse(from + ":" + identifier),
                        TransportAddress.parse(to + ":" + identifier));
        packet.icmpType = packet.v6 ? Icmp.ECHO_REQUEST_V6 : Icmp.ECHO_REQUEST_V4;
        return packet;
    }

    /** The answer to a ping. */
    static Packet pong(String from, String to, int identifier) {
        Packet packet = ping(from, to, identifier);
        packet.icmpType = packet.v6 ? Icmp.ECHO_REPLY_V6 : Icmp.ECHO_REPLY_V4;
        return packet;
    }

    static Packet of(Protocol protocol, TransportAddress from, TransportAddress to) {
        Packet packet = new Packet();
        packet.id = ++ids;
        packet.protocol = protocol;
        packet.hopLimit = 64;
        packet.source(from);
        packet.destination(to);
        packet.payload(new byte[] {1, 2, 3}, 0, 3);
        return packet;
    }

    /** What somebody at {@code from} says about a packet that came there. */
    static Packet error(Icmp what, String from, Packet about) {
        Packet error = new Packet();
        error.id = ++ids;
        error.protocol = Protocol.ICMP;
        error.hopLimit = 64;
        error.source(new TransportAddress(IpAddress.parse(from), 0));
        error.destination(about.srcHigh, about.srcLow, 0);
        error.icmpType = what.type(about.v6);
        error.icmpCode = what.code(about.v6);
        Packet quoted = new Packet();
        quoted.copyFrom(about);
        error.quoted = quoted;
        return error;
    }

    /** A fragment of a packet: {@code offset} in bytes. */
    static Packet fragment(Packet whole, int number, int offset, boolean more) {
        Packet piece = new Packet();
        piece.copyFrom(whole);
        piece.id = ++ids;
        piece.fragmentId = number;
        piece.fragmentOffset = offset;
        piece.moreFragments = more;
        if (offset > 0) {
            piece.srcPort = 0;
            piece.dstPort = 0;
        }
        return piece;
    }
}
