package dev.parley.signal;

import org.jspecify.annotations.Nullable;

/** A peer that holds a seat in a room. */
final class Member {
    final Room room;
    final String peer;
    final String name;
    int timer; // present: when to renew credentials; away: when the grace time ends
    @Nullable Connection connection; // null while away

    Member(Room room, String peer, String name) {
        this.room = room;
        this.peer = peer;
        this.name = name;
    }

    PeerInfo seenBy(Member other) {
        return new PeerInfo(peer, name, Roles.isPolite(other.peer, peer), connection != null);
    }
}
