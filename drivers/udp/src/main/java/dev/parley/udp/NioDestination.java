package dev.parley.udp;

import dev.parley.core.TransportAddress;
import java.net.InetSocketAddress;

/** What {@link java.nio.channels.DatagramChannel#send} wants. */
record NioDestination(InetSocketAddress address, boolean v6) implements Destination {

    static NioDestination of(TransportAddress remote) {
        return new NioDestination(remote.toInetSocketAddress(), remote.ip().unmapped().v6());
    }
}
