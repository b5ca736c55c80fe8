package dev.parley.server.settings;

import dev.parley.core.IpAddress;

/**
 * An address of this machine, and what the world calls it.
 *
 * @param local where sockets are opened
 * @param external what the world calls it; the same unless a 1:1 NAT stands in front
 */
public record OwnAddress(IpAddress local, IpAddress external) {

    public OwnAddress {
        if (local.v6() != external.v6() || local.isUnspecified() || external.isUnspecified()) {
            throw new IllegalArgumentException(local + "/" + external);
        }
    }

    /** Reads {@code 192.0.2.8} or {@code 10.0.0.8/192.0.2.8}. */
    static OwnAddress parse(String text) {
        int slash = text.indexOf('/');
        IpAddress local = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
        return new OwnAddress(
                local, slash < 0 ? local : IpAddress.parse(text.substring(slash + 1)));
    }

    @Override
    public String toString() {
        return local.equals(external) ? local.toString() : local + "/" + external;
    }
}
