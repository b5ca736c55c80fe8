package dev.parley.server.settings;

import dev.parley.core.IpAddress;

/**
 * A second address to answer from.
 *
 * @param local where sockets are opened
 * @param external what the world calls it; the same unless a 1:1 NAT stands in front
 */
public record AlternateAddress(IpAddress local, IpAddress external) {

    public AlternateAddress {
        if (local.v6() != external.v6() || local.isUnspecified() || external.isUnspecified()) {
            throw new IllegalArgumentException(local + "/" + external);
        }
    }

    /** Reads {@code 192.0.2.8} or {@code 10.0.0.8/192.0.2.8}. */
    static AlternateAddress parse(String text) {
        int slash = text.indexOf('/');
        IpAddress local = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
        return new AlternateAddress(
                local, slash < 0 ? local : IpAddress.parse(text.substring(slash + 1)));
    }

    @Override
    public String toString() {
        return local.equals(external) ? local.toString() : local + "/" + external;
    }
}
