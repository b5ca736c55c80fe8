package dev.parley.netty;

import java.time.Duration;

/**
 * How many connections a listener carries. When they are that many, a new one takes the place of
 * the oldest that has not sent a whole request yet, or was answered by HTTP with a status of 400 or
 * above; when there is none, of the one that has waited longest for its next request. Connections
 * that are at work, WebSockets and {@link StreamConnection#trust trusted} streams stay.
 *
 * @param total all of them; one more that finds no place is closed at once
 * @param perAddress of one IPv4 address or one IPv6 /64
 * @param greetingTimeout how long a client may take for the TLS handshake and its first bytes
 */
public record ConnectionLimits(int total, int perAddress, Duration greetingTimeout) {
    public static final ConnectionLimits DEFAULT =
            new ConnectionLimits(20_000, 256, Duration.ofSeconds(10));
}
