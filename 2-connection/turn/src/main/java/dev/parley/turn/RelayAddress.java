package dev.parley.turn;

import dev.parley.core.IpAddress;

/**
 * An address that relay sockets are opened on.
 *
 * @param bind the local address
 * @param external the address that clients are told, another one behind a 1:1 NAT
 */
public record RelayAddress(IpAddress bind, IpAddress external) {

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

    /** An address that is its own external one. */
    public static RelayAddress of(IpAddress address) {
        return new RelayAddress(address, address);
    }

    /** Whether this machine's relays are reached by that address, from inside or outside. */
    boolean is(IpAddress address) {
        return bind.equals(address) || external.equals(address);
    }
}
