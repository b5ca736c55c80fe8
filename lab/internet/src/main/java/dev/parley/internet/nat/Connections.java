package dev.parley.internet.nat;

import dev.parley.internet.NetworkEvent.RemovalReason;
import dev.parley.internet.Packet;
import dev.parley.internet.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * Linux's connection tracking: every row is found by the tuple of its first packet and by that of
 * the answers, and no tuple belongs to two rows.
 */
final class Connections {
    /** As on a machine with a gigabyte of memory. */
    static final int MAX_ROWS = 65_536;

    private static final long SECOND = 1_000_000_000L;
    private static final long UNREPLIED = 30 * SECOND; // UDP, and ICMP whatever happens
    private static final long STREAM = 120 * SECOND;
    private static final long STREAM_AFTER = 2 * SECOND;

    private static final int ANSWER = 1; // an echo reply is no tuple of a request

    private final Rows rows;
    private final TupleTable<Connection> byTuple = new TupleTable<>();
    private final TupleTable<Connection> newestOfSource = new TupleTable<>();

    Connections(RowNumbers numbers, Ledger ledger) {
        rows = new Rows(numbers, ledger, MAX_ROWS);
    }

    boolean isFull() {
        return rows.room() < 1;
    }

    /** The row a packet belongs to, in either direction. */
    @Nullable Connection find(Packet packet, boolean answer) {
        return byTuple.get(
                packet.srcLow,
                packet.dstLow,
                word(packet.protocol, packet.srcPort, packet.dstPort, answer),
                0,
                0);
    }

    /** The row of the packet that goes the other way than this one. */
    @Nullable Connection findReverse(Packet packet, boolean answer) {
        return byTuple.get(
                packet.dstLow,
                packet.srcLow,
                word(packet.protocol, packet.dstPort, packet.srcPort, answer),
                0,
                0);
    }

    /** Whether answers to that outside endpoint, from where the row leads, are another row's. */
    boolean isTaken(Connection connection, long outsideLow, int outsidePort) {
        int remotePort =
                connection.protocol == Protocol.ICMP ? outsidePort : connection.destinationPort;
        return byTuple.get(
                        connection.destinationLow,
                        outsideLow,
                        word(connection.protocol, remotePort, outsidePort, true),
                        0,
                        0)
                != null;
    }

    /** The row made last for the same inside endpoint. */
    @Nullable Connection newestOf(Connection connection) {
        return newestOfSource.get(
                connection.sourceLow,
                TupleTable.ports(connection.protocol, connection.sourcePort, 0),
                0,
                0,
                0);
    }

    /** Adds a row; its packet follows by {@link #used}. */
    void add(long now, Connection connection, Packet packet) {
        Protocol protocol = connection.protocol;
        byTuple.put(
                connection.sourceLow,
                connection.destinationLow,
                word(protocol, connection.sourcePort, connection.destinationPort, false),
                0,
                0,
                connection);
        byTuple.put(
                connection.destinationLow,
                replyLow(connection),
                replyWord(connection),
                0,
                0,
                connection);
        if (connection.isTranslated()) {
            Connection before = newestOf(connection);
            connection.older = before;
            if (before != null) {
                before.newer = connection;
            }
            putNewest(connection);
        }
        connection.streamsFrom = now + STREAM_AFTER;
        rows.add(now, connection, now + lifetime(now, connection, packet, true), packet.id);
    }

    /** A packet used it. */
    void used(long now, Connection connection, Packet packet, boolean original) {
        connection.replied |= !original;
        LinuxTcp before = connection.tcp;
        long expiresAt = now + lifetime(now, connection, packet, original);
        if (connection.tcp == before) {
            rows.touch(now, connection, expiresAt, packet.id);
        } else {
            rows.change(now, connection, expiresAt, packet.id);
        }
    }

    private static long lifetime(long now, Connection connection, Packet packet, boolean original) {
        return switch (connection.protocol) {
            case UDP -> connection.replied && now > connection.streamsFrom ? STREAM : UNREPLIED;
            case ICMP -> UNREPLIED;
            case TCP -> {
                connection.tcp = connection.tcp.after(packet.tcpFlags, original);
                // To the gateway itself: no program listens there, and it answers with a reset.
                yield (connection.isTranslated() ? connection.tcp : LinuxTcp.CLOSE).nanos();
            }
        };
    }

    long nextExpiry() {
        return rows.next();
    }

    void expire(long now) {
        for (Row row; (row = rows.pollExpired(now)) != null; ) {
            if (row instanceof Connection connection) {
                boolean closed =
                        connection.tcp == LinuxTcp.TIME_WAIT
                                || connection.tcp == LinuxTcp.LAST_ACK
                                || connection.tcp == LinuxTcp.CLOSE;
                remove(now, connection, closed ? RemovalReason.CLOSED : RemovalReason.EXPIRED);
            }
        }
    }

    void reboot(long now) {
        rows.clear(now, RemovalReason.REBOOT);
        byTuple.clear();
        newestOfSource.clear();
    }

    /** Rows that use an outside address go with it, as masquerade sees to. */
    void removeAddress(long now, long low) {
        for (int place = 0; place < rows.places(); place++) {
            if (rows.at(place) instanceof Connection connection && connection.outsideLow == low) {
                remove(now, connection, RemovalReason.ADDRESS_CHANGED);
            }
        }
    }

    private void remove(long now, Connection connection, RemovalReason reason) {
        byTuple.remove(
                connection.sourceLow,
                connection.destinationLow,
                word(connection.protocol, connection.sourcePort, connection.destinationPort, false),
                0,
                0);
        byTuple.remove(
                connection.destinationLow, replyLow(connection), replyWord(connection), 0, 0);
        Connection older = connection.older;
        Connection newer = connection.newer;
        if (older != null) {
            older.newer = newer;
        }
        if (newer != null) {
            newer.older = older;
        } else if (older != null) {
            putNewest(older);
        } else if (connection.isTranslated()) {
            newestOfSource.remove(
                    connection.sourceLow,
                    TupleTable.ports(connection.protocol, connection.sourcePort, 0),
                    0,
                    0,
                    0);
        }
        rows.remove(now, connection, reason);
    }

    private void putNewest(Connection connection) {
        newestOfSource.put(
                connection.sourceLow,
                TupleTable.ports(connection.protocol, connection.sourcePort, 0),
                0,
                0,
                0,
                connection);
    }

    private static long replyLow(Connection connection) {
        return connection.isTranslated() ? connection.outsideLow : connection.sourceLow;
    }

    private static long replyWord(Connection connection) {
        int outsidePort =
                connection.isTranslated() ? connection.outsidePort : connection.sourcePort;
        return word(
                connection.protocol,
                connection.protocol == Protocol.ICMP ? outsidePort : connection.destinationPort,
                outsidePort,
                true);
    }

    private static long word(Protocol protocol, int source, int destination, boolean answer) {
        long marked = protocol == Protocol.ICMP && answer ? (long) ANSWER << 48 : 0;
        return TupleTable.ports(protocol, source, destination) | marked;
    }
}
