package dev.parley.turn;

import dev.parley.core.Paths;
import dev.parley.core.TransportAddress;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection between a relay and one peer (RFC 6062 calls it a peer data connection), and the
 * client's connection that it is bound to.
 *
 * <pre>
 *   Connect ----------> CONNECTING --> PENDING --> BOUND     ConnectionBind within 30 s
 *   a peer connects --------------------^
 * </pre>
 */
final class PeerStream implements Expiring {
    enum State {
        /** On its way to the peer; the client has no answer yet. */
        CONNECTING,
        /** It stands, and waits for the client's connection; nothing is read from it. */
        PENDING,
        BOUND,
        ENDED
    }

    final Relay relay;

    /** As the client knows it: one of our own relays is named by its external address. */
    final TransportAddress peer;

    /** The Connect that asked for it; null when the peer came by itself. */
    final @Nullable ReplyTo connect;

    State state = State.CONNECTING;

    /** CONNECTION-ID. */
    int id;

    /** Of the driver's answer, while {@link State#CONNECTING}. */
    int request;

    int peerPath = Paths.NONE;
    int clientPath = Paths.NONE;

    /** Runs while {@link State#PENDING}. */
    int timer;

    PeerStream(Relay relay, TransportAddress peer, @Nullable ReplyTo connect) {
        this.relay = relay;
        this.peer = peer;
        this.connect = connect;
    }

    /** Bytes passed between the two connections; returns how long to wait before more of them. */
    long passed(long now, int from, int bytes) {
        Allocation allocation = relay.allocation;
        if (from == clientPath) {
            allocation.traffic.toPeer(now, bytes);
            return allocation.budget.streamToPeer(now, bytes);
        }
        allocation.traffic.toClient(now, bytes);
        return allocation.budget.streamToClient(now, bytes);
    }
}
