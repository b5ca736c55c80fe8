package dev.parley.turn.client;

import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunMethod;
import dev.parley.stun.StunReader;
import dev.parley.stun.StunWriter;
import org.jspecify.annotations.Nullable;

/** Refresh with a lifetime of zero, which ends an allocation. However it goes, we are done. */
final class ReleaseExchange implements Exchange {
    private final Allocation allocation;

    ReleaseExchange(Allocation allocation) {
        this.allocation = allocation;
    }

    @Override
    public int method() {
        return StunMethod.REFRESH;
    }

    @Override
    public void write(StunWriter request) {
        request.u32(StunAttributeType.LIFETIME, 0);
    }

    @Override
    public void onSuccess(long now, long askedAt, StunReader response) {
        allocation.end(TurnClientEvent.Ended.Reason.CLOSED);
    }

    @Override
    public void onFailure(long now, TurnFailure failure, int code, @Nullable StunReader response) {
        allocation.end(TurnClientEvent.Ended.Reason.CLOSED);
    }
}
