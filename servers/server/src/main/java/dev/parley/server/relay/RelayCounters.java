package dev.parley.server.relay;

import dev.parley.turn.TurnCounter;
import dev.parley.turn.TurnServer;
import dev.parley.udp.LoopCounters;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The figures of a relay at one moment.
 *
 * @param turn every counter of the core, relayed traffic brought up to date
 * @param acceleratedFlows channels whose packets bypass the core
 * @param ledClients whose datagrams come to another thread than the one that has their allocation
 * @param lostBetweenThreads of their datagrams, those that found no room on the way
 */
public record RelayCounters(
        Map<TurnCounter, Long> turn,
        LoopCounters loop,
        int allocations,
        int permissions,
        int channels,
        int streams,
        int relayPortsInUse,
        int acceleratedFlows,
        int ledClients,
        long lostBetweenThreads) {

    static RelayCounters of(
            TurnServer server,
            LoopCounters loop,
            int acceleratedFlows,
            int ledClients,
            long lostBetweenThreads) {
        server.refreshCounters();
        Map<TurnCounter, Long> turn = new EnumMap<>(TurnCounter.class);
        for (TurnCounter counter : TurnCounter.values()) {
            turn.put(counter, server.counters().value(counter));
        }
        return new RelayCounters(
                Collections.unmodifiableMap(turn),
                loop,
                server.allocations(),
                server.permissions(),
                server.channels(),
                server.streams(),
                server.relayPortsInUse(),
                acceleratedFlows,
                ledClients,
                lostBetweenThreads);
    }

    /** The figures of several shards together. */
    static RelayCounters sum(List<RelayCounters> shards) {
        RelayCounters sum = shards.getFirst();
        for (RelayCounters shard : shards.subList(1, shards.size())) {
            sum = sum.plus(shard);
        }
        return sum;
    }

    private RelayCounters plus(RelayCounters other) {
        Map<TurnCounter, Long> both = new EnumMap<>(turn);
        other.turn.forEach((counter, value) -> both.merge(counter, value, Long::sum));
        return new RelayCounters(
                Collections.unmodifiableMap(both),
                loop.plus(other.loop),
                allocations + other.allocations,
                permissions + other.permissions,
                channels + other.channels,
                streams + other.streams,
                relayPortsInUse + other.relayPortsInUse,
                acceleratedFlows + other.acceleratedFlows,
                ledClients + other.ledClients,
                lostBetweenThreads + other.lostBetweenThreads);
    }

    public long turn(TurnCounter counter) {
        return turn.getOrDefault(counter, 0L);
    }
}
