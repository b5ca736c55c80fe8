package dev.parley.internet.nat;

import dev.parley.internet.NetworkEvent.RemovalReason;
import dev.parley.internet.Packet;
import dev.parley.internet.Protocol;
import org.jspecify.annotations.Nullable;

/** The table of a firewall: the inside endpoints it has seen, and whom they have talked to. */
final class Insides {
    /** Also of sessions. */
    static final int MAX_ROWS = 65_536;

    private final boolean areRows;
    private final Lifetimes lifetimes;
    private final Rows rows;
    private final Filter filter;
    private final TupleTable<Inside> table = new TupleTable<>();
    private long count;

    /**
     * @param areRows whether an inside endpoint is a row, since it alone lets others send to it
     */
    Insides(boolean areRows, Lifetimes lifetimes, Rows rows, Filter filter) {
        this.areRows = areRows;
        this.lifetimes = lifetimes;
        this.rows = rows;
        this.filter = filter;
    }

    @Nullable Inside source(Packet packet) {
        return find(packet.protocol, packet.v6, packet.srcHigh, packet.srcLow, packet.srcPort);
    }

    @Nullable Inside destination(Packet packet) {
        return find(packet.protocol, packet.v6, packet.dstHigh, packet.dstLow, packet.dstPort);
    }

    private @Nullable Inside find(Protocol protocol, boolean v6, long high, long low, int port) {
        return table.get(high, low, TupleTable.ports(protocol, port, v6 ? 1 : 0), 0, 0);
    }

    /** The source of a packet, noted; null when there is no room. */
    @Nullable Inside addSource(long now, Packet packet) {
        return add(now, packet, packet.srcHigh, packet.srcLow, packet.srcPort);
    }

    /** The destination of a packet, noted; null when there is no room. */
    @Nullable Inside addDestination(long now, Packet packet) {
        return add(now, packet, packet.dstHigh, packet.dstLow, packet.dstPort);
    }

    private @Nullable Inside add(long now, Packet packet, long high, long low, int port) {
        Protocol protocol = packet.protocol;
        if (rows.room() < filter.rowsFor(protocol) + (areRows ? 1 : 0)) {
            return null;
        }
        Inside inside = new Inside(protocol, packet.v6, high, low, port, ++count, areRows);
        table.put(high, low, TupleTable.ports(protocol, port, packet.v6 ? 1 : 0), 0, 0, inside);
        long expiresAt = now + lifetimes.of(protocol);
        if (areRows && protocol == Protocol.TCP) {
            rows.addDependent(now, inside, expiresAt, packet.id);
        } else if (areRows) {
            rows.add(now, inside, expiresAt, packet.id);
        }
        return inside;
    }

    /** It has sent. */
    void touch(long now, Inside inside, Packet packet) {
        if (!inside.endsWithSessions()) {
            rows.touch(now, inside, now + lifetimes.of(inside.protocol), packet.id);
        }
    }

    int size() {
        return table.size();
    }

    long nextExpiry() {
        return rows.next();
    }

    void expire(long now) {
        for (Row row; (row = rows.pollExpired(now)) != null; ) {
            if (row instanceof Inside inside) {
                forget(now, inside, RemovalReason.EXPIRED);
            } else if (row instanceof Session session && session.owner instanceof Inside inside) {
                RemovalReason reason = Filter.reason(session);
                filter.end(now, session, reason);
                if (inside.sessions == null && inside.endsWithSessions()) {
                    forget(now, inside, reason);
                }
            }
        }
    }

    private void forget(long now, Inside inside, RemovalReason reason) {
        table.remove(
                inside.insideHigh,
                inside.insideLow,
                TupleTable.ports(inside.protocol, inside.insidePort, inside.v6 ? 1 : 0),
                0,
                0);
        filter.endAll(now, inside, reason);
        if (inside.isRow) {
            rows.remove(now, inside, reason);
        }
    }

    void reboot(long now) {
        rows.clear(now, RemovalReason.REBOOT);
        table.clear();
        filter.clear();
    }
}
