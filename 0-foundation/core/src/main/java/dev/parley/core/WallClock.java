package dev.parley.core;

/**
 * The one bridge from the monotonic time of a core to the time of day: for expiring credentials,
 * certificates and NTP stamps. Anchored once by the owner.
 *
 * @param anchorNanos the monotonic time of the anchor, in nanoseconds
 * @param anchorEpochMillis the time of day at that moment, in milliseconds since 1970 UTC
 */
public record WallClock(long anchorNanos, long anchorEpochMillis) {

    public long epochMillis(long now) {
        return anchorEpochMillis + Math.floorDiv(now - anchorNanos, 1_000_000);
    }

    public long epochSeconds(long now) {
        return Math.floorDiv(epochMillis(now), 1000);
    }
}
