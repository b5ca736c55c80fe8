package dev.parley.turn;

import dev.parley.core.IpAddress;
import dev.parley.core.Paths;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who holds which peer, by address and port, on shared ports: never two relays the same one. A
 * relay takes a peer when its client binds a channel to it or sends to it, never by what a peer
 * does; so strangers leave nothing here. It ends with the permission, or with the channel where
 * that is later.
 */
final class PeerClaims {
    /** A call needs a handful, with many candidates on both sides some dozens. */
    static final int MAX_PER_RELAY = 256;

    /** The same once half of all are taken. */
    static final int MAX_PER_RELAY_WHEN_SCARCE = 16;

    /** For each allocation that there may be, on average. */
    private static final int PER_ALLOCATION = 8;

    /** The same for each that one user may have: nobody keeps all peers from all others. */
    static final int PER_ALLOCATION_OF_USER = 32;

    private final ServerContext context;
    private final AllocationTable table;
    private final PathTable<PeerClaim> byPath = new PathTable<>();
    private final Map<String, Integer> countByUser = new HashMap<>();

    PeerClaims(ServerContext context, AllocationTable table) {
        this.context = context;
        this.table = table;
    }

    /** Whose peer that is, or null. */
    @Nullable RelayShare holder(int path) {
        PeerClaim claim = byPath.get(path);
        return claim == null ? null : claim.share();
    }

    /**
     * Takes a peer for a relay, unless it has it already. A relay that has its fill, or whose user
     * has, gives up the oldest peer that it has no channel to.
     *
     * @return null when it is the relay's now, else what to count
     */
    @Nullable TurnCounter take(RelayShare share, int path) {
        PeerClaim known = byPath.get(path);
        if (known != null) {
            return known.share() == share ? null : TurnCounter.DROPPED_PEER_TAKEN;
        }
        String user = user(share);
        boolean full =
                share.claims.size() >= room()
                        || byPath.size() >= most()
                        || countByUser.getOrDefault(user, 0) >= mostOfUser();
        if (full && !giveUpOldest(share)) {
            return TurnCounter.DROPPED_PEERS_FULL;
        }
        PeerClaim claim = new PeerClaim(share, path);
        context.paths.retain(path);
        byPath.put(path, claim);
        share.claims.add(claim);
        countByUser.merge(user, 1, Integer::sum);
        return null;
    }

    private static String user(RelayShare share) {
        return share.relay.allocation.owner.user();
    }

    private long mostOfUser() {
        long most = (long) PER_ALLOCATION_OF_USER * context.config.quotas().allocationsPerUser();
        return Math.max(most, MAX_PER_RELAY);
    }

    private long most() {
        return (long) PER_ALLOCATION * context.config.quotas().allocations();
    }

    private int room() {
        return byPath.size() * 2L < most() ? MAX_PER_RELAY : MAX_PER_RELAY_WHEN_SCARCE;
    }

    private boolean giveUpOldest(RelayShare share) {
        for (PeerClaim claim : share.claims) {
            if (table.channelByPeerPath.get(claim.path()) == null) {
                end(claim);
                return true;
            }
        }
        return false;
    }

    /** The channel to that peer ended: without a permission there is nothing left. */
    void channelEnded(RelayShare share, int path) {
        Paths paths = context.paths;
        PeerClaim claim = byPath.get(path);
        if (claim != null
                && claim.share() == share
                && context.rewrites.permission(
                                share.relay.permissions,
                                paths.remoteV6(path),
                                paths.remoteHigh(path),
                                paths.remoteLow(path))
                        == null) {
            end(claim);
        }
    }

    /** Nobody may send to or from that address any more; channels keep theirs. */
    void permissionEnded(RelayShare share, IpAddress peer) {
        for (PeerClaim claim : List.copyOf(share.claims)) {
            int path = claim.path();
            if (context.paths.remoteHigh(path) == peer.high()
                    && context.paths.remoteLow(path) == peer.low()
                    && table.channelByPeerPath.get(path) == null) {
                end(claim);
            }
        }
    }

    private void end(PeerClaim claim) {
        claim.share().claims.remove(claim);
        byPath.remove(claim.path());
        countByUser.computeIfPresent(
                user(claim.share()), (_, count) -> count == 1 ? null : count - 1);
        context.paths.release(claim.path());
    }

    int size() {
        return byPath.size();
    }
}
