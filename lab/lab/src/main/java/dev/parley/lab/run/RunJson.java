package dev.parley.lab.run;

import dev.parley.core.TransportAddress;
import dev.parley.internet.NetworkEvent;
import dev.parley.internet.PacketImage;
import dev.parley.internet.TableRow;
import dev.parley.internet.topology.Machine;
import dev.parley.internet.topology.Site;
import dev.parley.lab.TopologyJson;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/** Writes runs as {@code parley-lab/1}, which docs/lab.md describes. */
public final class RunJson {
    public static final String FORMAT = "parley-lab/1";

    private final JsonGenerator json;
    private final PacketWords words = new PacketWords();

    private RunJson(JsonGenerator json) {
        this.json = json;
    }

    /** Writes the document; the stream is left open. The same run gives the same bytes. */
    public static void write(Run run, OutputStream out) {
        JsonMapper mapper = JsonMapper.shared();
        try (JsonGenerator json = mapper.createGenerator(new Unclosed(out))) {
            new RunJson(json).run(run);
        }
    }

    private void run(Run run) {
        json.writeStartObject();
        json.writeStringProperty("format", FORMAT);
        json.writeStringProperty("scenario", run.scenario().name());
        json.writeStringProperty("title", run.scenario().title());
        json.writeNumberProperty("seed", run.seed());
        json.writeNumberProperty("endsAt", run.endsAt());
        if (run.ending().reason() != Ending.Reason.QUIET) {
            json.writeName("ending");
            json.writeStartObject();
            json.writeStringProperty("reason", run.ending().reason().name());
            optional("words", run.ending().words());
            json.writeEndObject();
        }
        json.writeName("topology");
        json.writeTree(TopologyJson.write(run.scenario().topology()));
        nodes(run);
        packets(run.events());
        json.writeName("events");
        json.writeStartArray();
        run.events().forEach(this::event);
        json.writeEndArray();
        json.writeEndObject();
    }

    private void nodes(Run run) {
        json.writeName("nodes");
        json.writeStartArray();
        node("internet", "core", null, List.of());
        run.scenario().topology().machines().forEach(machine -> machine(machine, null));
        run.scenario().topology().sites().forEach(site -> site(site, null));
        json.writeEndArray();
    }

    private void site(Site site, @Nullable String around) {
        node(site.name(), "router", around, site.gateway().outside());
        site.machines().forEach(machine -> machine(machine, site.name()));
        site.sites().forEach(inner -> site(inner, site.name()));
    }

    private void machine(Machine machine, @Nullable String site) {
        node(machine.name(), "host", site, machine.addresses());
    }

    private void node(String name, String kind, @Nullable String site, List<?> addresses) {
        json.writeStartObject();
        json.writeStringProperty("name", name);
        json.writeStringProperty("kind", kind);
        json.writeName("site");
        if (site == null) {
            json.writeNull();
        } else {
            json.writeString(site);
        }
        json.writeName("addresses");
        json.writeStartArray();
        addresses.forEach(address -> json.writeString(address.toString()));
        json.writeEndArray();
        json.writeEndObject();
    }

    /** What does not change about a packet is written once, as it was when first seen. */
    private void packets(List<NetworkEvent> events) {
        Map<Long, PacketImage> first = new LinkedHashMap<>();
        for (NetworkEvent event : events) {
            PacketImage packet = packetOf(event);
            if (packet != null) {
                first.putIfAbsent(packet.id(), packet);
            }
        }
        json.writeName("packets");
        json.writeStartArray();
        first.values().forEach(this::packet);
        json.writeEndArray();
    }

    private static @Nullable PacketImage packetOf(NetworkEvent event) {
        return switch (event) {
            case NetworkEvent.Sent sent -> sent.packet();
            case NetworkEvent.Departed departed -> departed.packet();
            case NetworkEvent.Rewritten rewritten -> rewritten.before();
            case NetworkEvent.Passed passed -> passed.packet();
            case NetworkEvent.Delivered delivered -> delivered.packet();
            case NetworkEvent.Dropped dropped -> dropped.packet();
            case NetworkEvent.RowAdded _,
                    NetworkEvent.RowRefreshed _,
                    NetworkEvent.RowRemoved _,
                    NetworkEvent.Noted _ ->
                    null;
        };
    }

