package dev.parley.turn;

import dev.parley.core.Paths;
import dev.parley.core.SocketCommand;
import dev.parley.core.TransportAddress;
import org.jspecify.annotations.Nullable;

/** The connections of all TCP relays, RFC 6062, by what a message brings along. */
final class PeerStreams {
    /** RFC 6062 sections 5.2 and 5.3: how long a connection waits for its ConnectionBind. */
    private static final long BIND_SECONDS = 30;

    private final ServerContext context;
    private final TurnLedger ledger;
    private final IntMap<PeerStream> byId = new IntMap<>(16);
    private final IntMap<PeerStream> byRequest = new IntMap<>(16);
    private final PathTable<PeerStream> byPath = new PathTable<>();
    private int size;

    PeerStreams(ServerContext context, TurnLedger ledger) {
        this.context = context;
        this.ledger = ledger;
    }

    int size() {
        return size;
    }

    /** Takes the place of one more connection, for {@link #add}; false when there is none. */
    boolean takePlace(Allocation allocation) {
        int most = context.config.quotas().connectionsPerAllocation();
        if (allocation.peerStreams.size() >= most
                || !ledger.takeConnection(allocation.owner.user())) {
            return false;
        }
        size++;
        return true;
    }

    private void leavePlace(PeerStream stream) {
        size--;
        ledger.giveBackConnection(stream.relay.allocation.owner.user());
    }

    /** Whether a Connect to that peer is under way, or led to what stands; peers may come too. */
    static boolean hasConnect(Allocation allocation, TransportAddress peer) {
        for (PeerStream stream : allocation.peerStreams) {
            if (stream.connect != null && stream.peer.equals(peer)) {
                return true;
            }
        }
        return false;
    }

    @Nullable PeerStream byId(int id) {
        return byId.get(id);
    }

    /** The one that a client's or a peer's connection belongs to. */
    @Nullable PeerStream at(int path) {
        return byPath.get(path);
    }

    /** Begins a connection that the driver will answer for. */
    void connecting(PeerStream stream, int request) {
        stream.request = request;
        byRequest.put(request, stream);
        add(stream);
    }

    /** The connection of a driver's answer, null when it is none of ours; asked for once. */
    @Nullable PeerStream answered(int request) {
        PeerStream stream = byRequest.get(request);
        byRequest.remove(request);
        if (stream != null && stream.state == PeerStream.State.ENDED) {
            leavePlace(stream);
        }
        return stream;
    }

    /** Begins a connection that has its place. */
    void add(PeerStream stream) {
        stream.relay.allocation.peerStreams.add(stream);
    }

    /** The connection stands: it gets a number, and its time to be bound begins. */
    void stands(long now, PeerStream stream, int path) {
        do {
            stream.id = context.shard.mark((int) context.random.nextLong());
        } while (stream.id == 0 || byId.get(stream.id) != null);
        stream.state = PeerStream.State.PENDING;
        stream.peerPath = path;
        byId.put(stream.id, stream);
        byPath.put(path, stream);
        context.paths.retain(path);
        stream.timer = context.timers.add(stream, now + ServerContext.nanos(BIND_SECONDS));
        context.counters.count(TurnCounter.PEER_CONNECTIONS);
    }

    /** The client's connection came. */
    void bound(PeerStream stream, int clientPath) {
        context.timers.remove(stream.timer);
        stream.state = PeerStream.State.BOUND;
        stream.clientPath = clientPath;
        byPath.put(clientPath, stream);
    }

    /**
     * Forgets a connection.
     *
     * @param close whether its peer's side stands and shall be closed
     */
    void remove(PeerStream stream, boolean close) {
        stream.relay.allocation.peerStreams.remove(stream);
        // The driver goes on connecting when nobody wants it any more, and its socket still counts
        // until it answers: else allocations that come and go would have any number of them.
        if (byRequest.get(stream.request) != stream) {
            leavePlace(stream);
        }
        switch (stream.state) {
            case CONNECTING -> {}
            case PENDING -> context.timers.remove(stream.timer);
            case BOUND -> byPath.remove(stream.clientPath);
            case ENDED -> throw new IllegalStateException("a connection ends once");
        }
        if (stream.peerPath != Paths.NONE) {
            byId.remove(stream.id);
            byPath.remove(stream.peerPath);
            if (close) {
                context.commands.add(new SocketCommand.ClosePath(stream.peerPath));
            }
            context.paths.release(stream.peerPath);
        }
        stream.state = PeerStream.State.ENDED;
    }
}
