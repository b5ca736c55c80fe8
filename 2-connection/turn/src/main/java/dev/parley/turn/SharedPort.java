package dev.parley.turn;

import dev.parley.core.AddressHash;
import dev.parley.turn.Opening.Leg;
import java.util.ArrayList;
import java.util.List;

/**
 * The one port of a relay address whose relays share it, and its socket: opened for the first of
 * them, closed after the last. What comes in belongs to nobody by its port; {@link SharedRelays}
 * finds out whose it is.
 */
final class SharedPort {
    static final int CLOSED = -1;

    final int number;
    final CheckNames checks = new CheckNames();

    /** The driver's number of the socket, or {@link #CLOSED}. */
    int socket = CLOSED;

    /** Allocations that wait until the socket stands; empty when it is not being opened. */
    private final List<Leg> waiting = new ArrayList<>();

    /**
     * By the name of a peer the first of those who permit it; see {@link Permission#nextHolder}.
     */
    final PermissionTable holders;

    private int shares;

    /**
     * A port whose socket is closed.
     *
     * @param hash with a secret, for its tables
     */
    SharedPort(int number, AddressHash hash) {
        this.number = number;
        holders = new PermissionTable(hash);
    }

    /**
     * Waits for the socket.
     *
     * @return whether that is the first to wait, so that somebody has to open it
     */
    boolean await(Leg leg) {
        waiting.add(leg);
        return waiting.size() == 1;
    }

    /** All that wait; nobody does afterwards. */
    List<Leg> takeWaiting() {
        List<Leg> all = List.copyOf(waiting);
        waiting.clear();
        return all;
    }

    /** One more relay uses the socket. */
    void enter() {
        shares++;
    }

    /**
     * A relay uses it no longer.
     *
     * @return whether that was the last one, so that the socket is to be closed
     */
    boolean leave() {
        if (--shares > 0) {
            return false;
        }
        socket = CLOSED;
        return true;
    }

    void add(Permission permission) {
        Permission first = holders.get(permission.peer.high(), permission.peer.low());
        permission.nextHolder = first;
        if (first != null) {
            first.previousHolder = permission;
        }
        holders.put(permission);
    }

    void remove(Permission permission) {
        Permission next = permission.nextHolder;
        Permission previous = permission.previousHolder;
        if (next != null) {
            next.previousHolder = previous;
        }
        if (previous != null) {
            previous.nextHolder = next;
        } else if (next != null) {
            holders.put(next);
        } else {
            holders.remove(permission);
        }
        permission.nextHolder = null;
        permission.previousHolder = null;
    }
}
