package dev.parley.netty;

/**
 * What happens on one WebSocket, in order, on the network thread that owns it: so it must not
 * block. An exception closes the connection with 1011 and is logged.
 */
public interface WebSocketListener {

    /** The handshake is done; the first call. */
    default void opened(WebSocketSession session) {}

    /** One whole text message, of valid UTF-8. */
    void text(WebSocketSession session, String text);

    /**
     * The connection has ended; the last call, made exactly once after {@link #opened}.
     *
     * @param code as in RFC 6455, section 7.4; 1006 when there was no closing handshake
     */
    void closed(WebSocketSession session, int code, String reason);
}
