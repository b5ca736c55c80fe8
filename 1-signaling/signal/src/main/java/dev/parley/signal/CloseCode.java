package dev.parley.signal;

/** Why the server closes a connection: the status code of the WebSocket, RFC 6455 section 7.4. */
public enum CloseCode {
    /** After {@link ClientMessage.Leave}. */
    LEFT(1000, "left"),
    /** A frame over the limit; said by the transport. */
    TOO_LARGE(1009, "too-large"),
    /** The server drains; resume elsewhere or later. */
    RESTART(1001, "restart"),
    /** The same peer came by a newer connection; do not come back. */
    REPLACED(4001, "replaced"),
    /** After a fatal {@link ServerMessage.Refused}. */
    REFUSED(4002, "refused"),
    /** Nothing joined in time. */
    JOIN_TIMEOUT(4003, "join-timeout"),
    /** It does not read what it is sent; said by the transport. */
    TOO_SLOW(4004, "too-slow");

    private final int status;
    private final String reason;

    CloseCode(int status, String reason) {
        this.status = status;
        this.reason = reason;
    }

    public int status() {
        return status;
    }

    public String reason() {
        return reason;
    }
}
