package dev.parley.server.settings;

import dev.parley.core.TransportAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where the metrics are served.
 *
 * @param address null when they are off
 */
public record MetricsListener(@Nullable TransportAddress address) {}
