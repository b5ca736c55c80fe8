package dev.parley.turn;

import dev.parley.core.IpAddress;
import dev.parley.stun.AddressErrorCode;
import dev.parley.stun.AddressFamily;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunErrorCode;
import dev.parley.stun.StunReader;
import dev.parley.turn.Opening.Leg;
import dev.parley.turn.TurnEvent.QuotaReached.Scope;
import org.jspecify.annotations.Nullable;

/** Allocate, RFC 8656 section 7.2, from the authenticated request to the open sockets. */
final class AllocateRequests {
    private final ServerContext context;
    private final Answers answers;
    private final Redirection redirection;
    private final AllocationTable table;
    private final RelayChoice choice;
    private final TurnLedger ledger;
    private final ChallengeLimiter limiter;
    private final Grants grants;
    private final Endings endings;
    private final AllocateAnswers allocateAnswers;
    private final RelayOpenings openings;
    private final HandOver handOver;

    AllocateRequests(
            ServerContext context,
            Answers answers,
            AllocationTable table,
            RelayChoice choice,
            TurnLedger ledger,
            ChallengeLimiter limiter,
            Grants grants,
            Endings endings,
            AllocateAnswers allocateAnswers,
            RelayOpenings openings,
            HandOver handOver) {
        this.context = context;
        redirection = new Redirection(context, answers, ledger, endings);
        this.answers = answers;
        this.table = table;
        this.choice = choice;
        this.ledger = ledger;
        this.limiter = limiter;
        this.grants = grants;
        this.endings = endings;
        this.allocateAnswers = allocateAnswers;
        this.openings = openings;
        this.handOver = handOver;
    }

    void handle(
            long now,
            ReplyTo to,
            StunReader request,
            Identity identity,
            @Nullable Allocation existing) {
        if (existing != null) {
            repeat(to, existing);
            return;
        }
        // A port that was reserved here is nowhere else, and has its place in the quotas.
        if (!request.has(StunAttributeType.RESERVATION_TOKEN) && redirection.redirect(to)) {
            return;
        }
        AllocateWish wish = AllocateWish.read(request);
        if (wish.error() != 0) {
            answers.refuse(to, wish.error());
        } else if (wish.tcp() && !context.config.tcpRelays()) {
            answers.refuse(to, StunErrorCode.UNSUPPORTED_TRANSPORT_PROTOCOL);
        } else if (wish.tcp() && !context.paths.transport(to.path()).isStream()) {
            answers.refuse(to, StunErrorCode.BAD_REQUEST);
        } else if (wish.mobile() && (wish.tcp() || !context.config.mobility())) {
            // What RFC 6062 relays by TCP are many connections, which RFC 8016 does not move.
            answers.refuse(to, StunErrorCode.MOBILITY_FORBIDDEN);
        } else if (endings.isDraining()) {
            answers.refuse(to, StunErrorCode.INSUFFICIENT_CAPACITY);
        } else if (wish.hasToken()) {
            if (!handOver.toOwnerOf(wish.token(), to, request)) {
                claim(now, to, identity, wish);
            }
        } else {
            open(now, to, identity, wish);
        }
    }

    /** The answer got lost, or it is under way. Another request on a path in use is refused. */
    private void repeat(ReplyTo to, Allocation existing) {
        if (!existing.replyTo.id().equals(to.id()) || existing.replyTo.path() != to.path()) {
            answers.refuse(to, StunErrorCode.ALLOCATION_MISMATCH);
            return;
        }
        context.counters.count(TurnCounter.RETRANSMISSIONS);
        if (existing.isLive()) {
            allocateAnswers.success(existing);
        }
    }

