package dev.parley.server.settings;

import dev.parley.turn.SecurityFeatures;

/** Where TURN offers what RFC 8489 added: SHA-256 and what protects that choice. */
public enum StrongAuth {
    STREAMS,
    ALWAYS,
    NEVER;

    /** The same in the words of the TURN server. */
    public SecurityFeatures features() {
        return switch (this) {
            case STREAMS -> SecurityFeatures.ON_STREAMS;
            case ALWAYS -> SecurityFeatures.ALWAYS;
            case NEVER -> SecurityFeatures.NEVER;
        };
    }
}
