package dev.parley.turn.client;

import dev.parley.core.Deadlines;
import dev.parley.core.IpAddress;
import dev.parley.core.Paths;
import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import dev.parley.stun.StunErrorCode;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The channels that are wanted, by peer and by number. A number that was tried keeps its peer for
 * as long as the server may know the two together, also when the answer was a refusal or none: data
 * may come by it, and another ChannelBind for the peer must name the same.
 */
final class Channels {
    /** RFC 8656 section 12. */
    private static final long LIFETIME_SECONDS = 600;

    private static final long REFRESH_SECONDS = 480;

    /** Beyond the lifetime, before a number may mean another peer. */
    private static final long QUARANTINE_SECONDS = 300;

    private final ClientContext context;
    private final Allocation allocation;
    private final Permissions permissions;

    /** Finds slots by peer, without objects. */
    private final Paths slots = new Paths(TurnClient.MAX_PEERS);

    private @Nullable Channel[] bySlot = new @Nullable Channel[8];
    private final Deadlines deadlines = new Deadlines(); // by slot

    Channels(ClientContext context, Allocation allocation, Permissions permissions) {
        this.context = context;
        this.allocation = allocation;
        this.permissions = permissions;
    }

    void bind(long now, TransportAddress peer) {
        IpAddress ip = peer.ip();
        Channel known = find(ip.v6(), ip.high(), ip.low(), peer.port());
        if (known != null && known.wanted) {
            return;
        }
        if (!permissions.expect(ip)) {
            failed(peer, TurnFailure.TOO_MANY_PEERS, 0);
            return;
        }
        Channel channel = known != null ? known : add(peer);
        if (channel == null) {
            failed(peer, TurnFailure.TOO_MANY_PEERS, 0);
            permissions.askAfterAll(now, ip);
            return;
        }
        channel.wanted = true;
        deadlines.set(channel.slot, now);
    }

    private @Nullable Channel add(TransportAddress peer) {
        int slot = slots.intern(0, peer, Transport.UDP);
        if (slot == Paths.NONE) {
            return null;
        }
        slots.retain(slot);
        slots.sweep();
        if (slot >= bySlot.length) {
            bySlot = Arrays.copyOf(bySlot, slot * 2);
        }
        Channel added = new Channel(this, peer, slot);
        bySlot[slot] = added;
        return added;
    }

    @Nullable Channel find(boolean v6, long high, long low, int port) {
        int slot = slots.find(0, v6, high, low, port, Transport.UDP);
        return slot == Paths.NONE ? null : bySlot[slot];
    }

    /** The channel of this number, whether or not it is bound as far as we know. */
    @Nullable Channel find(int number) {
        int slot = number - Channel.FIRST;
        return slot >= 0 && slot < bySlot.length ? bySlot[slot] : null;
    }

    /** Some channel by which data may pass, or null. */
    @Nullable Channel any(long now) {
        for (Channel channel : bySlot) {
            if (channel != null && channel.carries(now)) {
                return channel;
            }
        }
        return null;
    }

    void bound(long askedAt, Channel channel) {
        channel.expiresAt = askedAt + ClientContext.nanos(LIFETIME_SECONDS);
        deadlines.set(channel.slot, askedAt + ClientContext.nanos(REFRESH_SECONDS));
        Permission permission = permissions.find(channel.peer.ip());
        if (permission != null) {
            permissions.granted(askedAt, permission);
        }
        if (!channel.bound) {
            channel.bound = true;
            context.events.add(new TurnClientEvent.Bound(channel.peer, channel.number()));
        }
    }

    void refused(long now, Channel channel, TurnFailure failure, int code) {
        if (failure == TurnFailure.ALLOCATION_MISMATCH) {
            allocation.lost(now);
            if (!allocation.hasEnded()) {
                deadlines.set(channel.slot, now + ClientContext.RETRY_NANOS);
            }
        } else if (channel.carries(now) && failure.mayPass()) {
            deadlines.set(channel.slot, now + ClientContext.RETRY_NANOS);
        } else {
            rest(now, channel);
            failed(channel.peer, failure, code);
            permissions.askAfterAll(now, channel.peer.ip());
        }
    }

    private void failed(TransportAddress peer, TurnFailure failure, int code) {
        context.events.add(new TurnClientEvent.BindFailed(peer, failure, code));
    }

    /** The channel is not wanted any more; its number waits. */
    private void rest(long now, Channel channel) {
        channel.wanted = false;
        channel.bound = false;
        long until =
                channel.asked
                        ? channel.askedLast
                                + ClientContext.nanos(LIFETIME_SECONDS + QUARANTINE_SECONDS)
                        : now;
        if (until > now) {
            deadlines.set(channel.slot, until);
        } else {
            remove(channel);
        }
    }

    private void remove(Channel channel) {
        deadlines.clear(channel.slot);
        bySlot[channel.slot] = null;
        slots.release(channel.slot);
        slots.sweep();
    }

    void forget(long now, IpAddress peer) {
        for (Channel channel : bySlot) {
            if (channel != null && channel.wanted && channel.peer.ip().equals(peer)) {
                context.requests.cancel(channel);
                channel.asking = false;
                rest(now, channel);
            }
        }
    }

    /** Asks for everything anew. */
    void refresh(long now) {
        for (Channel channel : bySlot) {
            if (channel != null && channel.bound && !channel.asking) {
                deadlines.set(channel.slot, now);
            }
        }
    }

    void onTimeout(long now) {
        for (int slot; (slot = deadlines.pollExpired(now)) >= 0; ) {
            Channel due = bySlot[slot];
            if (due == null) {
                throw new IllegalStateException("a channel that is gone has a deadline");
            }
            if (!due.wanted) {
                remove(due);
            } else if (!allocation.serves(due.peer.ip().v6())) {
                refused(
                        now,
                        due,
                        TurnFailure.PEER_ADDRESS_FAMILY_MISMATCH,
                        StunErrorCode.PEER_ADDRESS_FAMILY_MISMATCH);
            } else {
                due.asking = true;
                due.asked = true;
                due.askedLast = now;
                context.requests.ask(now, due);
            }
        }
    }

    long nextTimeout() {
        return deadlines.next();
    }
}
