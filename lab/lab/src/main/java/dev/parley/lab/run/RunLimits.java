package dev.parley.lab.run;

import java.time.Duration;

/**
 * How much a run may take.
 *
 * @param events the most events that are kept
 * @param wall how long it may take to compute
 */
public record RunLimits(int events, Duration wall) {
    /** A page shows that many with ease. */
    public static final RunLimits DEFAULT = new RunLimits(100_000, Duration.ofSeconds(10));
}
