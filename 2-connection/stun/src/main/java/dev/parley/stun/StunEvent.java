package dev.parley.stun;

import dev.parley.core.TransportAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a transaction of a {@link StunClient} ended. Each ends with exactly one event. */
public sealed interface StunEvent {

    /** The number that {@link StunClient#request} returned. */
    int transaction();

    /** The server saw our requests come from this address. */
    record Mapped(int transaction, TransportAddress address) implements StunEvent {}

    /**
     * The server wants us to ask another one (300). The caller decides and guards against loops.
     *
     * @param domain the name that the other server's certificate must have, when it said one
     */
    record Redirected(int transaction, TransportAddress server, @Nullable String domain)
            implements StunEvent {}

    /**
     * The server answered with an error.
     *
     * @param reason its phrase; text from the network
     * @param unknownAttributes with 420, the types that it does not understand
     */
    record Refused(int transaction, int code, String reason, List<Integer> unknownAttributes)
            implements StunEvent {}

    /** There was no answer, or none that could be used. */
    record Failed(int transaction, Failure failure) implements StunEvent {}

    /** Why there was no answer. */
    enum Failure {
        TIMED_OUT,
        /**
         * There were responses, none with the integrity it must have: a wrong password, or worse.
         */
        INTEGRITY_VIOLATED,
        /** The stream ended, or carried something that is not STUN. */
        STREAM_BROKEN,
        /** The response has attributes that must be understood and are not, or no address. */
        NOT_UNDERSTOOD
    }
}
