package dev.parley.turn;

import dev.parley.core.IpAddress;
import dev.parley.core.IpPrefix;
import java.util.ArrayList;
import java.util.List;

/**
 * The IPv4 addresses that an IPv6 address may lead to by way of a transition mechanism. A packet to
 * {@code 64:ff9b::7f00:1} is a packet to 127.0.0.1 where a NAT64 stands, so rules for one must hold
 * for the other.
 */
final class EmbeddedAddresses {
    private static final IpPrefix COMPATIBLE = IpPrefix.parse("::/96");
    private static final IpPrefix TRANSLATED = IpPrefix.parse("::ffff:0:0:0/96");
    private static final IpPrefix NAT64 = IpPrefix.parse("64:ff9b::/96");
    private static final IpPrefix NAT64_LOCAL = IpPrefix.parse("64:ff9b:1::/48");
    private static final IpPrefix TEREDO = IpPrefix.parse("2001::/32");
    private static final IpPrefix SIX_TO_FOUR = IpPrefix.parse("2002::/16");

    private EmbeddedAddresses() {}

    /** The address itself, unmapped, and then the IPv4 addresses inside. */
    static List<IpAddress> faces(IpAddress address) {
        IpAddress canonical = address.unmapped();
        if (!canonical.v6()) {
            return List.of(canonical);
        }
        long high = canonical.high();
        long low = canonical.low();
        List<IpAddress> faces = new ArrayList<>(3);
        faces.add(canonical);
        if (isCompatible(canonical)
                || TRANSLATED.contains(canonical)
                || NAT64.contains(canonical)) {
            faces.add(IpAddress.v4((int) low));
        } else if (NAT64_LOCAL.contains(canonical)) {
            // RFC 6052 section 2.2 for each length that fits into a /48: bits 64 to 71 stay zero.
            faces.add(IpAddress.v4((int) ((high & 0xFFFF) << 16 | (low >>> 40 & 0xFFFF)))); // /48
            faces.add(IpAddress.v4((int) ((high & 0xFF) << 24 | (low >>> 32 & 0xFFFFFF)))); // /56
            faces.add(IpAddress.v4((int) (low >>> 24))); // /64
            faces.add(IpAddress.v4((int) low)); // /96
        } else if (TEREDO.contains(canonical)) {
            faces.add(IpAddress.v4((int) high)); // the server
            faces.add(IpAddress.v4(~(int) low)); // the client, obfuscated
        } else if (SIX_TO_FOUR.contains(canonical)) {
            faces.add(IpAddress.v4((int) (high >>> 16)));
        }
        return faces;
    }

    /** RFC 4291 section 2.5.5.1; "::" and "::1" have a meaning of their own. */
    private static boolean isCompatible(IpAddress address) {
        return COMPATIBLE.contains(address) && (address.low() & ~1L) != 0;
    }
}
