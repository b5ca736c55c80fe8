package dev.parley.internet;

import dev.parley.core.IpAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts fragments together, in any order: RFC 791, with the rule of RFC 5722 that fragments which
 * overlap spoil the whole packet.
 */
final class Reassembly {
    private static final int MAX_PACKETS = 64;
    private static final int MAX_BYTES = 65_535;
    static final long PATIENCE_NANOS = 30_000_000_000L;

    private record Key(IpAddress source, IpAddress destination, Protocol protocol, int id) {}

    private static final class Parts {
        final List<Packet> pieces = new ArrayList<>();
        final long until;

        Parts(long until) {
            this.until = until;
        }
    }

    private final Host host;
    private final Map<Key, Parts> waiting = new LinkedHashMap<>(); // oldest first

    Reassembly(Host host) {
        this.host = host;
    }

    /** Takes a fragment; returns the packet when this was the last one missing. */
    @Nullable Packet add(long now, Packet piece) {
        expire(now);
        Key key =
                new Key(piece.sourceIp(), piece.destinationIp(), piece.protocol, piece.fragmentId);
        Parts parts = waiting.get(key);
        if (parts == null) {
            if (waiting.size() >= MAX_PACKETS) {
                dropOldest(now);
            }
            parts = new Parts(now + PATIENCE_NANOS);
            waiting.put(key, parts);
        }
        if (!insert(parts.pieces, piece)) {
            waiting.remove(key);
            host.drop(now, piece, DropReason.INCOMPLETE, 0);
            parts.pieces.forEach(one -> host.drop(now, one, DropReason.INCOMPLETE, 0));
            return null;
        }
        if (!isWhole(parts.pieces)) {
            return null;
        }
        waiting.remove(key);
        return join(parts.pieces);
    }

    /** Keeps them ordered; false when it overlaps another or goes beyond what a packet can be. */
    private static boolean insert(List<Packet> pieces, Packet piece) {
        int at = 0;
        while (at < pieces.size() && pieces.get(at).fragmentOffset < piece.fragmentOffset) {
            at++;
        }
        boolean overlaps =
                (at > 0 && end(pieces.get(at - 1)) > piece.fragmentOffset)
                        || (at < pieces.size() && end(piece) > pieces.get(at).fragmentOffset);
        if (overlaps || end(piece) > MAX_BYTES) {
            return false;
        }
        pieces.add(at, piece);
        return true;
    }

    private static int end(Packet piece) {
        return piece.fragmentOffset + piece.payloadOfIpBytes();
    }

    private static boolean isWhole(List<Packet> pieces) {
        int expected = 0;
        for (Packet piece : pieces) {
            if (piece.fragmentOffset != expected) {
                return false;
            }
            expected = end(piece);
        }
        return !pieces.getLast().moreFragments;
    }

    private Packet join(List<Packet> pieces) {
        Packet first = pieces.getFirst();
        int length = pieces.stream().mapToInt(piece -> piece.length).sum();
        byte[] whole = new byte[length];
        int at = 0;
        for (Packet piece : pieces) {
            System.arraycopy(piece.payload, 0, whole, at, piece.length);
            at += piece.length;
            first.corrupt |= piece.corrupt;
            if (piece != first) {
                host.internet.free(piece);
            }
        }
        first.payload(whole, 0, length);
        first.moreFragments = false;
        return first;
    }

    private void expire(long now) {
        for (Iterator<Parts> all = waiting.values().iterator(); all.hasNext(); ) {
            Parts parts = all.next();
            if (parts.until > now) {
                return; // the others are younger
            }
            parts.pieces.forEach(one -> host.drop(now, one, DropReason.INCOMPLETE, 0));
            all.remove();
        }
    }

    private void dropOldest(long now) {
        Iterator<Parts> all = waiting.values().iterator();
        all.next().pieces.forEach(one -> host.drop(now, one, DropReason.INCOMPLETE, 0));
        all.remove();
    }
}
