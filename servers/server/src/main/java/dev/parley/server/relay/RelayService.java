package dev.parley.server.relay;

import dev.parley.core.Paths;
import dev.parley.core.TransportAddress;
import dev.parley.netty.StreamHandler;
import dev.parley.stun.behaviour.Alternates;
import dev.parley.turn.EndReason;
import dev.parley.turn.RelayPlane;
import dev.parley.turn.TurnEvent;
import dev.parley.turn.TurnServer;
import dev.parley.udp.DatagramTap;
import dev.parley.udp.EventLoop;
import dev.parley.udp.SecureRandomSource;
import dev.parley.udp.UdpDriver;
import dev.parley.udp.UdpOptions;
import dev.parley.udp.UdpSocket;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * STUN and TURN on real sockets: one thread with UDP listening sockets, relay sockets and the
 * streams that a TCP server hands over. All methods may be called from any thread.
 */
public final class RelayService implements AutoCloseable {
    /** Beyond the quotas: streams whose first bytes are on their way, datagrams at hand. */
    private static final int PASSING_PATHS = 1 << 16;

    private static final int MAX_ACCELERATED_FLOWS = 1 << 17;
    private static final long SNAPSHOT_MILLIS = 200;

    private final RelayConfig config;
    private final TurnServer server;
    private final @Nullable BatchRelayPlane plane;
    private final EventLoop<TurnEvent> loop;
    private final Map<TransportAddress, Integer> bound = new LinkedHashMap<>(); // to socket
    private final CountDownLatch drained = new CountDownLatch(1);
    private volatile RelayCounters lastCounters;

    private RelayService(RelayConfig config, UdpDriver driver) {
        this.config = config;
        Paths paths = new Paths(config.turn().quotas().paths() + PASSING_PATHS);
        plane = config.accelerated() ? new BatchRelayPlane(driver, MAX_ACCELERATED_FLOWS) : null;
        server =
                new TurnServer(
                        config.turn(),
                        paths,
                        new SecureRandomSource(),
                        config.clock(),
                        config.nonceKey(),
                        plane == null ? RelayPlane.NONE : plane);
        server.watch(config.watch());
        loop =
                new EventLoop<>(
                        "parley-relay",
                        driver,
                        paths,
                        server,
                        plane == null ? DatagramTap.NONE : plane,
                        this::onEvent);
        if (plane != null) {
            plane.attach(loop);
        }
        if (config.peerStreams() != null) {
            loop.relayStreamsBy(new PeerSockets(config.peerStreams()));
        }
        lastCounters = RelayCounters.of(server, loop.counters(), 0);
    }

    /**
     * Binds the listening sockets and starts.
     *
     * @throws ListenException when an address is in use or not ours
     * @throws IOException when sockets cannot be had
     */
    public static RelayService start(RelayConfig config) throws IOException {
        RelayService service = new RelayService(config, config.udp().open());
        try {
            for (TransportAddress local : config.listen()) {
                service.bind(local);
            }
            service.serveDiscovery();
        } catch (IOException | RuntimeException e) {
            service.loop.close();
            throw e;
        }
        service.loop.start();
        return service;
    }

    private void bind(TransportAddress local) throws IOException {
        try {
            UdpSocket socket = loop.bind(local, UdpOptions.LISTENER);
            server.listen(socket.id());
            bound.put(socket.local(), socket.id());
        } catch (IOException e) {
            throw new ListenException(local, e);
        }
    }

    private void serveDiscovery() throws IOException {
        Set<Integer> served = new HashSet<>();
        for (DiscoverySquare square : config.discovery()) {
            for (TransportAddress local : square.locals()) {
                if (!bound.containsKey(local)) {
                    bind(local);
                }
            }
            for (Alternates alternates : square.alternates(bound::get)) {
                // Several first addresses may share a second one, which then has the first of them.
                if (served.add(alternates.own().socket())) {
                    server.discovery(alternates);
                }
            }
        }
    }

    /** Where it listens for UDP, in the order of the configuration. */
    public List<TransportAddress> bound() {
        return List.copyOf(bound.keySet());
    }

    /** For listeners that carry TURN over TCP or TLS. */
    public StreamHandler streamHandler() {
        return connection -> StreamBridge.join(connection, loop);
    }

    /**
     * The figures now, or those of the last time when the relay is too busy to answer at once.
     * Waits a fifth of a second at most.
     */
    public RelayCounters counters() {
        try {
            lastCounters = loop.call(this::snapshot).get(SNAPSHOT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException e) {
            return lastCounters;
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof IllegalStateException)) { // closed
                throw new IllegalStateException("The relay cannot be counted.", e);
            }
        }
        return lastCounters;
    }

    private RelayCounters snapshot() {
        return RelayCounters.of(server, loop.counters(), plane == null ? 0 : plane.flows());
    }

    /**
     * Takes no new allocation from now on, and waits for the standing ones to end.
     *
     * @return whether all had ended in time
     */
    public boolean drain(Duration deadline) throws InterruptedException {
        loop.execute(() -> server.drain(loop.now()));
        return drained.await(deadline.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void onEvent(TurnEvent event) {
        config.events().accept(event);
        if (event instanceof TurnEvent.Drained) {
            drained.countDown();
        }
    }

    /** Ends every allocation and stops. */
    @Override
    public void close() {
        loop.execute(() -> server.endAll(loop.now(), EndReason.SHUTDOWN));
        loop.close();
    }
}
