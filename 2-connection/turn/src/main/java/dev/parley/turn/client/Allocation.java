package dev.parley.turn.client;

import dev.parley.core.Deadlines;
import dev.parley.core.Paths;
import dev.parley.core.TransportAddress;
import dev.parley.stun.StunReader;
import org.jspecify.annotations.Nullable;

/**
 * The life of the one allocation: asked for, refreshed, given back. All that ends it comes through
 * {@link #end(TurnClientEvent)}.
 */
final class Allocation {
    /** A whole transaction over UDP takes 39.5 s at the longest; two and more fit. */
    private static final long REFRESH_MARGIN_SECONDS = 120;

    /** However long the server promises, we ask each hour whether it still knows us. */
    private static final long MAX_LIFETIME_SECONDS = 3600;

    private enum State {
        NEW,
        ALLOCATING,
        LIVE,
        /** Refresh 0 is under way. */
        RELEASING,
        ENDED
    }

    private final ClientContext context;
    private final Ways ways;
    private final AllocateExchange allocate;
    private final RefreshExchange refresh;
    private State state = State.NEW;
    private boolean closing;
    private boolean streamClosed;
    private boolean v4;
    private boolean v6;
    private long grantedSeconds;
    private long refreshAt = Deadlines.NONE; // NONE also while a Refresh is under way
    private boolean refreshing;
    private boolean expiring; // the owner was told
    private long expiresAt;

    Allocation(ClientContext context, Ways ways) {
        this.context = context;
        this.ways = ways;
        allocate = new AllocateExchange(context.config, this);
        refresh = new RefreshExchange(this, context.config.lifetimeSeconds());
    }

    void allocate(long now, int path) {
        if (state != State.NEW) {
            throw new IllegalStateException("a client makes one allocation: make another client");
        }
        state = State.ALLOCATING;
        ways.begin(path);
        ask(now, allocate);
    }

    void ask(long now, Exchange exchange) {
        context.requests.ask(now, exchange);
    }

    boolean isLive() {
        return state == State.LIVE;
    }

    boolean hasEnded() {
        return state == State.ENDED;
    }

    boolean isClosing() {
        return closing;
    }

    /** Whether there is a relay of this family. */
    boolean serves(boolean v6) {
        return v6 ? this.v6 : v4;
    }

    /** Whether indications may ask for the DF bit. */
    boolean dontFragment() {
        return allocate.dontFragment();
    }

    // ---- outcomes of Allocate

    /**
     * The relay stands.
     *
     * @param ticket what the allocation may move by
     */
    void allocated(
            long now, long askedAt, TurnClientEvent.Allocated event, byte @Nullable [] ticket) {
        ways.ticket(ticket);
        if (closing) {
            release(now);
            return;
        }
        state = State.LIVE;
        for (TransportAddress relayed : event.relayed()) {
            v4 |= !relayed.ip().v6();
            v6 |= relayed.ip().v6();
        }
        granted(askedAt, event.lifetimeSeconds());
        context.events.add(event);
    }

    void refused(TurnFailure failure, int code) {
        end(new TurnClientEvent.AllocationFailed(failure, code));
    }

    void redirected(TransportAddress other, @Nullable String domain) {
        // Once we have been challenged, no answer but a challenge counts without integrity.
        boolean authenticated = context.credential.isChallenged();
        end(new TurnClientEvent.Redirected(other, domain, authenticated));
    }

    // ---- refreshing

    private void granted(long askedAt, long seconds) {
        grantedSeconds = Math.min(seconds, MAX_LIFETIME_SECONDS);
        expiresAt = askedAt + ClientContext.nanos(grantedSeconds);
        long marginNanos =
                Math.min(
                        ClientContext.nanos(REFRESH_MARGIN_SECONDS),
                        ClientContext.nanos(grantedSeconds) / 2);
        refreshAt = expiresAt - marginNanos;
        expiring = false;
    }

    /** Refreshes now, whatever the time. */
    void refresh(long now) {
        if (state == State.LIVE && !refreshing) {
            refreshAt = Deadlines.NONE;
            refreshing = true;
            ask(now, refresh);
        }
    }

    void refreshed(long askedAt, long seconds) {
        refreshing = false;
        if (seconds == 0) {
            end(TurnClientEvent.Ended.Reason.LOST);
        } else {
            granted(askedAt, seconds == StunReader.ABSENT ? grantedSeconds : seconds);
        }
    }

    /** The allocation came along to another way, and was refreshed by that. */
    void moved(long askedAt, long seconds) {
        context.requests.cancel(refresh);
        refreshed(askedAt, seconds);
    }

    void notRefreshed(long now, TurnFailure failure, int code) {
        refreshing = false;
        if (failure == TurnFailure.ALLOCATION_MISMATCH) {
            lost(now);
        } else if (failure.mayPass()) {
            refreshAt = now + ClientContext.RETRY_NANOS;
        } else if (!expiring) {
            expiring = true;
            context.events.add(new TurnClientEvent.Expiring(failure, code, expiresAt));
        }
    }

    long nextTimeout() {
        return state == State.LIVE ? Math.min(refreshAt, expiresAt) : Deadlines.NONE;
    }

    void onTimeout(long now) {
        if (state != State.LIVE) {
            return;
        }
        if (now >= expiresAt) {
            end(TurnClientEvent.Ended.Reason.EXPIRED);
        } else if (now >= refreshAt) {
            refresh(now);
        }
    }

    // ---- the end

    void close(long now) {
        if (state == State.ENDED || closing) {
            return;
        }
        closing = true;
        ways.giveUpMove();
        if (state == State.LIVE && context.path != Paths.NONE) {
            release(now);
        } else if (state == State.NEW
                || state == State.LIVE // and no way leads to the server
                || !context.credential.isChallenged()) {
            // No Allocate with credentials has left, so nothing stands at the server.
            end(TurnClientEvent.Ended.Reason.CLOSED);
        }
    }

    private void release(long now) {
        state = State.RELEASING;
        context.requests.cancelAll();
        ask(now, new ReleaseExchange(this));
    }

    /**
     * The server does not know the allocation, whatever we asked it. That is its end, unless a
     * ticket helps.
     */
    void lost(long now) {
        if (state == State.LIVE && !ways.recover(now, this)) {
            end(TurnClientEvent.Ended.Reason.LOST);
        }
    }

    /**
     * @param closed whether it is closed already, rather than of no use
     */
    void streamBroken(boolean closed) {
        streamClosed = closed;
        if (state == State.ALLOCATING) {
            refused(TurnFailure.STREAM_BROKEN, 0);
        } else if (state == State.LIVE || state == State.RELEASING) {
            end(TurnClientEvent.Ended.Reason.STREAM_BROKEN);
        }
    }

    void end(TurnClientEvent.Ended.Reason reason) {
        end(new TurnClientEvent.Ended(reason));
    }

    private void end(TurnClientEvent last) {
        context.requests.cancelAll();
        context.dataConnections.closeAll();
        if (state != State.NEW) {
            ways.leaveAll(streamClosed);
        }
        state = State.ENDED;
        context.events.add(
                closing ? new TurnClientEvent.Ended(TurnClientEvent.Ended.Reason.CLOSED) : last);
    }
}
