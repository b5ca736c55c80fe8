package dev.parley.core;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * An IP address and a port.
 *
 * @param port 0 to 65535
 */
public record TransportAddress(IpAddress ip, int port) {

    public TransportAddress {
        if (port < 0 || port > 0xFFFF) {
            throw new IllegalArgumentException("a port is 0 to 65535, not " + port);
        }
    }

    /**
     * Reads {@code 192.0.2.1:3478} or {@code [2001:db8::1]:3478}.
     *
     * @throws IllegalArgumentException when it is neither
     */
    public static TransportAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        boolean brackets = text.startsWith("[") && text.startsWith("]", colon - 1);
        try {
            String host = brackets ? text.substring(1, colon - 1) : text.substring(0, colon);
            IpAddress ip = IpAddress.parse(host);
            if (ip.v6() != brackets) {
                throw new IllegalArgumentException("brackets are for IPv6, and IPv6 needs them");
            }
            return new TransportAddress(ip, Integer.parseInt(text.substring(colon + 1)));
        } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
            throw new IllegalArgumentException(
                    "not address and port: " + text + " (write 192.0.2.1:80 or [2001:db8::1]:80)",
                    e);
        }
    }

    public static TransportAddress of(InetSocketAddress address) {
        return new TransportAddress(IpAddress.of(address.getAddress()), address.getPort());
    }

    public InetSocketAddress toInetSocketAddress() {
        return new InetSocketAddress(ip.toInetAddress(), port);
    }

    /** For logs: network and port, not the host. */
    public String redacted() {
        return ip.redacted() + ":" + port;
    }

    // Written out as in IpAddress.

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TransportAddress at && port == at.port && ip.equals(at.ip);
    }

    @Override
    public int hashCode() {
        return ip.hashCode() * 31 + port;
    }

    @Override
    public String toString() {
        return ip.v6() ? "[" + ip + "]:" + port : ip + ":" + port;
    }
}
