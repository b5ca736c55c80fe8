package dev.parley.netty;

import java.time.Duration;

/**
 * How many connections a listener carries.
 *
 * @param total all of them; one more is closed at once
 * @param perAddress of one IPv4 address or one IPv6 /64
 * @param greetingTimeout how long a client may take for the TLS handshake and its first bytes
 */
public record ConnectionLimits(int total, int perAddress, Duration greetingTimeout) {
    public static final ConnectionLimits DEFAULT =
            new ConnectionLimits(20_000, 256, Duration.ofSeconds(10));
}
