package dev.parley.server.usage;

import dev.parley.core.IpAddress;
import dev.parley.core.IpPrefix;
import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import dev.parley.server.settings.UsageAddress;
import dev.parley.turn.AllocationSummary;
import dev.parley.turn.EndReason;
import dev.parley.turn.TurnEvent;
import dev.parley.turn.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What one relay carried from its begin until a moment.
 *
 * @param atNanos the moment: its end, or when it was looked at
 * @param reason null while it goes on
 */
record UsageRecord(
        long allocation,
        String user,
        TransportAddress client,
        Transport transport,
        List<TransportAddress> relayed,
        Usage usage,
        long createdAtNanos,
        long atNanos,
        @Nullable EndReason reason) {
    private static final int V4_NETWORK = 24;
    private static final int V6_NETWORK = 56;
    private static final double MILLIS_PER_SECOND = 1e3;

    UsageRecord {
        relayed = List.copyOf(relayed);
    }

    static UsageRecord of(TurnEvent.AllocationEnded ended) {
        return new UsageRecord(
                ended.allocation(),
                ended.user(),
                ended.client(),
                ended.transport(),
                ended.relayed(),
                ended.usage(),
                ended.createdAtNanos(),
                ended.endedAtNanos(),
                ended.reason());
    }

    static UsageRecord of(AllocationSummary standing, long now) {
        return new UsageRecord(
                standing.allocation(),
                standing.user(),
                standing.client(),
                standing.transport(),
                standing.relayed(),
                standing.usage(),
                standing.createdAtNanos(),
                now,
                null);
    }

    /**
     * One line without its end.
     *
     * @param at the moment in the time of day
     * @param sequence from 1 on for each relay
     */
    String json(String server, String run, Instant at, int sequence, UsageAddress address) {
        long millis = TimeUnit.NANOSECONDS.toMillis(Math.max(0, atNanos - createdAtNanos));
        ObjectNode json = JsonMapper.shared().createObjectNode();
        json.put("server", server).put("run", run).put("id", allocation);
        json.put("sequence", sequence).put("final", reason != null);
        json.put("user", user);
        String from = client(address);
        if (from != null) {
            json.put("client", from);
        }
        json.put("transport", transport.name().toLowerCase(Locale.ROOT));
        ArrayNode addresses = json.putArray("relayed");
        relayed.forEach(one -> addresses.add(one.toString()));
        json.put("start", at.minusMillis(millis).toString()).put("end", at.toString());
        json.put("seconds", millis / MILLIS_PER_SECOND);
        json.put("packetsToPeers", usage.packetsToPeers())
                .put("bytesToPeers", usage.bytesToPeers())
                .put("packetsToClient", usage.packetsToClient())
                .put("bytesToClient", usage.bytesToClient())
                .put("dropped", usage.dropped())
                .put("droppedOverBandwidth", usage.droppedOverBandwidth());
        if (reason != null) {
            json.put("reason", reason.name().toLowerCase(Locale.ROOT));
        }
        return json.toString();
    }

    private @Nullable String client(UsageAddress address) {
        IpAddress ip = client.ip().unmapped();
        return switch (address) {
            case FULL -> client.toString();
            case NETWORK -> new IpPrefix(ip, ip.v6() ? V6_NETWORK : V4_NETWORK).toString();
            case NONE -> null;
        };
    }
}
