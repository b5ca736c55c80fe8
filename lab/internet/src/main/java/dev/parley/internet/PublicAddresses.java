package dev.parley.internet;

import dev.parley.core.IpPrefix;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the internet's core carries: everything that is not private, of a carrier, or special. The
 * blocks for documentation count as public, so that examples can use them.
 */
public final class PublicAddresses {
    private static final List<IpPrefix> NOT_PUBLIC_V6 =
            Stream.of("::/8", "fc00::/7", "fe80::/10", "ff00::/8").map(IpPrefix::parse).toList();

    private PublicAddresses() {}

    /** The address is that of {@link dev.parley.core.IpAddress}. */
    public static boolean contains(boolean v6, long high, long low) {
        if (v6) {
            for (IpPrefix block : NOT_PUBLIC_V6) { // all are within the upper half
                if ((high & (-1L << (64 - block.length()))) == block.base().high()) {
                    return false;
                }
            }
            return true;
        }
        int first = (int) (low >>> 24);
        int second = (int) (low >>> 16) & 0xFF;
        return switch (first) {
            case 0, 10, 127 -> false;
            case 100 -> (second & 0xC0) != 64;
            case 169 -> second != 254;
            case 172 -> (second & 0xF0) != 16;
            case 192 -> second != 168;
            default -> first < 224;
        };
    }
}
