package dev.parley.udp;

import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import java.net.InetSocketAddress;

/** What {@link java.nio.channels.DatagramChannel#send} wants. */
record NioDestination(InetSocketAddress address, IpAddress ip) implements Destination {

    static NioDestination of(TransportAddress remote) {
        return new NioDestination(remote.toInetSocketAddress(), remote.ip());
    }

    boolean v6() {
        return ip.unmapped().v6();
    }

    boolean is(boolean v6, long high, long low, int port) {
        return ip.v6() == v6 && ip.high() == high && ip.low() == low && address.getPort() == port;
    }
}
