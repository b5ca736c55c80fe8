package dev.parley.netty;

import dev.parley.core.TransportAddress;

/** One open WebSocket. All methods may be called from any thread and never block. */
public interface WebSocketSession {

    /**
     * Queues a text message. Messages leave in the order of the calls. A client that lets more than
     * {@link WebSocketLimits#maxQueuedBytes} wait is cut off. Does nothing once closed.
     */
    void send(String text);

    /**
     * Sends what is queued, then starts the closing handshake. The first call counts.
     *
     * @param code 1000, 1001, 1008, 1011 or 3000-4999
     * @param reason at most 123 bytes of UTF-8; more is cut
     */
    void close(int code, String reason);

    boolean isOpen();

    TransportAddress remote();

    /** Whether it runs over TLS. */
    boolean secure();

    /** The Host field of the upgrade request, or empty. */
    String host();
}
