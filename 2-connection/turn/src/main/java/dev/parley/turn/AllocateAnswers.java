package dev.parley.turn;

import dev.parley.core.TransportAddress;
import dev.parley.stun.AddressErrorCode;
import dev.parley.stun.AddressFamily;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunErrorCode;
import dev.parley.stun.StunWriter;
import dev.parley.turn.Opening.Leg;
import dev.parley.turn.TurnEvent.QuotaReached.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What becomes of an Allocate once its sockets stand, or do not; RFC 8656 section 7.2. */
final class AllocateAnswers {
    private static final String TOO_FAST = "Too Many New Allocations";

    private final ServerContext context;
    private final Answers answers;
    private final AllocationTable table;
    private final StreamTable streams;
    private final TurnLedger ledger;
    private final Grants grants;
    private final Endings endings;

    AllocateAnswers(
            ServerContext context,
            Answers answers,
            AllocationTable table,
            StreamTable streams,
            TurnLedger ledger,
            Grants grants,
            Endings endings) {
        this.context = context;
        this.answers = answers;
        this.table = table;
        this.streams = streams;
        this.ledger = ledger;
        this.grants = grants;
        this.endings = endings;
    }

    /** Every leg stands or failed. */
    void complete(long now, Opening opening) {
        Allocation allocation = opening.allocation;
        if (allocation.state == Allocation.State.ENDED) {
            opening.legs.forEach(this::discard); // the client left while we were at it
            return;
        }
        if (opening.legs.stream().noneMatch(Leg::isOpen)) {
            answers.refuse(allocation.replyTo, StunErrorCode.INSUFFICIENT_CAPACITY);
            endings.end(now, allocation, EndReason.SOCKET_ERROR);
            return;
        }
        Scope full = reserves(now, opening);
        if (full != null) {
            opening.legs.forEach(this::discard);
            String user = allocation.owner.user();
            switch (full) {
                case USER_RATE, PREFIX_RATE -> refuse(allocation.replyTo, user, full);
                case USER, PREFIX, SERVER -> {
                    tell(allocation.replyTo, user, full);
                    answers.refuse(allocation.replyTo, StunErrorCode.INSUFFICIENT_CAPACITY);
                }
            }
            endings.end(now, allocation, EndReason.SOCKET_ERROR);
            return;
        }
        for (Leg leg : opening.legs) {
            if (leg.isOpen()) {
                stand(now, allocation, leg);
            } else {
                allocation.familyError =
                        new AddressErrorCode(
                                leg.ports.address.bind().v6()
                                        ? AddressFamily.IPV6
                                        : AddressFamily.IPV4,
                                StunErrorCode.INSUFFICIENT_CAPACITY);
            }
        }
        allocation.relayed = allocation.relays().stream().map(relay -> relay.external).toList();
        allocation.state = Allocation.State.LIVE;
        streams.adopt(allocation.clientPath);
        context.counters.count(TurnCounter.ALLOCATIONS_CREATED);
        context.emit(
                new TurnEvent.AllocationCreated(
                        allocation.id,
                        allocation.owner.user(),
                        allocation.client,
                        allocation.transport,
                        allocation.relayed));
        success(allocation);
    }

    private void stand(long now, Allocation allocation, Leg leg) {
        Relay relay = new Relay(allocation, leg.ports, leg.port, leg.socket);
        relay.expiresAt = grants.until(now, allocation.owner, allocation.grantedSeconds);
        relay.timer = context.timers.add(relay, relay.expiresAt);
        allocation.relay(relay.v6(), relay);
        if (relay.share == null) {
            table.relayBySocket.put(relay.socket, relay);
            leg.ports.hold(relay);
        }
        if (leg.nextSocket != Leg.NONE) {
            reserve(now, allocation, leg);
        }
    }

    /**
     * Takes the quota of the port above, if one shall be kept: it counts like an allocation, as it
     * costs as much. RFC 8656 section 7.2: who cannot have both gets neither.
     *
     * @return why it is not granted, or null
     */
    private @Nullable Scope reserves(long now, Opening opening) {
        Allocation allocation = opening.allocation;
        return opening.legs.stream().allMatch(leg -> leg.nextSocket == Leg.NONE)
                ? null
                : ledger.take(now, allocation.owner.user(), allocation.clientPrefix);
    }

    /** Keeps the port above, whose quota was taken. */
    private void reserve(long now, Allocation allocation, Leg leg) {
        String user = allocation.owner.user();
        Reservation reservation =
                new Reservation(
                        context.shard.mark(context.random.nextLong()),
                        leg.ports,
                        leg.port + 1,
                        leg.nextSocket,
                        user,
                        allocation.clientPrefix);
        long until = now + ServerContext.nanos(context.config.lifetimes().reservation());
        reservation.timer = context.timers.add(reservation, until);
        table.reservations.put(reservation.token, reservation);
        allocation.reservation = reservation;
    }

    /** Refuses an Allocate for which there is no quota. */
    void refuse(ReplyTo to, String user, Scope full) {
        tell(to, user, full);
        switch (full) {
            case SERVER -> answers.refuse(to, StunErrorCode.INSUFFICIENT_CAPACITY);
            case USER, PREFIX -> answers.refuse(to, StunErrorCode.ALLOCATION_QUOTA_REACHED);
            case USER_RATE, PREFIX_RATE -> {
                context.counters.count(TurnCounter.ALLOCATIONS_LIMITED);
                answers.refuse(to, StunErrorCode.ALLOCATION_QUOTA_REACHED, TOO_FAST);
            }
        }
    }

    private void tell(ReplyTo to, String user, Scope full) {
        TransportAddress client = context.paths.remote(to.path());
        context.emit(new TurnEvent.QuotaReached(user, client, full));
    }

    /** Answers an Allocate, or its retransmission, from what the allocation remembers. */
    void success(Allocation allocation) {
        StunWriter answer = answers.success(allocation.replyTo);
        if (answer == null) {
            return;
        }
        for (TransportAddress relayed : relayed(allocation)) {
            answer.xorAddress(StunAttributeType.XOR_RELAYED_ADDRESS, relayed);
        }
        if (allocation.familyError != null) {
            answer.addressErrorCode(allocation.familyError);
        }
        answer.u32(StunAttributeType.LIFETIME, allocation.grantedSeconds);
        if (allocation.reservation != null) {
            answer.u64(StunAttributeType.RESERVATION_TOKEN, allocation.reservation.token);
        }
        if (allocation.ticket != null) {
            answer.bytes(StunAttributeType.MOBILITY_TICKET, allocation.ticket.current());
        }
        answer.xorAddress(StunAttributeType.XOR_MAPPED_ADDRESS, allocation.client);
        answers.send(allocation.replyTo);
    }

    private static List<TransportAddress> relayed(Allocation allocation) {
        return allocation.relays().stream().map(relay -> relay.external).toList();
    }

    private void discard(Leg leg) {
        if (leg.isOpen()) {
            endings.closeSocket(leg.socket, leg.ports, leg.port);
        }
        if (leg.nextSocket != Leg.NONE) {
            endings.closeSocket(leg.nextSocket, leg.ports, leg.port + 1);
        }
    }
}
