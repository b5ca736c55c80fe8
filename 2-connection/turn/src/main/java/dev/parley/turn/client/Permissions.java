package dev.parley.turn.client;

import dev.parley.core.Deadlines;
import dev.parley.core.IpAddress;
import dev.parley.core.Paths;
import dev.parley.core.Transport;
import dev.parley.stun.StunErrorCode;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The permissions that are wanted, by peer address. What is due is asked for by {@link #onTimeout},
 * also for the first time, so that wishes may come before the allocation stands.
 */
final class Permissions {
    /** RFC 8656 section 3.3; it cannot be negotiated. */
    private static final long LIFETIME_SECONDS = 300;

    private static final long REFRESH_SECONDS = 240;

    private final ClientContext context;
    private final Allocation allocation;

    /** Finds slots by address, without objects; the ports are zero. */
    private final Paths slots = new Paths(TurnClient.MAX_PEERS);

    private @Nullable Permission[] bySlot = new @Nullable Permission[8];
    private final Deadlines deadlines = new Deadlines(); // by slot

    Permissions(ClientContext context, Allocation allocation) {
        this.context = context;
        this.allocation = allocation;
    }

    void permit(long now, IpAddress peer) {
        Permission known = find(peer);
        if (known == null) {
            Permission added = add(peer);
            if (added != null) {
                deadlines.set(added.slot, now);
            }
        }
    }

    /**
     * Waits for a permission that a ChannelBind will bring.
     *
     * @return false when the table is full, which the owner has been told
     */
    boolean expect(IpAddress peer) {
        return find(peer) != null || add(peer) != null;
    }

    private @Nullable Permission add(IpAddress peer) {
        int slot = slots.intern(0, peer.v6(), peer.high(), peer.low(), 0, Transport.UDP);
        if (slot == Paths.NONE) {
            failed(peer, TurnFailure.TOO_MANY_PEERS, 0);
            return null;
        }
        slots.retain(slot);
        slots.sweep();
        if (slot >= bySlot.length) {
            bySlot = Arrays.copyOf(bySlot, slot * 2);
        }
        Permission added = new Permission(this, peer, slot);
        bySlot[slot] = added;
        return added;
    }

    @Nullable Permission find(IpAddress peer) {
        return find(peer.v6(), peer.high(), peer.low());
    }

    @Nullable Permission find(boolean v6, long high, long low) {
        int slot = slots.find(0, v6, high, low, 0, Transport.UDP);
        return slot == Paths.NONE ? null : bySlot[slot];
    }

    /** The ChannelBind that was to bring it has not. */
    void askAfterAll(long now, IpAddress peer) {
        Permission permission = find(peer);
        if (permission != null && !permission.granted && !permission.asking) {
            deadlines.set(permission.slot, now);
        }
    }

    /** By CreatePermission or by ChannelBind. */
    void granted(long askedAt, Permission permission) {
        permission.expiresAt =
                permission.granted
                        ? Math.max(permission.expiresAt, expiry(askedAt))
                        : expiry(askedAt);
        if (!permission.asking) {
            deadlines.set(permission.slot, askedAt + ClientContext.nanos(REFRESH_SECONDS));
        }
        if (!permission.granted) {
            permission.granted = true;
            context.events.add(new TurnClientEvent.Permitted(permission.peer));
        }
    }

    private static long expiry(long askedAt) {
        return askedAt + ClientContext.nanos(LIFETIME_SECONDS);
    }

    void refused(long now, Permission permission, TurnFailure failure, int code) {
        if (failure == TurnFailure.ALLOCATION_MISMATCH) {
            allocation.lost(now);
            if (!allocation.hasEnded()) {
                deadlines.set(permission.slot, now + ClientContext.RETRY_NANOS);
            }
        } else if (permission.granted && failure.mayPass()) {
            deadlines.set(permission.slot, now + ClientContext.RETRY_NANOS);
        } else {
            remove(permission);
            failed(permission.peer, failure, code);
        }
    }

    private void failed(IpAddress peer, TurnFailure failure, int code) {
        context.events.add(new TurnClientEvent.PermissionFailed(peer, failure, code));
    }

    void forget(IpAddress peer) {
        Permission known = find(peer);
        if (known != null) {
            context.requests.cancel(known);
            remove(known);
        }
    }

    private void remove(Permission permission) {
        deadlines.clear(permission.slot);
        bySlot[permission.slot] = null;
        slots.release(permission.slot);
        slots.sweep();
    }

    /** Asks for everything anew. */
    void refresh(long now) {
        for (Permission permission : bySlot) {
            if (permission != null && permission.granted && !permission.asking) {
                deadlines.set(permission.slot, now);
            }
        }
    }

    void onTimeout(long now) {
        for (int slot; (slot = deadlines.pollExpired(now)) >= 0; ) {
            Permission due = bySlot[slot];
            if (due == null) {
                throw new IllegalStateException("a permission that is gone has a deadline");
            }
            if (!allocation.serves(due.peer.v6())) {
                refused(
                        now,
                        due,
                        TurnFailure.PEER_ADDRESS_FAMILY_MISMATCH,
                        StunErrorCode.PEER_ADDRESS_FAMILY_MISMATCH);
            } else {
                due.asking = true;
                context.requests.ask(now, due);
            }
        }
    }

    long nextTimeout() {
        return deadlines.next();
    }
}
