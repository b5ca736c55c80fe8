package dev.parley.netty;

import java.time.Duration;

/**
 * What one stream client may take.
 *
 * @param maxQueuedBytes how much may wait for a client that does not read
 * @param overflow what happens to a message that finds no room
 * @param strangerTimeout how long a connection that was not {@link StreamConnection#trust trusted}
 *     may stay silent
 */
public record StreamLimits(int maxQueuedBytes, Overflow overflow, Duration strangerTimeout) {
    public static final StreamLimits DEFAULT =
            new StreamLimits(256 * 1024, Overflow.DROP, Duration.ofSeconds(30));

    public enum Overflow {
        /** The message is dropped, as a network would drop a datagram. */
        DROP,
        /** The connection is closed. */
        CLOSE
    }
}
