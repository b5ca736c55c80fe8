package dev.parley.core;

import java.net.InetSocketAddress;

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

    /** Reads {@code 192.0.2.1:3478} or {@code [2001:db8::1]:3478}. */
    public static TransportAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("address:port is wanted, not " + text);
        }
        return new TransportAddress(
                IpAddress.parse(text.substring(0, colon)),
                Integer.parseInt(text.substring(colon + 1)));
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

    @Override
    public String toString() {
        return ip.v6() ? "[" + ip + "]:" + port : ip + ":" + port;
    }
}
