package dev.parley.turn;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/** What is known of a relay that shares its port: which part of what comes in there is its own. */
final class RelayShare {
    final SharedPort port;
    final Relay relay;

    /** The peers' addresses and ports that are this relay's alone, oldest first. */
    final SequencedSet<PeerClaim> claims = new LinkedHashSet<>(0);

    /** Names in connectivity checks that it sent, oldest first; see {@link CheckNames}. */
    final Deque<byte[]> checks = new ArrayDeque<>(2);

    /** Whether it sent any, also such whose name is another relay's. */
    boolean sendsChecks;

    /** The relay on the same port that it speaks with. */
    @Nullable RelayShare partner;

    /** The channel to the shared port itself, which several relays may have. */
    @Nullable Channel ownChannel;

    RelayShare(SharedPort port, Relay relay) {
        this.port = port;
        this.relay = relay;
    }

    void pair(RelayShare other) {
        partner = other;
        other.partner = this;
    }

    void part() {
        if (partner != null) {
            partner.partner = null;
            partner = null;
        }
    }
}
