package dev.parley.server.check;

import java.time.Duration;

/**
 * The caps of a desk.
 *
 * @param checks at a time, all together
 * @param checksPerNetwork from one IPv4 address or IPv6 /64
 * @param lifetime of a check, from its beginning
 * @param sightings of different kinds kept of one check
 */
public record CheckLimits(int checks, int checksPerNetwork, Duration lifetime, int sightings) {
    public static final CheckLimits DEFAULT =
            new CheckLimits(1_024, 32, Duration.ofSeconds(90), 64);
}
