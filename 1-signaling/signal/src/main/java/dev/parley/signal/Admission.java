package dev.parley.signal;

import dev.parley.core.Deadlines;
import org.jspecify.annotations.Nullable;

/** Judges a join: names, rate, proof; then asks {@link Rooms} for a seat and tells the answer. */
final class Admission {
    private static final int WRONG_PROOFS = 5;

    private SignalConfig config;
    private final PeerTokens tokens;
    private final Rooms rooms;
    private final Timers timers;
    private final Outbox outbox;
    private final SignalCounters counters;
    private final Doors doors;

    Admission(
            SignalConfig config,
            PeerTokens tokens,
            Rooms rooms,
            Timers timers,
            Outbox outbox,
            SignalCounters counters,
            Doors doors) {
        this.config = config;
        this.tokens = tokens;
        this.rooms = rooms;
        this.timers = timers;
        this.outbox = outbox;
        this.counters = counters;
        this.doors = doors;
    }

    void obey(SignalConfig next) {
        config = next;
    }

    void join(long now, Connection connection, ClientMessage.Join join) {
        if (connection.member != null) {
            refuse(
                    connection,
                    ErrorCode.ALREADY_JOINED,
                    "This connection is in a room. Use another one for another room.");
            return;
        }
        if (connection.waiter != null) {
            rooms.stopWaiting(connection.waiter);
        }
        // Whatever is refused from here on leaves time for a person to choose.
        timers.set(connection.timer, now + config.limits().choiceTimeout().toNanos());
        String room = Names.room(join.room());
        String name = Names.person(join.name());
        if (room == null) {
            refuse(
                    connection,
                    ErrorCode.BAD_ROOM,
                    "A room name has 1 to 64 letters, digits, - and _.");
        } else if (name == null) {
            refuse(connection, ErrorCode.BAD_NAME, "A name has at most 64 visible characters.");
        } else {
            join(now, connection, room, name, join);
        }
    }

    private void join(
            long now, Connection connection, String room, String name, ClientMessage.Join join) {
        ClientMessage.Claim claim = join.claim();
        boolean proven = claim != null && isProven(room, claim.proof());
        if (!proven && claim instanceof ClientMessage.Claim.Replace) {
            claim = null; // a seat that is nobody's is no reason to stay outside
        }
        if (mayAsk(now, connection, proven)
                && (proven
                        || (claim == null
                                ? hasSecret(now, connection, join)
                                : refuseToken(now, connection)))) {
            answer(now, connection, seat(now, connection, room, name, join.waits(), claim));
        }
    }

    private Rooms.Entry seat(
            long now,
            Connection connection,
            String room,
            String name,
            boolean waits,
            ClientMessage.@Nullable Claim claim) {
        return switch (claim) {
            case null -> rooms.enter(now, connection, room, name, waits);
            case ClientMessage.Claim.Resume(SeatProof proof) ->
                    rooms.resume(now, connection, room, proof.peer(), name, waits);
            case ClientMessage.Claim.Replace(SeatProof proof) ->
                    rooms.replace(now, connection, room, proof.peer(), name, waits);
        };
    }

    /** Asked before any proof is judged aloud, so that no guess is answered for free. */
    private boolean mayAsk(long now, Connection connection, boolean proven) {
        int cost = proven ? Prefixes.RESUME_TOKENS : Prefixes.JOIN_TOKENS;
        if (connection.prefix.takeJoin(now, cost)) {
            return true;
        }
        counters.joinsRateLimited++;
        outbox.send(
                connection.id,
                ServerMessage.Refused.later(
                        ErrorCode.TOO_MANY_JOINS,
                        "Too many joins from your network. Wait a little, then try again.",
                        connection.prefix.joinNanosAway(now) / 1_000_000 + 1));
        return false;
    }

    private boolean isProven(String room, SeatProof proof) {
        return Names.isPeer(proof.peer()) && tokens.matches(room, proof);
    }

    private boolean refuseToken(long now, Connection connection) {
        counters.tokensRefused++;
        wrongProof(
                now,
                connection,
                ErrorCode.BAD_TOKEN,
                "This is not the token of that peer in this room. Join anew.");
        return false;
    }

    private boolean hasSecret(long now, Connection connection, ClientMessage.Join join) {
        String secret = config.secret();
        if (secret == null || tokens.isSameSecret(secret, join.secret())) {
            return true;
        }
        if (join.secret() == null) {
            // Not a guess: the page learns that it must ask its person.
            refuse(connection, ErrorCode.WRONG_SECRET, "This server asks for a passphrase.");
            return false;
        }
        counters.secretsRefused++;
        wrongProof(
                now,
                connection,
                ErrorCode.WRONG_SECRET,
                "The passphrase is not the one of this server.");
        return false;
    }

    private void wrongProof(long now, Connection connection, ErrorCode code, String message) {
        connection.prefix.chargeWrong(now);
        if (++connection.wrongProofs < WRONG_PROOFS) {
            refuse(connection, code, message);
        } else {
            outbox.send(connection.id, ServerMessage.Refused.fatal(code, message));
            doors.close(now, connection, CloseCode.REFUSED);
        }
    }

    private void answer(long now, Connection connection, Rooms.Entry entry) {
        switch (entry) {
            case SEATED -> timers.set(connection.timer, Deadlines.NONE);
            case WAITING -> {
                counters.waits++;
                timers.set(connection.timer, Deadlines.NONE);
            }
            case ROOM_FULL -> refuseFull(connection, "This room is full. Wait, or take another.");
            case QUEUE_FULL ->
                    refuseFull(connection, "This room is full, and so many wait that you cannot.");
            case NO_MORE_ROOMS -> {
                outbox.send(
                        connection.id,
                        ServerMessage.Refused.fatal(
                                ErrorCode.SERVER_FULL,
                                "The server can hold no further room. Try again later."));
                doors.close(now, connection, CloseCode.REFUSED);
            }
        }
    }

    private void refuseFull(Connection connection, String message) {
        counters.roomsFull++;
        outbox.send(connection.id, ServerMessage.Refused.full(message, config.capacity()));
    }

    private void refuse(Connection connection, ErrorCode code, String message) {
        outbox.send(connection.id, ServerMessage.Refused.of(code, message));
    }
}
