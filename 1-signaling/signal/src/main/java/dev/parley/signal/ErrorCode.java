package dev.parley.signal;

import java.util.Locale;

/** What was refused. In messages the names are written {@code like-this}. */
public enum ErrorCode {
    BAD_MESSAGE,
    UNSUPPORTED_VERSION,
    NOT_JOINED,
    ALREADY_JOINED,
    ROOM_FULL,
    WRONG_SECRET,
    BAD_TOKEN,
    BAD_ROOM,
    BAD_NAME,
    UNKNOWN_PEER,
    PEER_AWAY,
    RATE_LIMITED,
    TOO_LARGE,
    TOO_MANY_JOINS,
    TOO_MANY_CONNECTIONS,
    JOIN_TIMEOUT,
    SERVER_FULL,
    ORIGIN_REFUSED;

    private final String wire = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** As written in messages. */
    public String wire() {
        return wire;
    }
}
