package dev.parley.server;

import dev.parley.core.TransportAddress;

/**
 * A socket that this server listens on.
 *
 * @param address an unspecified one means every address of the machine
 */
public record Endpoint(Kind kind, TransportAddress address) {

    /** What is served there. */
    public enum Kind {
        HTTP,
        HTTPS,
        STUN_UDP,
        STUN_TCP,
        TURNS,
        METRICS,
        ADMIN
    }
}
