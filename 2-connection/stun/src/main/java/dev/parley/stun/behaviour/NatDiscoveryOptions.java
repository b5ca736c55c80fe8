package dev.parley.stun.behaviour;

import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;

/**
 * What a {@link NatDiscovery} is to find out.
 *
 * @param server the STUN server's first address and port
 * @param local the address of this machine from which that server is reached
 * @param timeoutNanos how long to wait for the server's first answer; later waits are shorter,
 *     since the round trip is known then
 * @param lifetimeNanos the longest silence that a mapping is tried with; 0 leaves its lifetime
 *     unmeasured
 */
public record NatDiscoveryOptions(
        TransportAddress server, IpAddress local, long timeoutNanos, long lifetimeNanos) {
    private static final long SECOND = 1_000_000_000L;

    /** Everything but the lifetime, five seconds for the first answer. */
    public NatDiscoveryOptions(TransportAddress server, IpAddress local) {
        this(server, local, 5 * SECOND, 0);
    }

    public NatDiscoveryOptions {
        if (server.ip().v6() != local.v6()) {
            throw new IllegalArgumentException(local + " and " + server + " differ in family");
        }
        if (server.port() == 0 || server.ip().isUnspecified() || local.isUnspecified()) {
            throw new IllegalArgumentException(
                    "a concrete server and local address are wanted, not " + server + ", " + local);
        }
        if (timeoutNanos < SECOND / 10 || lifetimeNanos < 0) {
            throw new IllegalArgumentException("a timeout is a tenth of a second at least");
        }
    }

    public NatDiscoveryOptions withTimeoutNanos(long timeoutNanos) {
        return new NatDiscoveryOptions(server, local, timeoutNanos, lifetimeNanos);
    }

    public NatDiscoveryOptions withLifetimeNanos(long lifetimeNanos) {
        return new NatDiscoveryOptions(server, local, timeoutNanos, lifetimeNanos);
    }
}
