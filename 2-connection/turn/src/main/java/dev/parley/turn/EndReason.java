package dev.parley.turn;

/** Why an allocation, and with it its permissions and channels, came to its end. */
public enum EndReason {
    /** Its lifetime passed without a refresh. */
    EXPIRED,
    /** The time of its credential is over, where that counts. */
    CREDENTIAL_ENDED,
    /** The client asked for it: Refresh with lifetime 0. */
    RELEASED,
    /** The client's TCP or TLS connection closed. */
    CLIENT_GONE,
    /** A relay socket could not be opened, or failed. */
    SOCKET_ERROR,
    /** An operator ended it, or its user or secret is not known any more. */
    REVOKED,
    /** The server stops. */
    SHUTDOWN
}
