package dev.parley.internet.nat;

import dev.parley.internet.NetworkEvent.RemovalReason;
import dev.parley.internet.Packet;
import dev.parley.internet.Protocol;
import dev.parley.internet.topology.NatBehaviour.Dependence;
import org.jspecify.annotations.Nullable;

/**
 * Whom inside endpoints have talked to, and so who may send to them: RFC 4787 section 5, RFC 5382
 * section 4. TCP connections are kept whatever the filtering, since how long they stand depends on
 * what they do.
 */
final class Filter {
    /** Nobody there has sent to that remote end. */
    static final int REFUSED = -1;

    /** There is no room for another row. */
    static final int FULL = -2;

    private final Dependence dependence;
    private final Lifetimes lifetimes;
    private final boolean loose;
    private final Rows rows;
    private final TupleTable<Session> sessions = new TupleTable<>();

    /**
     * @param loose whether TCP connections are taken up in the middle
     */
    Filter(Dependence dependence, Lifetimes lifetimes, boolean loose, Rows rows) {
        this.dependence = dependence;
        this.lifetimes = lifetimes;
        this.loose = loose;
        this.rows = rows;
    }

    /** How many rows another remote end may need. */
    int rowsFor(Protocol protocol) {
        if (protocol == Protocol.TCP) {
            return dependence == Dependence.ADDRESS_DEPENDENT ? 2 : 1;
        }
        return dependence == Dependence.ENDPOINT_INDEPENDENT ? 0 : 1;
    }

    /**
     * Notes that the inside endpoint sends to a remote one.
     *
     * @return the row that says so (0 when none does), or {@link #FULL}
     */
    int sent(long now, Owner owner, boolean v6, long high, long low, int port, Packet packet) {
        if (owner.protocol == Protocol.TCP) {
            return sentTcp(now, owner, v6, high, low, port, packet);
        }
        if (dependence == Dependence.ENDPOINT_INDEPENDENT) {
            return owner.id;
        }
        int known = dependence == Dependence.ADDRESS_DEPENDENT ? 0 : port;
        long expiresAt = now + lifetimes.of(owner.protocol);
        Session session = find(owner, v6, high, low, known, false);
        if (session != null) {
            rows.touch(now, session, expiresAt, packet.id);
            return session.id;
        }
        if (rows.room() < 1) {
            return FULL;
        }
        session = insert(owner, v6, high, low, known, false);
        rows.add(now, session, expiresAt, packet.id);
        return session.id;
    }

    private int sentTcp(
            long now, Owner owner, boolean v6, long high, long low, int port, Packet packet) {
        Session connection = find(owner, v6, high, low, port, true);
        if (connection == null) {
            if (!TcpState.isSyn(packet.tcpFlags) && !loose) {
                return owner.id; // not of a connection known: on by its mapping alone
            }
            connection = connect(now, owner, v6, high, low, port, packet);
            if (connection == null) {
                return FULL;
            }
            if (!TcpState.isSyn(packet.tcpFlags)) {
                connection.tcp = TcpState.OPEN;
            }
        }
        follow(now, connection, true, packet);
        return connection.id;
    }

    /**
     * Decides about a packet from a remote end.
     *
     * @return the row that lets it in (0 when that is none of the table), {@link #REFUSED}, or
     *     {@link #FULL}
     */
    int received(long now, Owner owner, boolean v6, long high, long low, int port, Packet packet) {
        if (owner.protocol == Protocol.TCP) {
            return receivedTcp(now, owner, v6, high, low, port, packet);
        }
        if (dependence == Dependence.ENDPOINT_INDEPENDENT) {
            return owner.id;
        }
        int known = dependence == Dependence.ADDRESS_DEPENDENT ? 0 : port;
        Session session = find(owner, v6, high, low, known, false);
        if (session == null) {
            return REFUSED;
        }
        if (lifetimes.inboundRefreshes()) {
            rows.touch(now, session, now + lifetimes.of(owner.protocol), packet.id);
        }
        return session.id;
    }

    private int receivedTcp(
            long now, Owner owner, boolean v6, long high, long low, int port, Packet packet) {
        Session connection = find(owner, v6, high, low, port, true);
        if (connection == null) {
            int row = admits(owner, v6, high, low);
            if (row == REFUSED || !TcpState.isSyn(packet.tcpFlags)) {
                return row;
            }
            connection = connect(now, owner, v6, high, low, port, packet);
            if (connection == null) {
                return FULL;
            }
        }
        follow(now, connection, false, packet);
        return connection.id;
    }

    /** Whether a new connection may come from there: by which row, or {@link #REFUSED}. */
    private int admits(Owner owner, boolean v6, long high, long low) {
        return switch (dependence) {
            case ENDPOINT_INDEPENDENT -> owner.id;
            case ADDRESS_DEPENDENT -> {
                Session permission = find(owner, v6, high, low, 0, false);
                yield permission == null ? REFUSED : permission.id;
            }
            case ADDRESS_AND_PORT_DEPENDENT -> REFUSED;
        };
    }

    /** Whether there is a TCP connection between the two. */
    boolean isConnected(Owner owner, boolean v6, long high, long low, int port) {
        return find(owner, v6, high, low, port, true) != null;
    }

    /** Whether the two have to do with each other; nothing changes. For errors about packets. */
    boolean relates(Owner owner, boolean v6, long high, long low, int port) {
        boolean tcp = owner.protocol == Protocol.TCP;
        if (dependence == Dependence.ENDPOINT_INDEPENDENT) {
            return true;
        }
        boolean byAddress = dependence == Dependence.ADDRESS_DEPENDENT;
        return find(owner, v6, high, low, byAddress ? 0 : port, tcp && !byAddress) != null;
    }

