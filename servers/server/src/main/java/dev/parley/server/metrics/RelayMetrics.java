package dev.parley.server.metrics;

import dev.parley.server.relay.RelayCounters;
import dev.parley.server.relay.RelayService;
import dev.parley.turn.TurnCounter;
import dev.parley.udp.LoopCounters;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** What the relay counts; one snapshot serves one scrape. */
public final class RelayMetrics {
    private final Metrics metrics;
    private volatile RelayCounters snapshot;

    private RelayMetrics(Metrics metrics, RelayCounters first) {
        this.metrics = metrics;
        snapshot = first;
    }

    /** Adds them to the registry. */
    public static void bind(Metrics metrics, RelayService relay) {
        RelayMetrics binding = new RelayMetrics(metrics, relay.counters());
        metrics.beforeEach(() -> binding.snapshot = relay.counters());
        binding.bind();
    }

    private void bind() {
        gauge("allocations.live", "Relay allocations", RelayCounters::allocations);
        gauge("permissions.live", "Permissions of allocations", RelayCounters::permissions);
        gauge("channels.live", "Bound channels", RelayCounters::channels);
        gauge("streams.live", "TURN clients over TCP and TLS", RelayCounters::streams);
        gauge("ports.live", "Relay ports in use", RelayCounters::relayPortsInUse);
        gauge("fast.channels.live", "Channels past the core", RelayCounters::acceleratedFlows);
        gauge("led.clients.live", "Clients led to another thread", RelayCounters::ledClients);
        metrics.counter(
                "parley.turn.lost.between.threads",
                "Datagrams of theirs that found no room",
                () -> snapshot.lostBetweenThreads());
        for (TurnCounter counter : TurnCounter.values()) {
            metrics.counter(
                    "parley.turn." + counter.metricName().replace('_', '.'),
                    words(counter),
                    () -> snapshot.turn(counter));
        }
        udp("packets.in", "UDP datagrams received", LoopCounters::packetsIn);
        udp("bytes.in", "Bytes received", LoopCounters::bytesIn);
        udp("packets.tapped", "Datagrams past the core", LoopCounters::packetsTapped);
        udp("packets.out", "Datagrams of the core sent", LoopCounters::packetsOut);
        udp("bytes.out", "Bytes of the core sent", LoopCounters::bytesOut);
        udp("send.drops", "Not taken by the system", LoopCounters::sendDrops);
        udp("path.drops", "Table of paths full", LoopCounters::pathDrops);
        udp("stream.bytes.in", "Bytes of streams received", LoopCounters::streamBytesIn);
        udp("stream.bytes.out", "Bytes of streams sent", LoopCounters::streamBytesOut);
        udp("stream.drops", "Stream gone or full", LoopCounters::streamDrops);
        udp("receive.errors", "Errors on receiving", LoopCounters::receiveErrors);
        udp("wakeups", "Turns of the event loop", LoopCounters::wakeups);
        udp("bugs", "Faults of Parley, see the log", LoopCounters::bugs);
    }

    private void gauge(String name, String words, ToLongFunction<RelayCounters> value) {
        metrics.gauge("parley.turn." + name, words, () -> value.applyAsLong(snapshot));
    }

    private void udp(String name, String words, ToLongFunction<LoopCounters> value) {
        metrics.counter("parley.udp." + name, words, () -> value.applyAsLong(snapshot.loop()));
    }

    private static String words(TurnCounter counter) {
        return counter.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
