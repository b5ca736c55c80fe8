package dev.parley.turn;

import dev.parley.core.IpAddress;
import dev.parley.core.Paths;
import dev.parley.core.TransportAddress;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunErrorCode;
import dev.parley.stun.StunMethod;
import dev.parley.stun.StunReader;
import org.jspecify.annotations.Nullable;

/**
 * Allocations that follow their clients to other addresses, RFC 8016 section 3.
 *
 * <pre>
 *   at its path -- Refresh with the ticket, from elsewhere --> both paths are its own
 *       ^                                                          |
 *       |               the first data from there, or the old path closes
 *       '----------------------------------------------------------'
 *   at its path -- its connection closes --> away -- Refresh with the ticket --> at its path
 * </pre>
 *
 * While both paths are its own, what peers send goes to the old one. There is one such path at a
 * time: who comes from a third one gives the second up.
 */
final class Mobility {
    /** How long an allocation without a path waits for its client; then it ends. */
    static final long AWAY_SECONDS = 60;

    private final ServerContext context;
    private final AllocationTable table;
    private final StreamTable streams;
    private final TurnLedger ledger;
    private final ChallengeLimiter limiter;
    private final Flows flows;

    Mobility(
            ServerContext context,
            AllocationTable table,
            StreamTable streams,
            TurnLedger ledger,
            ChallengeLimiter limiter,
            Flows flows) {
        this.context = context;
        this.table = table;
        this.streams = streams;
        this.ledger = ledger;
        this.limiter = limiter;
        this.flows = flows;
    }

    /** Whether that is a request that names its allocation by a ticket instead of by its path. */
    static boolean concerns(StunReader request) {
        return request.method() == StunMethod.REFRESH
                && request.has(StunAttributeType.MOBILITY_TICKET);
    }

    /** The allocation that such a request is about; nothing is proved yet. */
    @Nullable Allocation named(StunReader request) {
        int ticket = request.find(StunAttributeType.MOBILITY_TICKET);
        return context.config.mobility() && request.valueLength(ticket) == Ticket.BYTES
                ? table.byTicket(Ticket.handle(request.buffer(), request.valueOffset(ticket)))
                : null;
    }

    /** The shard that has what the ticket names. */
    int ownerOf(StunReader request) {
        int ticket = request.find(StunAttributeType.MOBILITY_TICKET);
        return context.config.mobility() && request.valueLength(ticket) == Ticket.BYTES
                ? Ticket.ownerOf(request.buffer(), request.valueOffset(ticket), context.shard)
                : context.shard.number();
    }

    /**
     * The error for a move that may not be, 0 for one that may; RFC 8016 section 3.2.2.
     *
     * @param named by the ticket
     * @param here what stands on the path of the request
     */
    int check(
            long now,
            int path,
            StunReader request,
            Identity identity,
            @Nullable Allocation named,
            @Nullable Allocation here) {
        if (!context.config.mobility()) {
            return StunErrorCode.MOBILITY_FORBIDDEN;
        }
        int shown = request.find(StunAttributeType.MOBILITY_TICKET);
        if (request.valueLength(shown) != Ticket.BYTES) {
            return StunErrorCode.BAD_REQUEST;
        }
        Ticket ticket = named == null ? null : named.ticket;
        if (named == null || ticket == null || !named.isLive()) {
            return StunErrorCode.ALLOCATION_MISMATCH;
        }
        if (!identity.username().equals(named.owner.username())) {
            return StunErrorCode.WRONG_CREDENTIALS;
        }
        if (here != null && !here.equals(named)) {
            return StunErrorCode.ALLOCATION_MISMATCH;
        }
        boolean mayMove =
                switch (ticket.match(now, request.buffer(), request.valueOffset(shown))) {
                    case CURRENT -> here == null;
                    // A retransmission, or the answer was lost before the client moved on.
                    case PREVIOUS ->
                            isWhereItMoved(named, path) || (here == null && isMoving(named));
                    case NONE -> false;
                };
        return mayMove ? 0 : StunErrorCode.BAD_REQUEST;
    }

    private static boolean isMoving(Allocation allocation) {
        return allocation.nextPath != Paths.NONE;
    }

    private static boolean isWhereItMoved(Allocation allocation, int path) {
        return path == (isMoving(allocation) ? allocation.nextPath : allocation.clientPath);
    }

    /**
     * Makes the path one of the allocation's, with a new ticket; does nothing when it is already.
     *
     * @return false when the network that it moves to has no room
     */
    boolean begin(long now, int path, Allocation allocation) {
        Ticket ticket = allocation.ticket;
        if (ticket == null || isWhereItMoved(allocation, path)) {
            return true;
        }
        IpAddress prefix = limiter.prefix(context.paths.remote(path).ip());
        if (!ledger.move(now, allocation.clientPrefix, prefix)) {
            return false;
        }
        // It is counted where it moved to last and never back, so that no network has too many.
        allocation.clientPrefix = prefix;
        leave(now, allocation.nextPath);
        context.paths.retain(path);
        table.add(path, allocation);
        streams.adopt(path);
        allocation.nextPath = path;
        ticket.renew(now, context.random);
        if (allocation.isAway()) {
            complete(now, allocation);
        }
        return true;
    }

    /** A client sent data; on the path that it moves to, they are what ends the old one. */
    void onData(long now, int path, Allocation allocation) {
        if (path == allocation.nextPath) {
            complete(now, allocation);
        }
    }

    private void complete(long now, Allocation allocation) {
        int former = allocation.clientPath;
        allocation.channels.forEach(flows::close);
        TransportAddress client = context.paths.remote(allocation.nextPath);
        allocation.moveTo(
                allocation.nextPath, client, context.paths.transport(allocation.nextPath));
        allocation.channels.forEach(flows::openOrExtend);
        leave(now, former);
        context.counters.count(TurnCounter.ALLOCATIONS_MOVED);
        context.emit(
                new TurnEvent.AllocationMoved(
                        allocation.id, allocation.owner.user(), client, allocation.transport));
    }

    /**
     * One of the allocation's paths is gone.
     *
     * @return false when nobody can come back to it
     */
    boolean survives(long now, Allocation allocation, int path) {
        if (path == allocation.nextPath) {
            allocation.nextPath = Paths.NONE;
            leave(now, path);
        } else if (isMoving(allocation)) {
            complete(now, allocation);
        } else if (allocation.ticket != null && allocation.isLive()) {
            allocation.channels.forEach(flows::close);
            allocation.clientPath = Paths.NONE;
            leave(now, path);
            long until = now + ServerContext.nanos(AWAY_SECONDS);
            for (Relay relay : allocation.relays()) {
                relay.expiresAt = Math.min(relay.expiresAt, until);
                context.timers.move(relay.timer, relay.expiresAt);
            }
        } else {
            return false;
        }
        return true;
    }

    /** The allocation ended. */
    void leaveAll(long now, Allocation allocation) {
        leave(now, allocation.clientPath);
        leave(now, allocation.nextPath);
    }

    private void leave(long now, int path) {
        if (path != Paths.NONE) {
            table.remove(path);
            context.shard.crossing().left(path);
            context.paths.release(path);
            streams.abandon(now, path);
        }
    }
}
