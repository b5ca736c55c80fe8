package dev.parley.server.relay;

import dev.parley.core.TransportAddress;
import dev.parley.netty.StreamHandler;
import dev.parley.turn.EndReason;
import dev.parley.turn.PortRange;
import dev.parley.turn.RelayAddress;
import dev.parley.turn.RelayDirectory;
import dev.parley.turn.TurnEvent;
import dev.parley.turn.TurnLedger;
import dev.parley.udp.UdpOptions;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * STUN and TURN on real sockets: one thread or several, each with UDP listening sockets, relay
 * sockets and streams that a TCP server hands over. Several threads listen on the same addresses;
 * the kernel gives each client to one of them, where it stays. All methods may be called from any
 * thread.
 */
public final class RelayService implements AutoCloseable {
    private static final long SNAPSHOT_MILLIS = 200;

    private final RelayConfig config;
    private final List<RelayShard> shards = new ArrayList<>();
    private final CountDownLatch drained;
    private final AtomicInteger nextStream = new AtomicInteger();
    private final Object eventLock = new Object();
    private final List<RelayCounters> lastCounters = new ArrayList<>(); // its own lock
    private final List<CompletableFuture<RelayCounters>> asked = new ArrayList<>(); // the same lock

    private RelayService(RelayConfig config) {
        this.config = config;
        drained = new CountDownLatch(config.threads());
    }

    /**
     * Binds the listening sockets and starts.
     *
     * @throws ListenException when an address is in use or not ours, or the only relay port is
     * @throws IOException when sockets cannot be had
     */
    public static RelayService start(RelayConfig config) throws IOException {
        RelayService service = new RelayService(config);
        try {
            service.open();
        } catch (IOException | RuntimeException e) {
            service.shards.forEach(shard -> shard.loop.close());
            throw e;
        }
        service.shards.forEach(shard -> shard.loop.start());
        return service;
    }

    private void open() throws IOException {
        TurnLedger ledger = TurnLedger.of(config.turn());
        RelayDirectory relays = RelayDirectory.of(config.turn());
        for (int i = 0; i < config.threads(); i++) {
            shards.add(
                    new RelayShard(
                            config, i, ledger, relays, shards, config.udp().open(), this::onEvent));
        }
        for (TransportAddress local : config.listen()) {
            bind(local);
        }
        for (DiscoverySquare square : config.discovery()) {
            for (TransportAddress local : square.locals()) {
                if (!bound().contains(local)) {
                    bind(local);
                }
            }
        }
        tryRelayPort();
        for (RelayShard shard : shards) {
            shard.discovery(config.discovery());
            lastCounters.add(shard.counters());
        }
    }

    /** A single relay port is opened for the first client, but missed by whoever starts. */
    private void tryRelayPort() throws IOException {
        PortRange ports = config.turn().relayPorts();
        if (!ports.isSingle()) {
            return;
        }
        for (RelayAddress address : config.turn().relayAddresses()) {
            TransportAddress local = new TransportAddress(address.bind(), ports.min());
            try {
                refuseInUse(local);
            } catch (IOException e) {
                throw new ListenException(local, e);
            }
        }
    }

    private void bind(TransportAddress local) throws IOException {
        try {
            if (shards.size() == 1) {
                shards.getFirst().bind(local, UdpOptions.LISTENER);
                return;
            }
            if (local.port() != 0) {
                refuseInUse(local);
            }
            TransportAddress at = local; // the same for all when any port will do
            for (RelayShard shard : shards) {
                at = shard.bind(at, UdpOptions.LISTENER.shared()).local();
            }
        } catch (IOException e) {
            throw new ListenException(local, e);
        }
    }

    /**
     * Sockets that share a port would share it with another server of this user too, which would
     * lose a part of its clients.
     */
    private static void refuseInUse(TransportAddress local) throws IOException {
        try (DatagramChannel alone =
                DatagramChannel.open(
                        local.ip().v6()
                                ? StandardProtocolFamily.INET6
                                : StandardProtocolFamily.INET)) {
            alone.bind(local.toInetSocketAddress());
        }
    }

