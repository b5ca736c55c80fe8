package dev.parley.server.settings;

import dev.parley.core.TransportAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where the admin API is served.
 *
 * @param address null when it is off
 */
public record AdminListener(@Nullable TransportAddress address) {

    /** Whether other machines may reach it. */
    public boolean isRemote() {
        return address != null && !address.ip().toInetAddress().isLoopbackAddress();
    }

    @Override
    public String toString() {
        return address == null ? "off" : address.toString();
    }
}
