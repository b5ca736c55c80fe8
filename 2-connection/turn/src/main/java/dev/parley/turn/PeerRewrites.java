package dev.parley.turn;

import dev.parley.core.IpAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All {@link PeerRewrite}s, both ways; looking one up makes no garbage. */
final class PeerRewrites {
    static final int NONE = -1;

    private final List<PeerRewrite> all;
    private final IpAddress[] named;
    private final IpAddress[] reached;

    /** Takes what {@link #check} has nothing against. */
    PeerRewrites(List<PeerRewrite> all) {
        this.all = all;
        named = all.stream().map(PeerRewrite::named).toArray(IpAddress[]::new);
        reached = all.stream().map(PeerRewrite::reached).toArray(IpAddress[]::new);
    }

    /**
     * Whether the rewrites make sense together, and with the server's own addresses.
     *
     * @throws IllegalArgumentException when they do not
     */
    static void check(List<PeerRewrite> all, List<RelayAddress> own) {
        Set<IpAddress> seen = new HashSet<>();
        for (PeerRewrite rewrite : all) {
            for (IpAddress address : List.of(rewrite.named(), rewrite.reached())) {
                if (!seen.add(address)) {
                    throw new IllegalArgumentException(
                            address + " occurs twice: set --rewrite-peer once for each address");
                }
                if (own.stream().anyMatch(relay -> relay.is(address))) {
                    throw new IllegalArgumentException(
                            address
                                    + " is a relay address of this server: --rewrite-peer is for"
                                    + " other machines");
                }
            }
        }
    }

    /** Where a peer of that name is reached. */
    IpAddress reached(IpAddress name) {
        int index = find(named, name.v6(), name.high(), name.low());
        return index == NONE ? name : reached[index];
    }

    /** How clients name a peer at that address. */
    IpAddress named(IpAddress address) {
        int index = find(reached, address.v6(), address.high(), address.low());
        return index == NONE ? address : named[index];
    }

    /** The index of the rewrite whose peer is at that address, or {@link #NONE}. */
    int at(boolean v6, long high, long low) {
        return find(reached, v6, high, low);
    }

    /** The name of a rewrite's peer, by what {@link #at} gave. */
    IpAddress name(int index) {
        return named[index];
    }

    /** Of those permissions the one for the peer at that address, or null. */
    @Nullable Permission permission(PermissionTable among, boolean v6, long high, long low) {
        int index = at(v6, high, low);
        return index == NONE
                ? among.get(high, low)
                : among.get(named[index].high(), named[index].low());
    }

    /** Whether a peer of that name, or of one inside of it, is to be reached by another name. */
    boolean hide(IpAddress peer) {
        if (all.isEmpty()) {
            return false;
        }
        for (IpAddress face : EmbeddedAddresses.faces(peer)) {
            if (at(face.v6(), face.high(), face.low()) != NONE) {
                return true;
            }
        }
        return false;
    }

    private static int find(IpAddress[] among, boolean v6, long high, long low) {
        for (int i = 0; i < among.length; i++) {
            IpAddress one = among[i];
            if (one.low() == low && one.high() == high && one.v6() == v6) {
                return i;
            }
        }
        return NONE;
    }
}
