package dev.parley.internet;

import java.util.function.Consumer;

/** Cuts packets that are larger than a link: RFC 791 section 3.2, RFC 8200 section 4.5. */
final class Fragments {
    private Fragments() {}

    /** IPv6 is cut by who sent it, and by nobody on the way. */
    static boolean mayCut(Packet packet, boolean source) {
        return !packet.isIcmpError()
                && !packet.dontFragment
                && packet.protocol != Protocol.TCP
                && (!packet.v6 || source);
    }

    /** Hands out the pieces in order; the packet itself is freed. */
    static void cut(Internet internet, Packet packet, int mtuBytes, Consumer<Packet> pieces) {
        int ipHeader = packet.v6 ? 48 : 20;
        int most = (mtuBytes - ipHeader) / 8 * 8; // of IP payload in each piece but the last
        int protocolHeader = packet.fragmentOffset == 0 ? packet.protocol.headerBytes() : 0;
        int total = protocolHeader + packet.length;
        if (packet.fragmentId == 0) {
            packet.fragmentId = internet.nextFragmentId(packet.v6);
        }
        for (int at = 0; at < total; ) {
            int bytes = Math.min(most, total - at);
            int from = at == 0 ? 0 : at - protocolHeader;
            int until = at + bytes - protocolHeader;
            Packet piece = internet.take();
            long id = piece.id;
            piece.copyHeaderFrom(packet);
            piece.id = at == 0 ? packet.id : id;
            piece.parent = at == 0 ? packet.parent : packet.id;
            piece.fragmentOffset = packet.fragmentOffset + at;
            piece.moreFragments = packet.moreFragments || at + bytes < total;
            if (piece.fragmentOffset > 0) {
                piece.srcPort = 0;
                piece.dstPort = 0;
            }
            piece.payload(packet.payload, from, until - from);
            pieces.accept(piece);
            at += bytes;
        }
        internet.free(packet);
    }
}
