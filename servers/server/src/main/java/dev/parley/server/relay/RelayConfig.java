package dev.parley.server.relay;

import dev.parley.core.TransportAddress;
import dev.parley.core.WallClock;
import dev.parley.netty.RawStreams;
import dev.parley.turn.RequestWatch;
import dev.parley.turn.TurnEvent;
import dev.parley.turn.TurnServerConfig;
import dev.parley.udp.UdpBackend;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link RelayService} is told once.
 *
 * @param turn the core's own configuration; listening and admin sockets in it as protected
 *     endpoints
 * @param listen the UDP sockets that clients send to, each on a concrete address; port 0 means any
 *     free one
 * @param discovery those of them that serve discovery of NAT behaviour, and the sockets that are
 *     opened for it beside {@code listen}
 * @param nonceKey at least 16 random bytes, secret
 * @param clock over {@link System#nanoTime}
 * @param udp how its sockets are used
 * @param threads how many there are, each with clients of its own; more than one only where sockets
 *     {@linkplain UdpBackend#canReusePort can share a port}
 * @param accelerated whether established channels bypass the core; false lets every packet through
 *     it, which is slower and otherwise the same
 * @param peerStreams makes and takes the TCP connections of relays that reach peers by TCP; null
 *     when there are none
 * @param watch whose requests {@code events} tells of too; called on the relay's threads
 * @param events what happens; called on the relay's threads, by one at a time, must not block. User
 *     names in it are whatever clients chose
 */
@SuppressWarnings("ArrayRecordComponent") // a key is compared by nobody
public record RelayConfig(
        TurnServerConfig turn,
        List<TransportAddress> listen,
        List<DiscoverySquare> discovery,
        byte[] nonceKey,
        WallClock clock,
        UdpBackend udp,
        int threads,
        boolean accelerated,
        @Nullable RawStreams peerStreams,
        RequestWatch watch,
        Consumer<TurnEvent> events) {

    public RelayConfig {
        listen = List.copyOf(listen);
        discovery = List.copyOf(discovery);
        if (threads < 1 || (threads > 1 && !udp.canReusePort())) {
            throw new IllegalArgumentException(threads + " threads cannot share UDP ports here");
        }
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "RelayConfig[listen="
                + listen
                + ", udp="
                + udp
                + ", threads="
                + threads
                + ", accelerated="
                + accelerated
                + "]";
    }
}
