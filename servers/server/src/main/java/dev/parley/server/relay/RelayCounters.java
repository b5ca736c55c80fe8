package dev.parley.server.relay;

import dev.parley.turn.TurnCounter;
import dev.parley.turn.TurnServer;
import dev.parley.udp.LoopCounters;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * The figures of a relay at one moment.
 *
 * @param turn every counter of the core, relayed traffic brought up to date
 * @param acceleratedFlows channels whose packets bypass the core
 */
public record RelayCounters(
        Map<TurnCounter, Long> turn,
        LoopCounters loop,
        int allocations,
        int permissions,
        int channels,
        int streams,
        int relayPortsInUse,
        int acceleratedFlows) {

    static RelayCounters of(TurnServer server, LoopCounters loop, int acceleratedFlows) {
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
                acceleratedFlows);
    }

    public long turn(TurnCounter counter) {
        return turn.getOrDefault(counter, 0L);
    }
}
