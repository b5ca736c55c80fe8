package dev.parley.turn;

import dev.parley.core.Paths;
import dev.parley.core.RandomSource;
import dev.parley.core.SocketCommand;
import dev.parley.core.TransmitQueue;
import dev.parley.core.WallClock;
import java.util.ArrayDeque;
import java.util.Queue;

/** What every room of the server needs: its inputs, and the queues of its outputs. */
final class ServerContext {
    /** Enough for any burst between two drains; a driver drains after every call. */
    private static final int MAX_EVENTS = 10_000;

    private static final int MAX_QUEUED_DATAGRAMS = 4096;

    TurnServerConfig config; // changed by Reconfiguration alone
    final Paths paths;
    final RandomSource random;
    final WallClock clock;
    final RelayPlane plane;
    final PeerRewrites rewrites;
    final Shard shard;

    final TurnCounters counters = new TurnCounters();
    final Timers timers = new Timers();
    final TransmitQueue queue;
    final Queue<SocketCommand> commands = new ArrayDeque<>();
    final Witness witness = new Witness(this);
    private final Queue<TurnEvent> events = new ArrayDeque<>();

    ServerContext(
            TurnServerConfig config,
            Paths paths,
            RandomSource random,
            WallClock clock,
            RelayPlane plane,
            Shard shard) {
        this.config = config;
        this.paths = paths;
        this.random = random;
        this.clock = clock;
        this.plane = plane;
        this.rewrites = new PeerRewrites(config.peerRewrites());
        this.shard = shard;
        this.queue = new TransmitQueue(config.queueBytes(), MAX_QUEUED_DATAGRAMS);
    }

    void emit(TurnEvent event) {
        if (events.size() < MAX_EVENTS) {
            events.add(event);
        } else {
            counters.count(TurnCounter.DROPPED_EVENTS);
        }
    }

    Queue<TurnEvent> events() {
        return events;
    }

    static long nanos(long seconds) {
        return seconds * 1_000_000_000L;
    }
}
