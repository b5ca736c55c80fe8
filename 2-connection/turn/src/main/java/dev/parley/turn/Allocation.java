package dev.parley.turn;

import dev.parley.core.IpAddress;
import dev.parley.core.Paths;
import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import dev.parley.stun.AddressErrorCode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * What a client has, RFC 8656 section 3.2: known by its path, that is, by its 5-tuple. With a
 * ticket it may change the path, see {@link Mobility}.
 */
final class Allocation {
    enum State {
        /** Its sockets are being opened; the client has no answer yet. */
        OPENING,
        LIVE,
        ENDED
    }

    final long id;

    /** Where the client is; {@link Paths#NONE} while it is away. */
    int clientPath;

    /** What the client came by; last, while it is away. */
    Transport transport;

    boolean clientStream;

    /** Where it is about to be, RFC 8016; {@link Paths#NONE} in general. */
    int nextPath = Paths.NONE;

    /** What it may move by; null for one that did not ask. */
    final @Nullable Ticket ticket;

    /** Whether peers are reached by TCP, RFC 6062. */
    final boolean tcp;

    TransportAddress client;

    /** The network that it counts for. */
    IpAddress clientPrefix;

    final Identity owner;
    final long createdAt;

    /** How the Allocate was asked, to tell its retransmissions and answer them the same. */
    final ReplyTo replyTo;

    /** What the answer to Allocate said. */
    final int grantedSeconds;

    State state = State.OPENING;

    /** What its user may relay. */
    final Budget budget;

    /** How often its client may ask for something. */
    final RequestRate requests;

    /** The addresses that the answer told, also when some of them have ended. */
    List<TransportAddress> relayed = List.of();

    @Nullable Relay v4;
    @Nullable Relay v6;

    /** The reservation token that the answer carried. */
    @Nullable Reservation reservation;

    /** Which family could not be served, when both were asked for. */
    @Nullable AddressErrorCode familyError;

    final IntMap<Channel> channels = new IntMap<>(4);

    /** Connections with peers, oldest first. */
    final SequencedSet<PeerStream> peerStreams = new LinkedHashSet<>(0);

    /** Everything but the flows that are alive. */
    final FlowCounters traffic = new FlowCounters();

    /** How much of the traffic is in the server's counters already. */
    final FlowCounters reported = new FlowCounters();

    Allocation(
            long id,
            ReplyTo replyTo,
            Transport transport,
            boolean tcp,
            TransportAddress client,
            IpAddress clientPrefix,
            Identity owner,
            @Nullable Ticket ticket,
            int grantedSeconds,
            long createdAt,
            Budget budget) {
        this.id = id;
        this.replyTo = replyTo;
        this.clientPath = replyTo.path();
        this.transport = transport;
        this.clientStream = transport.isStream();
        this.tcp = tcp;
        this.client = client;
        this.clientPrefix = clientPrefix;
        this.owner = owner;
        this.ticket = ticket;
        this.grantedSeconds = grantedSeconds;
        this.createdAt = createdAt;
        requests = new RequestRate(createdAt);
        this.budget = budget;
    }

    @Nullable Relay relay(boolean ofV6) {
        return ofV6 ? v6 : v4;
    }

    void relay(boolean ofV6, @Nullable Relay relay) {
        if (ofV6) {
            v6 = relay;
        } else {
            v4 = relay;
        }
    }

    /** The relays that stand. */
    List<Relay> relays() {
        Relay four = v4;
        Relay six = v6;
        if (four == null) {
            return six == null ? List.of() : List.of(six);
        }
        return six == null ? List.of(four) : List.of(four, six);
    }

    /** The client is elsewhere now. */
    void moveTo(int path, TransportAddress address, Transport by) {
        clientPath = path;
        nextPath = Paths.NONE;
        client = address;
        transport = by;
        clientStream = by.isStream();
    }

    /** Whether its connection is gone and its client may come back. */
    boolean isAway() {
        return clientPath == Paths.NONE;
    }

    boolean isLive() {
        return state == State.LIVE;
    }
}
