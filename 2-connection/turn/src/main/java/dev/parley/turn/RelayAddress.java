package dev.parley.turn;

import dev.parley.core.IpAddress;
import java.util.List;

/**
 * An address that relay sockets are opened on.
 *
 * @param bind the local address
 * @param external the address that clients are told, another one behind a 1:1 NAT
 */
public record RelayAddress(IpAddress bind, IpAddress external) {
    /** How many a server may have: each comes with a table of all its ports. */
    public static final int MOST = 64;

    public RelayAddress {
        if (bind.v6() != external.v6()) {
            throw new IllegalArgumentException(
                    "a relay address and its external address are of one family, not "
                            + bind
                            + " and "
                            + external);
        }
        if (bind.isUnspecified() || external.isUnspecified()) {
            throw new IllegalArgumentException(
                    "a relay address is a concrete one: give it with --relay-address");
        }
    }

    /**
     * Whether these can be those of one server.
     *
     * @param onePort whether all relays of an address have the same port
     * @throws IllegalArgumentException when they cannot
     */
    static void check(List<RelayAddress> all, boolean onePort) {
        if (all.size() > MOST) {
            throw new IllegalArgumentException(
                    "there are "
                            + MOST
                            + " relay addresses at most: set --relay-address less often");
        }
        for (int i = 0; i < all.size(); i++) {
            RelayAddress one = all.get(i);
            for (RelayAddress other : all.subList(0, i)) {
                if (other.bind().v6() != one.bind().v6()) {
                    continue;
                }
                if (one.is(other.bind()) || one.is(other.external())) {
                    throw new IllegalArgumentException(
                            "relay addresses differ, and so do those that clients are told, not "
                                    + one
                                    + " and "
                                    + other
                                    + ": set --relay-address LOCAL/EXTERNAL for each");
                }
                if (onePort) {
                    throw new IllegalArgumentException(
                            "one port for all relays takes one relay address of each family: set"
                                    + " --relay-ports to a range");
                }
            }
        }
    }

    /** An address that is its own external one. */
    public static RelayAddress of(IpAddress address) {
        return new RelayAddress(address, address);
    }

    /** Whether this machine's relays are reached by that address, from inside or outside. */
    boolean is(IpAddress address) {
        return bind.equals(address) || external.equals(address);
    }
}
