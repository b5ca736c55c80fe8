package dev.parley.stun.behaviour;

import dev.parley.core.TransportAddress;
import org.jspecify.annotations.Nullable;

/**
 * What came of a question.
 *
 * @param kind a success, an error, or the question itself (it went round a hairpin)
 * @param socket where it arrived
 * @param from where it came from
 * @param mapped what the server saw; never null in a success
 * @param other OTHER-ADDRESS
 * @param errorCode of an error
 * @param tookNanos since the question was first sent
 */
record Answer(
        Kind kind,
        int socket,
        TransportAddress from,
        @Nullable TransportAddress mapped,
        @Nullable TransportAddress other,
        int errorCode,
        long tookNanos) {

    enum Kind {
        SUCCESS,
        ERROR,
        ECHO
    }
}
