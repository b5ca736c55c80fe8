package dev.parley.core;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * An IPv4 or IPv6 address as a value, without scope and without a name.
 *
 * @param v6 whether this is an IPv6 address; a mapped address (::ffff:a.b.c.d) is IPv6 here, see
 *     {@link #unmapped}
 * @param high the upper 64 bits of an IPv6 address, 0 for IPv4
 * @param low the lower 64 bits of an IPv6 address, or the 32 bits of an IPv4 address
 */
public record IpAddress(boolean v6, long high, long low) implements Comparable<IpAddress> {

    public IpAddress {
        if (!v6 && (high != 0 || low >>> 32 != 0)) {
            throw new IllegalArgumentException("an IPv4 address has 32 bits");
        }
    }

    /** An IPv4 address from its 32 bits. */
    public static IpAddress v4(int bits) {
        return new IpAddress(false, 0, bits & 0xFFFFFFFFL);
    }

    public static IpAddress v6(long high, long low) {
        return new IpAddress(true, high, low);
    }

    /** Reads {@code buf[off, off+len)} in network order; {@code len} is 4 or 16. */
    public static IpAddress read(byte[] buf, int off, int len) {
        return switch (len) {
            case 4 -> v4(Bytes.i32(buf, off));
            case 16 -> v6(Bytes.i64(buf, off), Bytes.i64(buf, off + 8));
            default -> throw new IllegalArgumentException("an address has 4 or 16 bytes");
        };
    }

    /**
     * Reads a literal such as {@code 192.0.2.1} or {@code 2001:db8::1}; an IPv6 one may stand in
     * brackets. Never asks a name server; short IPv4 forms and leading zeros are refused.
     *
     * @throws IllegalArgumentException when it is not a literal
     */
    public static IpAddress parse(String literal) {
        if (literal.indexOf(':') < 0) {
            return parseIpv4(literal);
        }
        if (literal.indexOf('%') >= 0) {
            throw new IllegalArgumentException("an address without a zone is wanted: " + literal);
        }
        // InetAddress turns ::ffff:1.2.3.4 into IPv4 by itself; keep what was written.
        IpAddress parsed = of(InetAddress.ofLiteral(literal));
        return parsed.v6 ? parsed : v6(0, 0xFFFF00000000L | parsed.low);
    }

    /** Four decimal numbers and nothing else: the JDK would read "10" as 0.0.0.10. */
    private static IpAddress parseIpv4(String text) {
        int bits = 0;
        int groups = 0;
        int digits = 0;
        int group = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : '.';
            if (c == '.' && digits > 0 && groups < 4) {
                bits = bits << 8 | group;
                groups++;
                digits = 0;
                group = 0;
            } else if (c >= '0' && c <= '9' && (digits == 0 || group > 0)) {
                group = group * 10 + c - '0';
                digits++;
                if (group > 255) {
                    throw notAnAddress(text);
                }
            } else {
                throw notAnAddress(text);
            }
        }
        if (groups != 4) {
            throw notAnAddress(text);
        }
        return v4(bits);
    }

    private static IllegalArgumentException notAnAddress(String text) {
        return new IllegalArgumentException(
                "not an address: " + text + " (write 192.0.2.1 or 2001:db8::1)");
    }

    public static IpAddress of(InetAddress address) {
        byte[] bytes = address.getAddress();
        return read(bytes, 0, bytes.length);
    }

    /** 4 or 16. */
    public int byteLength() {
        return v6 ? 16 : 4;
    }

    /** Writes {@link #byteLength} bytes in network order. */
    public void write(byte[] buf, int off) {
        if (v6) {
            Bytes.i64(buf, off, high);
            Bytes.i64(buf, off + 8, low);
        } else {
            Bytes.i32(buf, off, (int) low);
        }
    }

    /** The IPv4 address inside ::ffff:0:0/96, else this. */
    public IpAddress unmapped() {
        return v6 && high == 0 && low >>> 32 == 0xFFFF ? v4((int) low) : this;
    }

    /** 0.0.0.0 or ::. */
    public boolean isUnspecified() {
        return high == 0 && low == 0;
    }

    public InetAddress toInetAddress() {
        byte[] bytes = new byte[byteLength()];
        write(bytes, 0);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 bytes are an address", e);
        }
    }

    /** For logs: enough to tell networks apart, not people. */
    public String redacted() {
        if (v6) {
            return Long.toHexString(high >>> 48)
                    + ":"
                    + Long.toHexString((high >>> 32) & 0xFFFF)
                    + "::x";
        }
        return (low >>> 24) + "." + ((low >>> 16) & 0xFF) + ".x.x";
    }

    // Written out, as those that the compiler leaves to the first call cost every start 5 ms.

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof IpAddress ip && v6 == ip.v6 && high == ip.high && low == ip.low;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(high * 31 + low);
    }

    @Override
    public int compareTo(IpAddress other) {
        int byFamily = Boolean.compare(v6, other.v6);
        if (byFamily != 0) {
            return byFamily;
        }
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    /** RFC 5952 for IPv6, dotted decimal for IPv4. */
    @Override
    public String toString() {
        return v6 ? Ipv6Text.format(high, low) : ipv4Text((int) low);
    }

    static String ipv4Text(int bits) {
        return (bits >>> 24)
                + "."
                + ((bits >>> 16) & 0xFF)
                + "."
                + ((bits >>> 8) & 0xFF)
                + "."
                + (bits & 0xFF);
    }
}
