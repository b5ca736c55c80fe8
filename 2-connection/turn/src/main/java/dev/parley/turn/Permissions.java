package dev.parley.turn;

import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import dev.parley.stun.StunErrorCode;

/** Who may have a permission, and what happens when it is made or renewed. */
final class Permissions {
    private final ServerContext context;
    private final AllocationTable table;
    private final OwnAddresses own;
    private final Flows flows;
    private final SharedRelays shared;

    Permissions(
            ServerContext context,
            AllocationTable table,
            OwnAddresses own,
            Flows flows,
            SharedRelays shared) {
        this.shared = shared;
        this.context = context;
        this.table = table;
        this.own = own;
        this.flows = flows;
    }

    /** The error for a permission that may not be made; 0 when it may. */
    int check(Allocation allocation, TransportAddress peer) {
        IpAddress ip = peer.ip();
        if (!own.permits(ip) || context.rewrites.hide(ip)) {
            return StunErrorCode.FORBIDDEN;
        }
        // A mapped address is IPv4 for the policy and IPv6 for the socket: it is neither's peer.
        boolean mapped = !ip.unmapped().equals(ip);
        if (mapped || allocation.relay(ip.v6()) == null) {
            return StunErrorCode.PEER_ADDRESS_FAMILY_MISMATCH;
        }
        return 0;
    }

    /** Whether the port of a peer is closed, although its address may have a permission. */
    boolean deniesPort(TransportAddress peer) {
        return own.deniesPort(peer);
    }

    /** Whether the allocation has one for that address already. */
    boolean has(Allocation allocation, IpAddress peer) {
        Relay relay = allocation.relay(peer.v6());
        return relay != null && relay.permissions.get(peer.high(), peer.low()) != null;
    }

    /** How many more the allocation may have. */
    int room(Allocation allocation) {
        int held = 0;
        for (Relay relay : allocation.relays()) {
            held += relay.permissions.size();
        }
        return context.config.quotas().permissionsPerAllocation() - held;
    }

    /** Makes or renews a permission that was checked. */
    Permission install(long now, Relay relay, IpAddress peer) {
        long until = now + ServerContext.nanos(context.config.lifetimes().permission());
        Permission known = relay.permissions.get(peer.high(), peer.low());
        Permission permission = known == null ? create(relay, peer, until) : known;
        permission.expiresAt = until;
        context.timers.move(permission.timer, until);
        relay.allocation.channels.forEach(channel -> {
            if (channel.relay == relay && channel.peer.ip().equals(peer)) {
                channel.permission = permission;
                flows.openOrExtend(channel);
            }
        });
        return permission;
    }

    private Permission create(Relay relay, IpAddress peer, long until) {
        Permission permission =
                new Permission(
                        relay,
                        peer,
                        context.rewrites.reached(peer),
                        own.contains(peer),
                        own.isOpenByRule(peer));
        permission.timer = context.timers.add(permission, until);
        relay.permissions.put(permission);
        shared.begun(permission);
        table.permissions++;
        return permission;
    }
}
