package dev.parley.turn;

import dev.parley.core.IpAddress;
import dev.parley.core.IpPrefix;
import java.util.List;

/**
 * Which peers may be relayed to. Without any rule: every public address, and no special-purpose one
 * in any disguise (mapped, compatible, 6to4, Teredo, NAT64). A denied block wins over an allowed
 * one, and an allowed block over the default.
 *
 * <p>An address passes when each of its faces does: itself, and each IPv4 address that a transition
 * mechanism would make of it. So allowing {@code ::/0} does not open {@code 2002:7f00:1::}.
 *
 * @param allow blocks that may be relayed to although they are special
 * @param deny blocks that may not be relayed to although they are public
 */
public record PeerPolicy(List<IpPrefix> allow, List<IpPrefix> deny) {
    /** Public addresses only. */
    public static final PeerPolicy PUBLIC_ONLY = new PeerPolicy(List.of(), List.of());

    public PeerPolicy {
        allow = List.copyOf(allow);
        deny = List.copyOf(deny);
    }

    /** Whether a peer of that address may be relayed to. */
    public boolean permits(IpAddress peer) {
        for (IpAddress face : EmbeddedAddresses.faces(peer)) {
            boolean opened = !SpecialPurpose.contains(face) || SpecialPurpose.isIn(allow, face);
            // No rule opens 0.0.0.0 or "::": a system takes them for itself.
            if (!opened || face.isUnspecified() || SpecialPurpose.isIn(deny, face)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a rule names the address as denied. */
    boolean denies(IpAddress peer) {
        for (IpAddress face : EmbeddedAddresses.faces(peer)) {
            if (SpecialPurpose.isIn(deny, face)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a rule names the address as allowed and none as denied. */
    boolean allowsByName(IpAddress peer) {
        return permits(peer) && SpecialPurpose.isIn(allow, peer.unmapped());
    }
}
