package dev.parley.server.admin;

import dev.parley.netty.HttpRequest;
import dev.parley.netty.HttpResponse;
import dev.parley.server.Version;
import dev.parley.server.relay.RelayCounters;
import dev.parley.turn.TurnCounter;
import java.time.Duration;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /admin/relay}: what the relay holds now, and what it has counted. */
final class RelayView {
    private final Operator operator;

    RelayView(Operator operator) {
        this.operator = operator;
    }

    HttpResponse get(HttpRequest request) throws BadRequestException {
        Query.of(request.query());
        RelayCounters counters = operator.relay().counters();
        Duration left = operator.drainLeft();
        ObjectNode json = Answers.object();
        json.put("version", Version.number());
        json.put("uptimeSeconds", operator.uptime().toSeconds());
        json.put("draining", left != null);
        json.put("allocations", counters.allocations())
                .put("permissions", counters.permissions())
                .put("channels", counters.channels())
                .put("streams", counters.streams())
                .put("relayPorts", counters.relayPortsInUse())
                .put("fastChannels", counters.acceleratedFlows());
        ObjectNode udp = json.putObject("udp");
        udp.put("packetsIn", counters.loop().packetsIn())
                .put("bytesIn", counters.loop().bytesIn())
                .put("packetsOut", counters.loop().packetsOut())
                .put("bytesOut", counters.loop().bytesOut())
                .put("packetsTapped", counters.loop().packetsTapped())
                .put("sendDrops", counters.loop().sendDrops());
        ArrayNode threads = json.putArray("threads");
        for (RelayCounters one : operator.relay().countersByThread()) {
            threads.addObject()
                    .put("allocations", one.allocations())
                    .put("streams", one.streams())
                    .put("fastChannels", one.acceleratedFlows())
                    .put("packetsIn", one.loop().packetsIn())
                    .put("packetsOut", one.loop().packetsOut())
                    .put("sendDrops", one.loop().sendDrops());
        }
        ObjectNode counted = json.putObject("counters");
        for (TurnCounter counter : TurnCounter.values()) {
            counted.put(counter.metricName(), counters.turn(counter));
        }
        return Answers.json(200, json);
    }
}
