package dev.parley.turn;

import dev.parley.core.IpAddress;
import org.jspecify.annotations.Nullable;

/** That data may pass between a relay and all ports of one peer address, RFC 8656 section 9. */
final class Permission implements Expiring {
    final Relay relay;
    final IpAddress peer;

    /** Where the network knows it; another address where a {@link PeerRewrite} says so. */
    final IpAddress reached;

    /** An address of our own: data goes only to ports of live allocations. */
    final boolean own;

    /** A rule opens the address by name, so an own address is a host like any other too. */
    final boolean openByRule;

    /** Others on the same port who permit the same address, see {@link SharedPort}. */
    @Nullable Permission nextHolder;

    @Nullable Permission previousHolder;

    int timer;
    long expiresAt;

    Permission(Relay relay, IpAddress peer, IpAddress reached, boolean own, boolean openByRule) {
        this.relay = relay;
        this.peer = peer;
        this.reached = reached;
        this.own = own;
        this.openByRule = openByRule;
    }
}
