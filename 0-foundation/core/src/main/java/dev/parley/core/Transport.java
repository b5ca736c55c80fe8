package dev.parley.core;

/** How bytes travel between us and the remote end of a path. */
public enum Transport {
    UDP,
    TCP,
    TLS;

    /** Whether bytes arrive as a stream that must be cut into messages. */
    public boolean isStream() {
        return this != UDP;
    }
}
