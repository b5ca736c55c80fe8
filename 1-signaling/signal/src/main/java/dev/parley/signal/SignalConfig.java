package dev.parley.signal;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a server behaves.
 *
 * @param capacity how many peers a room holds
 * @param grace how long a peer that lost its connection keeps its seat
 * @param secret the passphrase of every room, or null for an open server
 */
public record SignalConfig(
        int capacity, Duration grace, @Nullable String secret, SignalLimits limits) {

    public SignalConfig {
        if (capacity < 1) {
            throw new IllegalArgumentException("a room holds at least one peer, not " + capacity);
        }
        if (grace.isNegative()) {
            throw new IllegalArgumentException("the grace time is not negative: " + grace);
        }
        if (secret != null
                && (secret.isEmpty() || secret.length() > SignalLimits.SECRET_CHARACTERS)) {
            throw new IllegalArgumentException(
                    "a room secret has 1 to " + SignalLimits.SECRET_CHARACTERS + " characters");
        }
    }

    /** Two peers a room, 30 seconds of grace, no secret. */
    public static SignalConfig defaults() {
        return new SignalConfig(2, Duration.ofSeconds(30), null, SignalLimits.defaults());
    }

    public SignalConfig withCapacity(int capacity) {
        return new SignalConfig(capacity, grace, secret, limits);
    }

    public SignalConfig withSecret(@Nullable String secret) {
        return new SignalConfig(capacity, grace, secret, limits);
    }

    public SignalConfig withLimits(SignalLimits limits) {
        return new SignalConfig(capacity, grace, secret, limits);
    }

    @Override
    public String toString() {
        return "SignalConfig[" + capacity + ", " + grace + ", secret=" + (secret != null) + "]";
    }
}