    /** Takes the port that an earlier Allocate had reserved. */
    private void claim(long now, ReplyTo to, Identity identity, AllocateWish wish) {
        Reservation reservation = table.reservations.get(wish.token());
        if (reservation == null || !reservation.user.equals(identity.user())) {
            answers.refuse(to, StunErrorCode.INSUFFICIENT_CAPACITY);
            return;
        }
        // The allocation takes over the place that the reservation has in the quotas, from another
        // network perhaps. Where that has no room, the port waits on.
        IpAddress prefix = prefix(to);
        if (!ledger.move(now, reservation.clientPrefix, prefix)) {
            allocateAnswers.refuse(to, identity.user(), Scope.PREFIX);
            return;
        }
        endings.forget(reservation);
        Allocation allocation = enter(now, to, identity, wish, prefix);
        Opening opening = new Opening(allocation);
        Leg leg = new Leg(opening, reservation.ports, PortWish.ANY);
        leg.port = reservation.port;
        leg.socket = reservation.socket;
        opening.legs.add(leg);
        allocateAnswers.complete(now, opening);
    }

    private void open(long now, ReplyTo to, Identity identity, AllocateWish wish) {
        boolean both = wish.both();
        boolean v6 = wantsV6(to, wish);
        boolean firstFamily = choice.has(v6);
        boolean secondFamily = both && choice.has(!v6);
        if (!firstFamily && !secondFamily) {
            answers.refuse(
                    to,
                    both
                            ? StunErrorCode.INSUFFICIENT_CAPACITY
                            : StunErrorCode.ADDRESS_FAMILY_NOT_SUPPORTED);
            return;
        }
        if (wish.port() != PortWish.ANY && context.config.relayPorts().isSingle()) {
            answers.refuse(to, StunErrorCode.INSUFFICIENT_CAPACITY);
            return;
        }
        Allocation allocation = begin(now, to, identity, wish);
        if (allocation == null) {
            return;
        }
        int socket = context.paths.socket(to.path());
        RelayPorts first = choice.choose(v6, socket);
        RelayPorts second = both ? choice.choose(!v6, socket) : null;
        Opening opening = new Opening(allocation);
        if (first != null) {
            opening.legs.add(new Leg(opening, first, wish.port()));
        }
        if (second != null) {
            opening.legs.add(new Leg(opening, second, wish.port()));
        }
        if (both && (first == null || second == null)) {
            allocation.familyError =
                    new AddressErrorCode(
                            (first == null) == v6 ? AddressFamily.IPV6 : AddressFamily.IPV4,
                            StunErrorCode.ADDRESS_FAMILY_NOT_SUPPORTED);
        }
        openings.start(now, opening);
    }

    /**
     * DEVIATION: without REQUESTED-ADDRESS-FAMILY the RFC gives IPv4; browsers never send it, so
     * they get the family that they came with, if there is such a relay address.
     */
    private boolean wantsV6(ReplyTo to, AllocateWish wish) {
        if (wish.both()) {
            return false;
        }
        if (wish.family() != 0) {
            return wish.family() == AddressFamily.IPV6;
        }
        return context.paths.remote(to.path()).ip().unmapped().v6() && choice.has(true);
    }

    /** Takes the quota and enters the allocation; null when it was refused. */
    private @Nullable Allocation begin(long now, ReplyTo to, Identity identity, AllocateWish wish) {
        IpAddress prefix = prefix(to);
        Scope full = ledger.take(now, identity.user(), prefix);
        if (full != null) {
            allocateAnswers.refuse(to, identity.user(), full);
            return null;
        }
        return enter(now, to, identity, wish, prefix);
    }

    /** The network that its client counts for. */
    private IpAddress prefix(ReplyTo to) {
        return limiter.prefix(context.paths.remote(to.path()).ip());
    }

    /** Enters an allocation whose quota was taken. */
    private Allocation enter(
            long now, ReplyTo to, Identity identity, AllocateWish wish, IpAddress prefix) {
        long granted =
                wish.lifetime() <= 0
                        ? grants.usualSeconds(now, identity)
                        : grants.seconds(now, identity, wish.lifetime());
        Allocation allocation =
                new Allocation(
                        ledger.nextAllocation(),
                        to,
                        context.paths.transport(to.path()),
                        wish.tcp(),
                        context.paths.remote(to.path()),
                        prefix,
                        identity,
                        wish.mobile() ? new Ticket(context.random, context.shard) : null,
                        (int) granted,
                        now,
                        ledger.budget(identity.user()));
        table.add(allocation);
        context.paths.retain(to.path());
        return allocation;
    }
}
