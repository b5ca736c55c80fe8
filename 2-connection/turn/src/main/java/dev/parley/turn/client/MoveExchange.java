package dev.parley.turn.client;

import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunMethod;
import dev.parley.stun.StunReader;
import dev.parley.stun.StunWriter;
import org.jspecify.annotations.Nullable;

/** Refresh with the ticket by a new way, RFC 8016 section 3.2: the allocation comes along. */
final class MoveExchange implements Exchange {
    private final Allocation allocation;
    private final Ways ways;
    private final byte[] ticket;
    private final int lifetimeSeconds;

    MoveExchange(Allocation allocation, Ways ways, byte[] ticket, int lifetimeSeconds) {
        this.allocation = allocation;
        this.ways = ways;
        this.ticket = ticket;
        this.lifetimeSeconds = lifetimeSeconds;
    }

    @Override
    public int method() {
        return StunMethod.REFRESH;
    }

    @Override
    public void write(StunWriter request) {
        if (lifetimeSeconds > 0) {
            request.u32(StunAttributeType.LIFETIME, lifetimeSeconds);
        }
        request.bytes(StunAttributeType.MOBILITY_TICKET, ticket);
    }

    @Override
    public void onSuccess(long now, long askedAt, StunReader response) {
        if (!ways.isProven()) {
            onFailure(now, TurnFailure.INTEGRITY_VIOLATED, 0, response);
            return;
        }
        ways.arrived(now, response.bytes(StunAttributeType.MOBILITY_TICKET));
        allocation.moved(askedAt, response.u32(StunAttributeType.LIFETIME));
    }

    @Override
    public void onFailure(long now, TurnFailure failure, int code, @Nullable StunReader response) {
        if (ways.refused(failure, code)) {
            allocation.end(TurnClientEvent.Ended.Reason.LOST);
        }
    }
}
