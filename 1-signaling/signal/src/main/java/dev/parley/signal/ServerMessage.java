package dev.parley.signal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the server tells a page. */
public sealed interface ServerMessage {

    /**
     * You are in.
     *
     * @param peer your id: 128 random bits in URL-safe Base64
     * @param token proves the id later, see {@link SeatProof}
     * @param room the name by which this server compares rooms
     * @param name what others call you
     * @param resumed whether this goes on with an id you had before
     * @param serverTimeMillis the time of day at the server, since 1970 UTC
     */
    record Welcome(
            String peer,
            String token,
            String room,
            String name,
            boolean resumed,
            int capacity,
            List<PeerInfo> peers,
            IceServers ice,
            long serverTimeMillis,
            int graceSeconds)
            implements ServerMessage {

        public Welcome {
            peers = List.copyOf(peers);
        }

        @Override
        public String toString() {
            return "Welcome[" + peer + ", " + room + ", resumed=" + resumed + ", " + peers + "]";
        }
    }

    /**
     * The room is full and you asked to wait.
     *
     * @param position 1 is next
     */
    record Waiting(String room, int position, int capacity) implements ServerMessage {}

    /**
     * Somebody entered.
     *
     * @param resumed whether under an id from before this server knew of it
     */
    record PeerJoined(String peer, String name, boolean polite, boolean resumed)
            implements ServerMessage {}

    /** Their signaling connection was lost. */
    record PeerAway(String peer) implements ServerMessage {}

    /** They resumed; messages on their former connection may be lost. */
    record PeerBack(String peer) implements ServerMessage {}

    /** They are gone for good. */
    record PeerLeft(String peer, LeaveReason reason) implements ServerMessage {}

    /** From a peer in the same room. */
    record Directed(String from, Signal signal) implements ServerMessage {}

    /** Fresh ICE servers. */
    record Ice(IceServers ice) implements ServerMessage {}

    /** The answer to {@link ClientMessage.Ping}. */
    record Pong(@Nullable Long n) implements ServerMessage {}

    /** The server drains; come back and resume. */
    record Closing(String reason) implements ServerMessage {}

    /**
     * Something was refused.
     *
     * @param message for people: what is wrong and what to do
     * @param fatal whether the connection is closed after this
     * @param to the peer that the refused message was for
     * @param capacity with {@link ErrorCode#ROOM_FULL}: how many the room holds, else 0
     * @param retryAfterMillis with a rate: when to try again, else 0
     */
    record Refused(
            ErrorCode code,
            String message,
            boolean fatal,
            @Nullable String to,
            int capacity,
            long retryAfterMillis)
            implements ServerMessage {

        static Refused of(ErrorCode code, String message) {
            return new Refused(code, message, false, null, 0, 0);
        }

        static Refused fatal(ErrorCode code, String message) {
            return new Refused(code, message, true, null, 0, 0);
        }

        static Refused about(@Nullable String to, ErrorCode code, String message) {
            return new Refused(code, message, false, to, 0, 0);
        }

        static Refused full(String message, int capacity) {
            return new Refused(ErrorCode.ROOM_FULL, message, false, null, capacity, 0);
        }

        static Refused later(ErrorCode code, String message, long retryAfterMillis) {
            return new Refused(code, message, false, null, 0, retryAfterMillis);
        }
    }
}
