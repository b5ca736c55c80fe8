package dev.parley.turn;

import dev.parley.core.IpAddress;

/**
 * A peer that clients name by one address and that is reached at another: a machine behind a 1:1
 * NAT that turns nothing back (no hairpinning), seen from the network behind it.
 *
 * @param named what clients say and are told; the peer rules judge this one
 * @param reached where its datagrams go to and come from; nobody reaches it by this name
 */
public record PeerRewrite(IpAddress named, IpAddress reached) {

    public PeerRewrite {
        if (named.v6() != reached.v6()) {
            throw new IllegalArgumentException(
                    named + " and " + reached + " are not of the same family");
        }
        if (named.isUnspecified() || reached.isUnspecified() || named.equals(reached)) {
            throw new IllegalArgumentException(
                    "a peer is named by one concrete address and reached at another, not "
                            + named
                            + " and "
                            + reached);
        }
    }
}
