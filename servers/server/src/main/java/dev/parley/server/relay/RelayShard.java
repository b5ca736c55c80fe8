package dev.parley.server.relay;

import dev.parley.core.Paths;
import dev.parley.core.TransportAddress;
import dev.parley.stun.behaviour.Alternates;
import dev.parley.turn.RelayDirectory;
import dev.parley.turn.RelayPlane;
import dev.parley.turn.Shard;
import dev.parley.turn.TurnEvent;
import dev.parley.turn.TurnLedger;
import dev.parley.turn.TurnServer;
import dev.parley.turn.TurnServerConfig;
import dev.parley.udp.DatagramTap;
import dev.parley.udp.EventLoop;
import dev.parley.udp.SecureRandomSource;
import dev.parley.udp.UdpDriver;
import dev.parley.udp.UdpOptions;
import dev.parley.udp.UdpSocket;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One thread of the relay and everything that it owns: a core, a loop, its sockets and its plane.
 * Clients stay with the shard that the kernel gave them to, but for those that ask for what another
 * shard has, see {@link Passage}.
 */
final class RelayShard {
    /** Beyond the quotas: streams whose first bytes are on their way, datagrams at hand. */
    private static final int PASSING_PATHS = 1 << 16;

    private static final int MAX_ACCELERATED_FLOWS = 1 << 17;

    final TurnServer server;
    final EventLoop<TurnEvent> loop;
    private final Paths paths;
    private final @Nullable BatchRelayPlane plane;
    private final Map<TransportAddress, Integer> bound = new LinkedHashMap<>(); // to socket
    private final List<Integer> listeners = new ArrayList<>(); // sockets, by place
    private final @Nullable Passage passage;

    /**
     * A shard that does not run yet.
     *
     * @param all the shards of the service, complete before any of them runs
     */
    RelayShard(
            RelayConfig config,
            int number,
            TurnLedger ledger,
            RelayDirectory relays,
            List<RelayShard> all,
            UdpDriver driver,
            Consumer<TurnEvent> events) {
        int count = config.threads();
        SecureRandomSource random = new SecureRandomSource();
        paths = new Paths(mostPaths(config.turn()), random.nextLong());
        plane = config.accelerated() ? new BatchRelayPlane(driver, MAX_ACCELERATED_FLOWS) : null;
        DatagramTap tap = plane == null ? DatagramTap.NONE : plane;
        passage = count == 1 ? null : new Passage(number, count, all, paths, listeners, tap);
        server =
                new TurnServer(
                        config.turn(),
                        paths,
                        random,
                        config.clock(),
                        config.nonceKey(),
                        plane == null ? RelayPlane.NONE : plane,
                        ledger,
                        passage == null ? Shard.ALONE : new Shard(number, count, relays, passage));
        server.watch(config.watch());
        loop =
                new EventLoop<>(
                        count == 1 ? "parley-relay" : "parley-relay-" + number,
                        driver,
                        paths,
                        server,
                        passage == null ? tap : passage,
                        events);
        if (passage != null) {
            passage.attach(this);
        }
        if (plane != null) {
            plane.attach(loop);
        }
        if (config.peerStreams() != null) {
            loop.relayStreamsBy(new PeerSockets(config.peerStreams()));
        }
    }

    private static int mostPaths(TurnServerConfig turn) {
        return turn.quotas().paths() + PASSING_PATHS;
    }

    /** Goes on by another configuration; on the loop's thread. */
    void reconfigure(TurnServerConfig turn) {
        server.reconfigure(loop.now(), turn);
        paths.atMost(mostPaths(turn));
    }

    /** Opens a listening socket; every shard opens the same ones in the same order. */
    UdpSocket bind(TransportAddress local, UdpOptions options) throws IOException {
        UdpSocket socket = loop.bind(local, options);
        server.listen(socket.id(), socket.local().ip());
        bound.put(socket.local(), socket.id());
        listeners.add(socket.id());
        return socket;
    }

    void discovery(List<DiscoverySquare> squares) {
        List<Integer> served = new ArrayList<>();
        for (DiscoverySquare square : squares) {
            for (Alternates alternates :
                    square.alternates(local -> Objects.requireNonNull(bound.get(local)))) {
                // Several first addresses may share a second one, which then has the first of them.
                if (!served.contains(alternates.own().socket())) {
                    served.add(alternates.own().socket());
                    server.discovery(alternates);
                }
            }
        }
    }

    List<TransportAddress> bound() {
        return List.copyOf(bound.keySet());
    }

    RelayCounters counters() {
        return RelayCounters.of(
                server,
                loop.counters(),
                plane == null ? 0 : plane.flows(),
                passage == null ? 0 : passage.led(),
                passage == null ? 0 : passage.lost());
    }

    /** The way to the other shards; null when there are none. */
    @Nullable Passage passage() {
        return passage;
    }
}
