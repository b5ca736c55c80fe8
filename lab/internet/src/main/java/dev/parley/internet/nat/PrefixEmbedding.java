package dev.parley.internet.nat;

import dev.parley.core.IpAddress;
import dev.parley.core.IpPrefix;

/**
 * IPv4 addresses inside IPv6 ones: RFC 6052 section 2.2. Bits 64 to 71 stay zero, so that short
 * prefixes are followed by the address in two parts.
 */
public final class PrefixEmbedding {
    /** What everybody may use: RFC 6052 section 2.1. */
    public static final IpPrefix WELL_KNOWN = IpPrefix.parse("64:ff9b::/96");

    private PrefixEmbedding() {}

    /**
     * The IPv6 address that stands for an IPv4 one.
     *
     * @throws IllegalArgumentException unless the prefix has 32, 40, 48, 56, 64 or 96 bits and the
     *     address is IPv4
     */
    public static IpAddress embed(IpPrefix prefix, IpAddress address) {
        if (address.v6()) {
            throw new IllegalArgumentException("only IPv4 can be embedded: " + address);
        }
        IpAddress base = prefix.base();
        long bits = address.low();
        int before = bitsBefore(prefix); // how many of the 32 stand before bit 64
        if (prefix.length() == 96) {
            return IpAddress.v6(base.high(), base.low() | bits);
        }
        long first = bits >>> (32 - before);
        long rest = bits & mask(32 - before);
        return IpAddress.v6(base.high() | first, rest << (24 + before));
    }

    /**
     * The IPv4 address that an IPv6 one stands for.
     *
     * @throws IllegalArgumentException when it is not of the prefix, or the prefix cannot be one
     */
    public static IpAddress extract(IpPrefix prefix, IpAddress address) {
        int before = bitsBefore(prefix);
        if (!prefix.contains(address)) {
            throw new IllegalArgumentException(address + " is not of " + prefix);
        }
        if (prefix.length() == 96) {
            return IpAddress.v4((int) address.low());
        }
        long first = address.high() & mask(before);
        long rest = address.low() >>> (24 + before) & mask(32 - before);
        return IpAddress.v4((int) (first << (32 - before) | rest));
    }

    /** Whether an IPv6 address, given by its halves, is of a prefix of 96 bits. */
    static boolean contains(IpPrefix prefix, long high, long low) {
        return high == prefix.base().high() && low >>> 32 == prefix.base().low() >>> 32;
    }

    private static int bitsBefore(IpPrefix prefix) {
        if (!prefix.base().v6()) {
            throw new IllegalArgumentException("an IPv6 prefix is wanted: " + prefix);
        }
        return switch (prefix.length()) {
            case 32 -> 32;
            case 40 -> 24;
            case 48 -> 16;
            case 56 -> 8;
            case 64, 96 -> 0;
            default ->
                    throw new IllegalArgumentException(
                            "a prefix has 32, 40, 48, 56, 64 or 96 bits: " + prefix);
        };
    }

    private static long mask(int bits) {
        return (1L << bits) - 1;
    }
}
