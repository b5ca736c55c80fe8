package dev.parley.signal;

/** Why a peer is gone. */
public enum LeaveReason {
    /** It said so. */
    LEFT("left"),
    /** It did not resume in time. */
    TIMEOUT("timeout"),
    /** The same page came back as a new peer. */
    REPLACED("replaced");

    private final String wire;

    LeaveReason(String wire) {
        this.wire = wire;
    }

    /** As written in messages. */
    public String wire() {
        return wire;
    }
}
