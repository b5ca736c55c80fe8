package dev.parley.turn;

/**
 * How long allocations get: what their clients ask for, within the lifetimes of the configuration
 * and, where it says so, never beyond their credentials.
 */
final class Grants {
    private final ServerContext context;
    private final Flows flows;

    Grants(ServerContext context, Flows flows) {
        this.context = context;
        this.flows = flows;
    }

    /**
     * What the answer says.
     *
     * @param wanted LIFETIME; 0 stays 0
     */
    long seconds(long now, Identity owner, long wanted) {
        long granted = context.config.lifetimes().grant(wanted);
        if (granted == 0 || !context.config.strictExpiry()) {
            return granted;
        }
        long left = Math.max(1, owner.endsAt() - context.clock.epochSeconds(now));
        return Math.min(granted, left);
    }

    /** The same for a client that asks for nothing. */
    long usualSeconds(long now, Identity owner) {
        return seconds(now, owner, context.config.lifetimes().allocationDefault());
    }

    /** When that is over: the seconds of the answer are rounded, this is not. */
    long until(long now, Identity owner, long seconds) {
        long until = now + ServerContext.nanos(seconds);
        if (!context.config.strictExpiry() || owner.endsAt() == TurnUser.NEVER) {
            return until;
        }
        long leftMillis = owner.endsAt() * 1000 - context.clock.epochMillis(now);
        return leftMillis > seconds * 1000 ? until : now + Math.max(0, leftMillis) * 1_000_000;
    }

    /** Lets a relay stand for that long from now on. */
    void prolong(long now, Relay relay, long seconds) {
        relay.expiresAt = until(now, relay.allocation.owner, seconds);
        context.timers.move(relay.timer, relay.expiresAt);
        relay.allocation.channels.forEach(channel -> {
            if (channel.relay == relay) {
                flows.openOrExtend(channel);
            }
        });
    }

    /** Takes back what was granted beyond a credential before that counted. */
    void obeyStrictly(long now, Relay relay) {
        long left = Math.ceilDiv(relay.expiresAt - now, ServerContext.nanos(1));
        if (until(now, relay.allocation.owner, left) - relay.expiresAt < 0) {
            prolong(now, relay, left);
        }
    }

    /** Why a relay of that owner ends when its time is over. */
    EndReason reason(long now, Identity owner) {
        return context.config.strictExpiry() && owner.endsAt() <= context.clock.epochSeconds(now)
                ? EndReason.CREDENTIAL_ENDED
                : EndReason.EXPIRED;
    }
}
