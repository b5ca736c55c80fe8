package dev.parley.turn.client;

import dev.parley.stun.StunReader;
import dev.parley.stun.StunWriter;
import org.jspecify.annotations.Nullable;

/** One question to the server: how it is put, and what its outcome means. */
interface Exchange {
    /** Of {@link dev.parley.stun.StunMethod}. */
    int method();

    /** Adds the attributes of the request, those of the credential left out. */
    void write(StunWriter request);

    /** Whether it shall be put again after a challenge. */
    default boolean isWanted() {
        return true;
    }

    /**
     * The server has done it.
     *
     * @param askedAt when it was asked at first, so that no time counts from later than the
     *     server's own
     */
    void onSuccess(long now, long askedAt, StunReader response);

    /**
     * It has not, or has not answered.
     *
     * @param code of the response, or 0
     * @param response the refusal, when there was one
     */
    void onFailure(long now, TurnFailure failure, int code, @Nullable StunReader response);
}
