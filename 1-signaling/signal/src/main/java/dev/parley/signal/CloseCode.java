package dev.parley.signal;

/** Why the server closes a connection: the status code of the WebSocket, RFC 6455 section 7.4. */
public enum CloseCode {
    /** After {@link ClientMessage.Leave}. */
    LEFT(1000, "left"),
    /** The server drains; resume elsewhere or later. */
    RESTART(1001, "restart"),
    /** The same peer came by a newer connection; do not come back. */
    REPLACED(4001, "replaced"),
    /** After a fatal {@link ServerMessage.Refused}. */
    REFUSED(4002, "refused"),
    /** Nothing joined in time. */
    JOIN_TIMEOUT(4003, "join-timeout");

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
