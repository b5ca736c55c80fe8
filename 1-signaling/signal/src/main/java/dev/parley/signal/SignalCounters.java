package dev.parley.signal;

/**
 * What a server did since it was made. Written by the owner's thread; another thread may read them
 * and sees values that are at most a little old.
 */
public final class SignalCounters {
    long connections;
    long connectionsRefused;
    long joins;
    long resumes;
    long replacements;
    long waits;
    long roomsFull;
    long secretsRefused;
    long tokensRefused;
    long joinsRateLimited;
    long joinTimeouts;
    long graceTimeouts;
    long forwarded;
    long undeliverable;
    long malformed;
    long rateLimited;
    long refusals;
    long iceServersIssued;

    SignalCounters() {}

    /** Connections that were taken. */
    public long connections() {
        return connections;
    }

    /** Connections that were turned away for want of room. */
    public long connectionsRefused() {
        return connectionsRefused;
    }

    /** Peers that entered a room anew. */
    public long joins() {
        return joins;
    }

    /** Pages that went on under their old id. */
    public long resumes() {
        return resumes;
    }

    /** Pages that took over the seat of their former self. */
    public long replacements() {
        return replacements;
    }

    /** Pages that queued for a seat. */
    public long waits() {
        return waits;
    }

    /** Joins that met a full room. */
    public long roomsFull() {
        return roomsFull;
    }

    public long secretsRefused() {
        return secretsRefused;
    }

    public long tokensRefused() {
        return tokensRefused;
    }

    /** Joins over the rate of their network. */
    public long joinsRateLimited() {
        return joinsRateLimited;
    }

    /** Connections that never joined. */
    public long joinTimeouts() {
        return joinTimeouts;
    }

    /** Peers that did not come back in time. */
    public long graceTimeouts() {
        return graceTimeouts;
    }

    /** Messages passed from peer to peer. */
    public long forwarded() {
        return forwarded;
    }

    /** Messages for a peer that was unknown or away. */
    public long undeliverable() {
        return undeliverable;
    }

    /** Messages that were none. */
    public long malformed() {
        return malformed;
    }

    /** Messages over the rate of their connection. */
    public long rateLimited() {
        return rateLimited;
    }

    /** Errors sent, of all kinds. */
    public long refusals() {
        return refusals;
    }

    /** Sets of ICE servers given out. */
    public long iceServersIssued() {
        return iceServersIssued;
    }
}
