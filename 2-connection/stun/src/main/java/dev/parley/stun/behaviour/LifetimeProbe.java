package dev.parley.stun.behaviour;

import org.jspecify.annotations.Nullable;

/** One silence that is being tried. */
final class LifetimeProbe {

    enum Result {
        ALIVE,
        GONE,
        /** The way or the server does not allow the test. */
        UNUSABLE
    }

    final long silenceNanos;
    @Nullable LocalSocket socket;
    boolean silent; // the answer to this socket did not come
    boolean addressKnown; // the asker was told its address
    boolean sameAddress;
    boolean ended;
    boolean closed;

    LifetimeProbe(long silenceNanos) {
        this.silenceNanos = silenceNanos;
    }

    /** What silence means. */
    Result silenceResult() {
        return sameAddress ? Result.GONE : Result.UNUSABLE;
    }
}
