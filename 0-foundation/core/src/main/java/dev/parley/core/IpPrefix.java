package dev.parley.core;

/**
 * A block of addresses, such as {@code 10.0.0.0/8} or {@code fc00::/7}.
 *
 * @param length the number of leading bits that count; up to 32 for IPv4, 128 for IPv6
 */
public record IpPrefix(IpAddress base, int length) {

    public IpPrefix {
        base = mask(base, length);
    }

    /**
     * Reads {@code ADDRESS/LENGTH}; an address alone stands for itself.
     *
     * @throws IllegalArgumentException when it is neither
     */
    public static IpPrefix parse(String text) {
        int slash = text.indexOf('/');
        try {
            if (slash < 0) {
                IpAddress single = IpAddress.parse(text);
                return new IpPrefix(single, single.byteLength() * 8);
            }
            return new IpPrefix(
                    IpAddress.parse(text.substring(0, slash)),
                    Integer.parseInt(text.substring(slash + 1)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "not an address block: " + text + " (write 10.0.0.0/8 or fc00::/7)", e);
        }
    }

    /** Whether the address lies in this block. The families must agree: mapped is not IPv4. */
    public boolean contains(IpAddress address) {
        return address.v6() == base.v6() && mask(address, length).equals(base);
    }

    /** The block of the given length around an address, e.g. for counting by /24 or /64. */
    public static IpAddress mask(IpAddress address, int length) {
        if (length < 0 || length > address.byteLength() * 8) {
            throw new IllegalArgumentException(
                    "prefix length " + length + " does not fit " + address);
        }
        if (!address.v6()) {
            return IpAddress.v4((int) (address.low() & leading(length, 32)));
        }
        return IpAddress.v6(
                address.high() & leading(Math.min(length, 64), 64),
                address.low() & leading(Math.max(length - 64, 0), 64));
    }

    /** The first {@code ones} of {@code width} bits set; a shift by 64 would do nothing in Java. */
    private static long leading(int ones, int width) {
        return ones == 0 ? 0 : -1L << (width - ones);
    }

    @Override
    public String toString() {
        return base + "/" + length;
    }
}
