package dev.parley.turn;

import dev.parley.stun.AddressFamily;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunErrorCode;
import dev.parley.stun.StunReader;
import dev.parley.stun.StunWriter;
import java.util.List;

/**
 * Refresh, RFC 8656 section 8.2: prolongs an allocation, or one family of it, or ends it. With a
 * ticket it moves it as well, RFC 8016 section 3.2.
 */
final class RefreshRequests {
    private final ServerContext context;
    private final Answers answers;
    private final Grants grants;
    private final Endings endings;
    private final Mobility mobility;

    RefreshRequests(
            ServerContext context,
            Answers answers,
            Grants grants,
            Endings endings,
            Mobility mobility) {
        this.context = context;
        this.answers = answers;
        this.grants = grants;
        this.endings = endings;
        this.mobility = mobility;
    }

    /** Takes a request of the owner; if it shows a ticket, one that {@link Mobility} checked. */
    void handle(long now, ReplyTo to, StunReader request, Allocation allocation) {
        List<Relay> relays = allocation.relays();
        if (request.has(StunAttributeType.REQUESTED_ADDRESS_FAMILY)) {
            int family = request.u8(StunAttributeType.REQUESTED_ADDRESS_FAMILY);
            Relay one =
                    switch (family) {
                        case AddressFamily.IPV4 -> allocation.v4;
                        case AddressFamily.IPV6 -> allocation.v6;
                        default -> null;
                    };
            if (one == null) {
                answers.refuse(to, StunErrorCode.PEER_ADDRESS_FAMILY_MISMATCH);
                return;
            }
            relays = List.of(one);
        }
        long wanted = request.u32(StunAttributeType.LIFETIME);
        if (wanted == StunReader.ABSENT && request.has(StunAttributeType.LIFETIME)) {
            answers.refuse(to, StunErrorCode.BAD_REQUEST);
            return;
        }
        long granted =
                wanted == StunReader.ABSENT
                        ? grants.usualSeconds(now, allocation.owner)
                        : grants.seconds(now, allocation.owner, wanted);
        Ticket ticket = Mobility.concerns(request) && granted > 0 ? allocation.ticket : null;
        if (ticket != null) {
            if (allocation.isAway()) {
                relays = allocation.relays(); // each was about to end
            }
            if (!mobility.begin(now, to.path(), allocation)) {
                context.emit(
                        new TurnEvent.QuotaReached(
                                allocation.owner.user(),
                                context.paths.remote(to.path()),
                                TurnEvent.QuotaReached.Scope.PREFIX));
                answers.refuse(to, StunErrorCode.ALLOCATION_QUOTA_REACHED);
                return;
            }
        }
        StunWriter answer = answers.success(to);
        if (answer != null) {
            answer.u32(StunAttributeType.LIFETIME, (int) granted);
            if (ticket != null) {
                answer.bytes(StunAttributeType.MOBILITY_TICKET, ticket.current());
            }
            answers.send(to);
        }
        for (Relay relay : relays) {
            if (granted == 0) {
                endings.end(now, relay, EndReason.RELEASED);
            } else {
                grants.prolong(now, relay, granted);
            }
        }
    }
}
