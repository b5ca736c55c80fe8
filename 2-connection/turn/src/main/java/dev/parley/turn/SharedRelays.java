package dev.parley.turn;

import dev.parley.core.Paths;
import org.jspecify.annotations.Nullable;

/**
 * Tells apart the relays of one port. In this order:
 *
 * <pre>
 *   from a peer    1. the relay that took this address and port, {@link PeerClaims}
 *                  2. a connectivity check: the relay that sent the mirrored one, {@link CheckNames}
 *                  3. anything else: the one relay with a permission, if there is just one
 *                  4. nobody
 *   from a relay   to the shared port: the relay that it exchanged mirrored checks with, or nobody
 * </pre>
 *
 * A permission for the peer's address is needed in any case.
 */
final class SharedRelays {
    private final ServerContext context;
    private final PeerClaims claims;
    private final CheckReader check = new CheckReader();

    SharedRelays(ServerContext context, AllocationTable table) {
        this.context = context;
        claims = new PeerClaims(context, table);
    }

    // ---- from peers

    /** The relay that a peer's datagram is for; null, and counted, when that is not certain. */
    @Nullable Relay receiver(SharedPort port, int path, byte[] buf, int off, int len) {
        RelayShare holder = claims.holder(path);
        if (holder != null) {
            return holder.relay;
        }
        Permission first = permission(port.holders, path);
        // Relays of this port meet inside the core: nothing comes to it from itself.
        if (first == null || (first.own && context.paths.remotePort(path) == port.number)) {
            context.counters.count(TurnCounter.DROPPED_PEER_NOT_PERMITTED);
            return null;
        }
        Relay only = first.nextHolder == null ? first.relay : null;
        Relay receiver = check.read(buf, off, len) ? checked(port, only, path, buf) : only;
        if (receiver == null) {
            context.counters.count(TurnCounter.DROPPED_PEER_AMBIGUOUS);
        }
        return receiver;
    }

    /** A check came of which nobody holds the sender. */
    private @Nullable Relay checked(SharedPort port, @Nullable Relay only, int path, byte[] buf) {
        RelayShare sender = port.checks.mirror(buf, check.nameOffset(), check.nameLength());
        if (sender != null) {
            return permission(sender.relay.permissions, path) == null ? null : sender.relay;
        }
        // Whoever sends checks itself would have sent the mirrored one: this is somebody else's.
        RelayShare share = only == null ? null : only.share;
        return share == null || share.sendsChecks ? null : only;
    }

    private @Nullable Permission permission(PermissionTable among, int path) {
        Paths paths = context.paths;
        return context.rewrites.permission(
                among, paths.remoteV6(path), paths.remoteHigh(path), paths.remoteLow(path));
    }

    // ---- to peers

    /**
     * Takes a peer for a relay that a channel is being bound to, or that is being sent to.
     *
     * @return null when it may have it, else what to count
     */
    @Nullable TurnCounter take(RelayShare share, int path) {
        return claims.take(share, path);
    }

    /** Notes what a relay sends to a peer, so that the peer is known by its answer. */
    void passes(RelayShare share, byte[] buf, int off, int len) {
        if (check.read(buf, off, len)) {
            share.port.checks.learn(share, buf, check.nameOffset(), check.nameLength());
        }
    }

    /**
     * The relay that what a relay sends to the shared port is for; null, and counted, when that is
     * not certain.
     */
    @Nullable Relay partner(RelayShare from, byte[] buf, int off, int len) {
        if (check.read(buf, off, len) && !meets(from, buf)) {
            context.counters.count(TurnCounter.DROPPED_NOT_PAIRED);
            return null;
        }
        RelayShare partner = from.partner;
        if (partner == null) {
            context.counters.count(TurnCounter.DROPPED_NOT_PAIRED);
            return null;
        }
        return partner.relay;
    }

    /**
     * Whether that check is for the partner, who may be found by it. The first partner stays: what
     * is no check could not be told apart otherwise.
     */
    private boolean meets(RelayShare from, byte[] buf) {
        CheckNames checks = from.port.checks;
        if (!checks.learn(from, buf, check.nameOffset(), check.nameLength())) {
            return false;
        }
        RelayShare other = checks.mirror(buf, check.nameOffset(), check.nameLength());
        if (other == null || other == from) {
            return false;
        }
        if (from.partner == null && other.partner == null && permitsPort(other.relay)) {
            from.pair(other);
        }
        return from.partner == other;
    }

    private static boolean permitsPort(Relay relay) {
        return relay.permissions.get(relay.external.ip().high(), relay.external.ip().low()) != null;
    }

    // ---- what begins and ends

    void begun(Permission permission) {
        RelayShare share = permission.relay.share;
        if (share != null) {
            share.port.add(permission);
        }
    }

    void ended(Permission permission) {
        RelayShare share = permission.relay.share;
        if (share == null) {
            return;
        }
        share.port.remove(permission);
        claims.permissionEnded(share, permission.reached);
        if (permission.own) {
            share.part();
        }
    }

    void ended(Channel channel) {
        RelayShare share = channel.relay.share;
        if (share == null) {
            return;
        }
        if (share.ownChannel == channel) {
            share.ownChannel = null;
        }
        claims.channelEnded(share, channel.peerPath);
    }

    /** After its permissions and channels. */
    void ended(Relay relay) {
        RelayShare share = relay.share;
        if (share != null) {
            share.part();
            share.port.checks.forget(share);
        }
    }

    /** How many peers are held. */
    int peers() {
        return claims.size();
    }
}
