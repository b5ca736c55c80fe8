package dev.parley.turn.client;

import dev.parley.core.Deadlines;
import dev.parley.core.SocketCommand;
import dev.parley.core.TransmitSlot;
import dev.parley.stun.LongTermCredential;
import dev.parley.stun.StunReader;
import org.jspecify.annotations.Nullable;

/**
 * The ways to the server: one in general; with a ticket (RFC 8016) also the next one while the
 * allocation moves, and for a moment the one before, by which data of peers may still be coming.
 */
final class Ways {
    /** What the server sent by the former way before it knew of the new one. */
    private static final long LINGER_NANOS = 5_000_000_000L;

    private final ClientContext context;
    private final FrameCutter.Messages messages;
    private @Nullable Way current; // null before Allocate, and while its stream is broken
    private @Nullable Way next;
    private @Nullable Way former;
    private @Nullable Requests move; // by the next way
    private LongTermCredential moveCredential;
    private long leaveFormerAt = Deadlines.NONE;
    private byte @Nullable [] ticket;
    private boolean arrived;
    private boolean recovering; // the move is our own

    Ways(ClientContext context, FrameCutter.Messages messages) {
        this.context = context;
        this.messages = messages;
        moveCredential = context.credential;
    }

    /** Names the first one. */
    void begin(int path) {
        current = open(path);
        context.over(path);
    }

    private Way open(int path) {
        context.paths.retain(path);
        return new Way(path, context.paths.transport(path).isStream(), messages);
    }

    /** The way of a path, or null. */
    @Nullable Way at(int path) {
        if (current != null && current.path == path) {
            return current;
        }
        if (next != null && next.path == path) {
            return next;
        }
        return former != null && former.path == path ? former : null;
    }

    boolean isCurrent(Way way) {
        return way.equals(current);
    }

    void ticket(byte @Nullable [] given) {
        ticket = given;
    }

    boolean canMove() {
        return ticket != null;
    }

    /** Asks for the allocation to come along; whatever was asked by another way is given up. */
    void move(long now, Allocation allocation, int path) {
        if (next != null && next.path == path) {
            return; // under way
        }
        byte[] shown = ticket;
        if (shown == null || (current != null && current.path == path && current.stream)) {
            throw new IllegalStateException("path " + path + " is where the allocation is");
        }
        recovering = false;
        if (next != null) {
            leave(next, false);
        }
        if (former != null && former.path == path) {
            leaveFormer();
        }
        next = open(path);
        // What was agreed on over a stream is not offered over UDP, so that one begins anew.
        LongTermCredential credential =
                next.stream == context.stream
                        ? context.credential
                        : new LongTermCredential(
                                context.config.username(), context.config.password());
        Requests requests = new Requests(context.random, context.policy, credential);
        requests.over(path, next.stream);
        move = requests;
        moveCredential = credential;
        requests.ask(
                now, new MoveExchange(allocation, this, shown, context.config.lifetimeSeconds()));
    }

    /**
     * The server does not know the allocation by this way: some NAT gave us another address. Shows
     * the ticket by the same way.
     *
     * @return whether that may help
     */
    boolean recover(long now, Allocation allocation) {
        Way way = current;
        if (way == null || way.stream || ticket == null) {
            return false;
        }
        if (next == null) {
            move(now, allocation, way.path);
            recovering = true;
        }
        return true;
    }

    /** Takes an answer to a move; false when it is none. */
    boolean receive(long now, StunReader response) {
        return move != null && move.receive(now, response);
    }

    /** Whether who answered the move knows the password, if that was ever asked for. */
    boolean isProven() {
        return moveCredential.isChallenged() || !context.credential.isChallenged();
    }

    /**
     * The server knows the new way.
     *
     * @param fresh the next ticket
     */
    void arrived(long now, byte @Nullable [] fresh) {
        if (fresh != null) {
            ticket = fresh;
        }
        leaveFormer();
        if (current != null) {
            former = current;
            leaveFormerAt = now + LINGER_NANOS;
        }
        Way way = next;
        next = null;
        move = null;
        if (way == null) {
            throw new IllegalStateException("an answer to a move that was given up");
        }
        current = way;
        context.over(way.path, moveCredential);
        context.requests.again(now);
        context.events.add(new TurnClientEvent.Moved(way.path));
        arrived = true;
    }

    /** Whether a new way was taken since this was last asked. */
    boolean takeArrival() {
        boolean was = arrived;
        arrived = false;
        return was;
    }

    /** It does not, or did not answer; returns whether all depended on it. */
    boolean refused(TurnFailure failure, int code) {
        Way way = next;
        next = null;
        move = null;
        if (way != null) {
            leave(way, false);
            if (!recovering) {
                context.events.add(new TurnClientEvent.MoveFailed(way.path, failure, code));
            }
        }
        return recovering;
    }

    /**
     * A stream ended, or carries something that is not TURN. The client can move on.
     *
     * @param closed whether it is closed already
     */
    void broken(Way way, boolean closed) {
        leave(way, closed);
        if (way.equals(current)) {
            current = null;
            context.lost();
            context.events.add(new TurnClientEvent.PathLost(way.path));
        } else if (way.equals(next)) {
            next = null;
            move = null;
            context.events.add(
                    new TurnClientEvent.MoveFailed(way.path, TurnFailure.STREAM_BROKEN, 0));
        } else {
            former = null;
            leaveFormerAt = Deadlines.NONE;
        }
    }

    /**
     * The allocation ended.
     *
     * @param closed whether the current stream is closed already
     */
    void leaveAll(boolean closed) {
        if (current != null) {
            leave(current, closed);
            current = null;
        }
        giveUpMove();
        leaveFormer();
    }

    /** Nobody wants the next way any more. */
    void giveUpMove() {
        if (next != null) {
            leave(next, false);
            next = null;
            move = null;
        }
    }

    private void leaveFormer() {
        if (former != null) {
            leave(former, false);
            former = null;
            leaveFormerAt = Deadlines.NONE;
        }
    }

    private void leave(Way way, boolean closed) {
        context.paths.release(way.path);
        if (way.stream && !closed) {
            context.commands.add(new SocketCommand.ClosePath(way.path));
        }
    }

    void onTimeout(long now) {
        if (now >= leaveFormerAt) {
            leaveFormer();
        }
        if (move != null) {
            move.onTimeout(now);
        }
    }

    long nextTimeout() {
        return Math.min(leaveFormerAt, move == null ? Deadlines.NONE : move.nextTimeout());
    }

    int pollTransmit(TransmitSlot out) {
        return move == null ? 0 : move.pollTransmit(out);
    }
}