    /** The row that came nearest to letting a packet in. */
    int nearest(Owner owner, long high, long low) {
        if (rows.isWatched()) {
            for (Session one = owner.sessions; one != null; one = one.next) {
                if (one.remoteLow == low && one.remoteHigh == high) {
                    return one.id;
                }
            }
        }
        return owner.id;
    }

    /** Ends it; what stands on it alone ends too. The owner is the caller's business. */
    void end(long now, Session session, RemovalReason reason) {
        Owner owner = session.owner;
        if (owner.lastUsed == session) {
            owner.lastUsed = null;
        }
        Session previous = session.previous;
        Session next = session.next;
        if (previous == null) {
            owner.sessions = next;
        } else {
            previous.next = next;
        }
        if (next != null) {
            next.previous = previous;
        }
        sessions.remove(
                owner.number,
                session.remoteHigh,
                session.remoteLow,
                word(session.v6, session.remotePort, session.connection),
                0);
        rows.remove(now, session, reason);
        Session permission = session.permission;
        if (permission != null && permission.id != 0 && --permission.connections == 0) {
            end(now, permission, reason);
        }
    }

    /** Why a session whose time is over ends. */
    static RemovalReason reason(Session session) {
        return session.connection && TcpState.isClosing(session.tcp)
                ? RemovalReason.CLOSED
                : RemovalReason.EXPIRED;
    }

    void endAll(long now, Owner owner, RemovalReason reason) {
        for (Session one; (one = owner.sessions) != null; ) {
            end(now, one, reason);
        }
    }

    /** Forgets everything; the rows are the caller's business. */
    void clear() {
        sessions.clear();
    }

    private @Nullable Session connect(
            long now, Owner owner, boolean v6, long high, long low, int port, Packet packet) {
        if (rows.room() < rowsFor(Protocol.TCP)) {
            return null;
        }
        long expiresAt = now + lifetimes.tcpTransitory();
        Session permission = null;
        if (dependence == Dependence.ADDRESS_DEPENDENT) {
            permission = find(owner, v6, high, low, 0, false);
            if (permission == null) {
                permission = insert(owner, v6, high, low, 0, false);
                rows.addDependent(now, permission, expiresAt, packet.id);
            }
            permission.connections++;
        }
        Session connection = insert(owner, v6, high, low, port, true);
        connection.permission = permission;
        rows.add(now, connection, expiresAt, packet.id);
        return connection;
    }

    /** Follows a connection, and lets it stand as long as its state deserves. */
    private void follow(long now, Session connection, boolean fromInside, Packet packet) {
        int before = connection.tcp;
        int after = TcpState.after(before, fromInside, packet.tcpFlags);
        connection.tcp = after;
        if (TcpState.isOpen(after)) {
            long expiresAt = now + lifetimes.tcpEstablished();
            if (TcpState.isOpen(before)) {
                rows.touch(now, connection, expiresAt, packet.id);
            } else {
                rows.change(now, connection, expiresAt, packet.id);
            }
            extend(now, connection, packet);
        } else if (TcpState.isClosing(after)) {
            if (!TcpState.isClosing(before)) {
                rows.change(now, connection, now + lifetimes.tcpTransitory(), packet.id);
                shorten(now, connection, packet);
            }
        } else if (TcpState.isSyn(packet.tcpFlags)) {
            rows.touch(now, connection, now + lifetimes.tcpTransitory(), packet.id);
            extend(now, connection, packet);
        }
    }

    /** What stands on the connection stands as long. */
    private void extend(long now, Session connection, Packet packet) {
        long expiresAt = connection.expiresAt;
        Owner owner = connection.owner;
        if (owner.expiresAt < expiresAt && owner.id != 0) {
            rows.touch(now, owner, expiresAt, packet.id);
        }
        Session permission = connection.permission;
        if (permission != null && permission.expiresAt < expiresAt) {
            rows.touch(now, permission, expiresAt, packet.id);
        }
    }

    /** Whoever looks is told that what stood on it may end earlier now. */
    private void shorten(long now, Session connection, Packet packet) {
        if (!rows.isWatched()) {
            return;
        }
        long latest = 0;
        long latestOfAddress = 0;
        for (Session one = connection.owner.sessions; one != null; one = one.next) {
            if (one.connection) {
                latest = Math.max(latest, one.expiresAt);
                if (one.permission == connection.permission) {
                    latestOfAddress = Math.max(latestOfAddress, one.expiresAt);
                }
            }
        }
        if (connection.owner.id != 0) {
            rows.change(now, connection.owner, latest, packet.id);
        }
        Session permission = connection.permission;
        if (permission != null) {
            rows.change(now, permission, latestOfAddress, packet.id);
        }
    }

    private @Nullable Session find(
            Owner owner, boolean v6, long high, long low, int port, boolean connection) {
        Session last = owner.lastUsed;
        if (last != null && last.v6 == v6 && last.isFor(high, low, port, connection)) {
            return last;
        }
        Session found = sessions.get(owner.number, high, low, word(v6, port, connection), 0);
        if (found != null) {
            owner.lastUsed = found;
        }
        return found;
    }

    private Session insert(
            Owner owner, boolean v6, long high, long low, int port, boolean connection) {
        Session session = new Session(owner, v6, high, low, port, connection);
        sessions.put(owner.number, high, low, word(v6, port, connection), 0, session);
        Session first = owner.sessions;
        session.next = first;
        if (first != null) {
            first.previous = session;
        }
        owner.sessions = session;
        owner.lastUsed = session;
        return session;
    }

    private static long word(boolean v6, int port, boolean connection) {
        return port | (connection ? 0x10000 : 0) | (v6 ? 0x20000 : 0);
    }
}