    private void packet(PacketImage packet) {
        json.writeStartObject();
        json.writeNumberProperty("id", packet.id());
        if (packet.parent() != 0) {
            json.writeNumberProperty("parent", packet.parent());
        }
        json.writeStringProperty("protocol", packet.protocol().name());
        json.writeStringProperty("label", words.label(packet));
        json.writeNumberProperty("size", packet.sizeBytes());
        List<String> details = words.details(packet);
        if (!details.isEmpty()) {
            json.writeName("details");
            json.writeStartArray();
            details.forEach(json::writeString);
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private void event(NetworkEvent event) {
        json.writeStartObject();
        json.writeNumberProperty("at", event.at());
        json.writeStringProperty("type", event.getClass().getSimpleName());
        json.writeStringProperty("node", event.node());
        switch (event) {
            case NetworkEvent.Sent sent -> form(sent.packet());
            case NetworkEvent.Departed departed -> {
                json.writeStringProperty("to", departed.to());
                form(departed.packet());
                json.writeNumberProperty("startsAt", departed.startsAt());
                json.writeNumberProperty("arrivesAt", departed.arrivesAt());
            }
            case NetworkEvent.Rewritten rewritten -> {
                json.writeNumberProperty("packet", rewritten.before().id());
                json.writeName("before");
                json.writeStartObject();
                ends(rewritten.before());
                json.writeEndObject();
                json.writeName("after");
                json.writeStartObject();
                ends(rewritten.after());
                json.writeEndObject();
                json.writeNumberProperty("row", rewritten.row());
            }
            case NetworkEvent.Passed passed -> {
                form(passed.packet());
                json.writeNumberProperty("row", passed.row());
            }
            case NetworkEvent.Delivered delivered -> form(delivered.packet());
            case NetworkEvent.Dropped dropped -> {
                form(dropped.packet());
                json.writeStringProperty("reason", dropped.reason().name());
                json.writeNumberProperty("row", dropped.row());
            }
            case NetworkEvent.RowAdded added -> {
                row(added.row());
                json.writeNumberProperty("packet", added.packet());
            }
            case NetworkEvent.RowRefreshed refreshed -> {
                json.writeNumberProperty("row", refreshed.row());
                json.writeNumberProperty("expiresAt", refreshed.expiresAt());
                json.writeNumberProperty("packet", refreshed.packet());
            }
            case NetworkEvent.RowRemoved removed -> {
                json.writeNumberProperty("row", removed.row());
                json.writeStringProperty("reason", removed.reason().name());
            }
            case NetworkEvent.Noted noted -> {
                json.writeStringProperty("words", noted.words());
                optional("topic", noted.topic());
            }
        }
        json.writeEndObject();
    }

    private void form(PacketImage packet) {
        json.writeNumberProperty("packet", packet.id());
        ends(packet);
    }

    private void ends(PacketImage packet) {
        json.writeStringProperty("source", packet.source().toString());
        json.writeStringProperty("destination", packet.destination().toString());
    }

    private void row(TableRow row) {
        json.writeName("row");
        json.writeStartObject();
        json.writeNumberProperty("id", row.id());
        json.writeStringProperty("kind", row.kind().name());
        json.writeStringProperty("protocol", row.protocol().name());
        json.writeStringProperty("inside", row.inside().toString());
        endpoint("outside", row.outside());
        endpoint("remote", row.remote());
        json.writeNumberProperty("expiresAt", row.expiresAt());
        json.writeEndObject();
    }

    private void endpoint(String name, @Nullable TransportAddress endpoint) {
        if (endpoint == null) {
            json.writeNullProperty(name);
        } else {
            json.writeStringProperty(name, endpoint.toString());
        }
    }

    private void optional(String name, @Nullable String value) {
        if (value != null) {
            json.writeStringProperty(name, value);
        }
    }
}
