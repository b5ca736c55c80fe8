package dev.parley.netty;

import java.time.Duration;

/**
 * What one WebSocket client may take.
 *
 * @param maxMessageBytes of one message, in one frame or several; a longer one closes with 1009
 * @param maxQueuedBytes how much may wait for a client that does not read
 * @param pingInterval how often the server sends a Ping
 * @param deadAfter how long a connection may be silent before it counts as dead
 */
public record WebSocketLimits(
        int maxMessageBytes, int maxQueuedBytes, Duration pingInterval, Duration deadAfter) {
    public static final WebSocketLimits DEFAULT =
            new WebSocketLimits(
                    64 * 1024, 1024 * 1024, Duration.ofSeconds(15), Duration.ofSeconds(40));
}
