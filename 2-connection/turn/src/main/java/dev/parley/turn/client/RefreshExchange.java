package dev.parley.turn.client;

import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunMethod;
import dev.parley.stun.StunReader;
import dev.parley.stun.StunWriter;
import org.jspecify.annotations.Nullable;

/** Refresh, RFC 8656 section 8, of all that the allocation has. */
final class RefreshExchange implements Exchange {
    private final Allocation allocation;
    private final int lifetimeSeconds;

    /**
     * @param lifetimeSeconds what is asked for; 0 leaves it to the server
     */
    RefreshExchange(Allocation allocation, int lifetimeSeconds) {
        this.allocation = allocation;
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
    }

    @Override
    public void onSuccess(long now, long askedAt, StunReader response) {
        allocation.refreshed(askedAt, response.u32(StunAttributeType.LIFETIME));
    }

    @Override
    public void onFailure(long now, TurnFailure failure, int code, @Nullable StunReader response) {
        allocation.notRefreshed(now, failure, code);
    }
}
