package dev.parley.signal;

import org.jspecify.annotations.Nullable;

/** What a page tells the server. */
public sealed interface ClientMessage {

    /**
     * Enter a room.
     *
     * @param name what others call this person; null lets the server choose
     * @param secret the passphrase of the server, where it wants one
     * @param waits whether to queue when the room is full
     * @param claim what this page held before, and what shall become of it; null for a newcomer
     */
    record Join(
            String room,
            @Nullable String name,
            @Nullable String secret,
            boolean waits,
            @Nullable Claim claim)
            implements ClientMessage {

        @Override
        public String toString() {
            return "Join[" + room + ", " + name + ", waits=" + waits + ", " + claim + "]";
        }
    }

    /** A claim to a seat held before. */
    sealed interface Claim {
        SeatProof proof();

        /** Go on as the same peer: its connections to others still live. */
        record Resume(SeatProof proof) implements Claim {}

        /** Come as a new peer onto the seat of the old one, which is no more. */
        record Replace(SeatProof proof) implements Claim {}
    }

    /** Something for one peer in the same room. */
    record Directed(String to, Signal signal) implements ClientMessage {}

    /** Ask for fresh ICE servers. */
    record Credentials() implements ClientMessage {}

    /**
     * Ask for a {@link ServerMessage.Pong}.
     *
     * @param n repeated in the answer
     */
    record Ping(@Nullable Long n) implements ClientMessage {}

    /** Leave for good. */
    record Leave() implements ClientMessage {}
}
