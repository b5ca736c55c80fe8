package dev.parley.turn;

import dev.parley.core.IpAddress;
import dev.parley.core.IpPrefix;
import java.util.List;

/**
 * The addresses that are nobody's public host: the IANA special-purpose registries for IPv4 and
 * IPv6 (RFC 6890, RFC 8190) and what lies outside of global unicast.
 */
final class SpecialPurpose {
    private static final List<IpPrefix> V4 =
            prefixes(
                    "0.0.0.0/8", // this network
                    "10.0.0.0/8", // private
                    "100.64.0.0/10", // shared by carriers' NATs
                    "127.0.0.0/8", // loopback
                    "168.63.129.16/32", // a cloud's host agent, public by number only
                    "169.254.0.0/16", // link-local, and the metadata services of clouds
                    "172.16.0.0/12", // private
                    "192.0.0.0/24", // IETF protocol assignments
                    "192.0.2.0/24", // documentation
                    "192.31.196.0/24", // AS112
                    "192.52.193.0/24", // AMT
                    "192.88.99.0/24", // 6to4 relays, deprecated
                    "192.168.0.0/16", // private
                    "192.175.48.0/24", // AS112
                    "198.18.0.0/15", // benchmarking
                    "198.51.100.0/24", // documentation
                    "203.0.113.0/24", // documentation
                    "224.0.0.0/4", // multicast
                    "240.0.0.0/4"); // reserved, and broadcast

    /** Everything that is reserved, ULA, link-local, multicast ... lies outside of this. */
    private static final IpPrefix V6_GLOBAL_UNICAST = IpPrefix.parse("2000::/3");

    /** Outside of global unicast, yet public when the IPv4 address inside is. */
    private static final IpPrefix NAT64 = IpPrefix.parse("64:ff9b::/96");

    private static final List<IpPrefix> V6 =
            prefixes(
                    "2001::/23", // IETF protocol assignments: Teredo, ORCHID, benchmarking ...
                    "2001:db8::/32", // documentation
                    "2002::/16", // 6to4
                    "2620:4f:8000::/48", // AS112
                    "3fff::/20"); // documentation

    private SpecialPurpose() {}

    static boolean contains(IpAddress address) {
        if (!address.v6()) {
            return isIn(V4, address);
        }
        if (NAT64.contains(address)) {
            return false;
        }
        return !V6_GLOBAL_UNICAST.contains(address) || isIn(V6, address);
    }

    static boolean isIn(List<IpPrefix> blocks, IpAddress address) {
        for (IpPrefix block : blocks) {
            if (block.contains(address)) {
                return true;
            }
        }
        return false;
    }

    private static List<IpPrefix> prefixes(String... blocks) {
        return List.of(blocks).stream().map(IpPrefix::parse).toList();
    }
}
