package dev.parley.internet;

import dev.parley.core.TransportAddress;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table of a NAT or firewall.
 *
 * @param id its number in this node, from 1 on, never used twice
 * @param inside the endpoint inside
 * @param outside the endpoint that stands for it; null where nothing is translated
 * @param remote the endpoint outside that it holds for; port 0 stands for all ports; null for all
 * @param expiresAt in nanoseconds of virtual time, unless it is used before
 */
public record TableRow(
        int id,
        Kind kind,
        Protocol protocol,
        TransportAddress inside,
        @Nullable TransportAddress outside,
        @Nullable TransportAddress remote,
        long expiresAt) {

    public enum Kind {
        /** An inside endpoint is known outside by another one. */
        MAPPING,
        /** A remote endpoint may send to that mapping, or through that firewall. */
        PERMISSION,
        /** Both in one: a row of Linux's connection tracking; also a TCP connection. */
        CONNECTION,
        /**
         * A block of ports that a machine has for itself, whatever the protocol: {@code inside} has
         * the first port, {@code outside} the last.
         */
        BLOCK
    }
}