    /** Where it listens for UDP, in the order of the configuration. */
    public List<TransportAddress> bound() {
        return shards.getFirst().bound();
    }

    /** By how many threads and which driver, for people. */
    public String work() {
        return config.threads()
                + (config.threads() == 1 ? " thread, " : " threads, ")
                + config.udp().resolved().name().toLowerCase(Locale.ROOT)
                + " driver";
    }

    /** For listeners that carry TURN over TCP or TLS. */
    public StreamHandler streamHandler() {
        return connection -> StreamBridge.join(connection, shardOfNextStream().loop);
    }

    private RelayShard shardOfNextStream() {
        return shards.get(Math.floorMod(nextStream.getAndIncrement(), shards.size()));
    }

    /**
     * The figures now, or those of the last time when the relay is too busy to answer at once.
     * Waits a fifth of a second at most.
     */
    public RelayCounters counters() {
        synchronized (lastCounters) {
            for (int i = 0; i < shards.size(); i++) {
                // One question at a time for each thread: one that is stuck does not collect them.
                if (i == asked.size()) {
                    asked.add(ask(i));
                } else if (asked.get(i).isDone()) {
                    asked.set(i, ask(i));
                }
            }
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SNAPSHOT_MILLIS);
            for (int i = 0; i < shards.size(); i++) {
                RelayCounters now = answer(asked.get(i), Math.max(0, end - System.nanoTime()));
                if (now != null) {
                    lastCounters.set(i, now);
                }
            }
            return RelayCounters.sum(lastCounters);
        }
    }

    /** What {@link #counters} found last for each thread. */
    public List<RelayCounters> countersByThread() {
        synchronized (lastCounters) {
            return List.copyOf(lastCounters);
        }
    }

    private CompletableFuture<RelayCounters> ask(int shard) {
        return shards.get(shard).loop.call(shards.get(shard)::counters);
    }

    /** Null when it does not come in time, or never will. */
    private static @Nullable RelayCounters answer(
            CompletableFuture<RelayCounters> asked, long nanos) {
        try {
            return asked.get(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } catch (TimeoutException e) {
            return null;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IllegalStateException) { // closed
                return null;
            }
            throw new IllegalStateException("The relay cannot be counted.", e);
        }
    }

    /** What an operator asks of it. */
    public RelayRegister register() {
        return new RelayRegister(shards);
    }

    /** The same that looks at so many allocations in one turn of a thread. */
    RelayRegister register(int pieceSize) {
        return new RelayRegister(shards, pieceSize);
    }

    RelayShard shard(int number) {
        return shards.get(number);
    }

    /** Takes no new allocation from now on. Does not wait. */
    public void stopLending() {
        for (RelayShard shard : shards) {
            shard.loop.execute(() -> shard.server.drain(shard.loop.now()));
        }
    }

    /**
     * Takes no new allocation from now on, and waits for the standing ones to end.
     *
     * @return whether all had ended in time
     */
    public boolean drain(Duration deadline) throws InterruptedException {
        stopLending();
        return drained.await(deadline.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** One at a time: who hears of events need not know of threads. They are rare. */
    private void onEvent(TurnEvent event) {
        synchronized (eventLock) {
            if (!(event instanceof TurnEvent.Drained)) {
                config.events().accept(event);
                return;
            }
            if (drained.getCount() == 1) { // the last of all shards
                config.events().accept(event);
            }
            drained.countDown();
        }
    }

    /** Ends every allocation. */
    public void endAll() {
        for (RelayShard shard : shards) {
            shard.loop.execute(() -> shard.server.endAll(shard.loop.now(), EndReason.SHUTDOWN));
        }
    }

    /** Ends every allocation and stops. */
    @Override
    public void close() {
        endAll();
        shards.forEach(shard -> shard.loop.close());
    }
}
