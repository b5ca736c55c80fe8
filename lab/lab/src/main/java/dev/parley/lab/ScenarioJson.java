package dev.parley.lab;

import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import dev.parley.internet.topology.Machine;
import dev.parley.internet.topology.Site;
import dev.parley.internet.topology.Topologies;
import dev.parley.internet.topology.Topology;
import dev.parley.lab.scenario.Change;
import dev.parley.lab.scenario.Scenario;
import dev.parley.lab.scenario.Scenarios;
import dev.parley.lab.scenario.Traffic;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads what somebody wants to be run: one of the {@link Scenarios}, or a topology with traffic;
 * docs/lab.md says what each field means.
 *
 * <pre>
 * {"scenario": "two-homes"}
 * {"topology": "two-homes", "traffic": [{"kind": "ask-stun", "from": "ana"}]}
 * {"topology": {...}, "traffic": [{"kind": "ping", "from": "ana", "to": "server", "at": 100}],
 *  "changes": [{"kind": "reboot", "site": "home-a", "at": 2000}], "endsAt": 10000}
 * </pre>
 */
public final class ScenarioJson {
    private static final int MAX_ITEMS = 200;
    private static final int MAX_COUNT = 20_000;
    private static final int MAX_MILLIS = 3_600_000;
    private static final int LINGER_MILLIS = 10_000;
    private static final int RELAY_MILLIS = 4_200;
    private static final String OWN = "own";

    private final Set<String> machines = new LinkedHashSet<>();
    private final Set<String> sites = new LinkedHashSet<>();
    private final boolean served;

    private ScenarioJson(Topology topology) {
        served =
                topology.machines().stream()
                        .anyMatch(machine -> machine.name().equals(Topologies.SERVER));
        machines(topology.machines());
        sites(topology.sites());
    }

    private void machines(List<Machine> all) {
        all.forEach(machine -> machines.add(machine.name()));
    }

    private void sites(List<Site> all) {
        for (Site site : all) {
            sites.add(site.name());
            machines(site.machines());
            sites(site.sites());
        }
    }

    /**
     * Reads a whole document.
     *
     * @throws IllegalArgumentException that says where and what to change
     */
    public static Scenario read(String text) {
        JsonNode root = JsonText.read(text);
        JsonObjectReader json = new JsonObjectReader("", root);
        json.number("seed", 0, 0, Long.MAX_VALUE); // of those who run it
        Scenario scenario = read(json, root);
        json.refuseOthers();
        return scenario;
    }

    /** Whether that text is such a document, and not a topology alone. */
    public static boolean isScenario(String text) {
        JsonNode root = JsonText.read(text);
        return root.has("topology") || root.has("scenario");
    }

    /** A document in which something happens in a topology that says nothing of that itself. */
    public static String usual(Topology topology) {
        ObjectNode json = JsonMapper.shared().createObjectNode();
        boolean named = Topologies.named(topology.name()).filter(topology::equals).isPresent();
        if (named) {
            json.put("topology", topology.name());
        } else {
            json.set("topology", TopologyJson.write(topology));
        }
        ArrayNode traffic = json.putArray("traffic");
        ScenarioJson reader = new ScenarioJson(topology);
        List<String> people =
                reader.machines.stream()
                        .filter(name ->
                                topology.machines().stream().noneMatch(m -> m.name().equals(name)))
                        .limit(2)
                        .toList();
        if (people.size() == 2 && reader.served) {
            item(traffic, "punch-holes", 0, people.get(0)).put("to", people.get(1));
            item(traffic, "use-relay", RELAY_MILLIS, people.get(0)).put("to", people.get(1));
        } else if (!people.isEmpty() && !topology.machines().isEmpty()) {
            item(traffic, "ping", 0, people.getFirst())
                    .put("to", topology.machines().getFirst().name());
        }
        return json.toString();
    }

    /** Traffic as it would be read again. */
    public static ArrayNode write(List<Traffic> traffic) {
        ArrayNode array = JsonMapper.shared().createArrayNode();
        for (Traffic one : traffic) {
            switch (one) {
                case Traffic.Ping ping -> {
                    ObjectNode item = item(array, "ping", ping.at(), ping.from());
                    port(item, ping.fromPort()).put("to", ping.to()).put("count", ping.count());
                }
                case Traffic.AskStun ask ->
                        port(item(array, "ask-stun", ask.at(), ask.from()), ask.fromPort());
                case Traffic.Fetch fetch ->
                        item(array, "fetch", fetch.at(), fetch.from()).put("to", fetch.to());
                case Traffic.PunchHoles punch ->
                        item(array, "punch-holes", punch.at(), punch.from()).put("to", punch.to());
                case Traffic.UseRelay relay ->
                        item(array, "use-relay", relay.at(), relay.from()).put("to", relay.to());
            }
        }
        return array;
    }

    private static ObjectNode port(ObjectNode item, int port) {
        return port == 0 ? item : item.put("fromPort", port);
    }

    private static ObjectNode item(ArrayNode traffic, String kind, int at, String from) {
        return traffic.addObject().put("kind", kind).put("at", at).put("from", from);
    }

    /**
     * Reads the fields {@code scenario}, {@code topology}, {@code traffic}, {@code changes} and
     * {@code endsAt}; others are left to the caller.
     *
     * @throws IllegalArgumentException that says where and what to change
     */
    public static Scenario read(JsonObjectReader json, JsonNode root) {
        String name = json.optionalText("scenario");
        if (name == null) {
            return own(json, topology(json, root));
        }
        Scenario scenario =
                Scenarios.named(name)
                        .orElseThrow(() -> json.mistake("scenario", "none is called " + name));
        List<Change> changes = new ArrayList<>(scenario.changes());
        changes.addAll(new ScenarioJson(scenario.topology()).changes(json));
        return new Scenario(
                scenario.name(),
                scenario.title(),
                scenario.summary(),
                scenario.topology(),
                scenario.traffic(),
                changes,
                scenario.endsAt());
    }

    private static Topology topology(JsonObjectReader json, JsonNode root) {
        JsonNode given = root.path("topology");
        if (given.isString()) {
            String name = json.text("topology");
            return Topologies.named(name)
                    .orElseThrow(() -> json.mistake("topology", "none is called " + name));
        }
        if (!json.has("topology")) {
            throw json.mistake("topology", "is missing, and so is scenario");
        }
        return TopologyJson.read(given);
    }

    private static Scenario own(JsonObjectReader json, Topology topology) {
        ScenarioJson reader = new ScenarioJson(topology);
        List<Traffic> traffic = reader.traffic(json);
        int last = traffic.stream().mapToInt(Traffic::at).max().orElse(0);
        int usual = Math.min(MAX_MILLIS, last + LINGER_MILLIS);
        return new Scenario(
                OWN,
                topology.name(),
                "",
                topology,
                traffic,
                reader.changes(json),
                (int) json.number("endsAt", usual, 1, MAX_MILLIS));
    }

    private List<Traffic> traffic(JsonObjectReader json) {
        List<Traffic> traffic = new ArrayList<>();
        for (JsonObjectReader item : json.objects("traffic")) {
            limit(item, traffic.size());
            traffic.add(item(item));
            item.refuseOthers();
        }
        return traffic;
    }

    private static void limit(JsonObjectReader item, int size) {
        if (size >= MAX_ITEMS) {
            throw item.mistake("kind", "there are more than " + MAX_ITEMS);
        }
    }

    private Traffic item(JsonObjectReader json) {
        int at = at(json);
        String from = machine(json, "from");
        int fromPort = (int) json.number("fromPort", 0, 0, 65_535);
        return switch (json.text("kind")) {
            case "ping" ->
                    new Traffic.Ping(
                            at,
                            from,
                            fromPort,
                            target(json),
                            (int) json.number("count", 1, 1, MAX_COUNT));
            case "ask-stun" -> new Traffic.AskStun(at, served(json, from), fromPort);
            case "fetch" -> new Traffic.Fetch(at, from, machine(json, "to"));
            case "punch-holes" ->
                    new Traffic.PunchHoles(at, served(json, from), machine(json, "to"));
            case "use-relay" -> new Traffic.UseRelay(at, served(json, from), machine(json, "to"));
            default ->
                    throw json.mistake(
                            "kind", "ping, ask-stun, fetch, punch-holes or use-relay is wanted");
        };
    }

    private static int at(JsonObjectReader json) {
        return (int) json.number("at", 0, 0, MAX_MILLIS);
    }

    private String machine(JsonObjectReader json, String field) {
        String name = json.text(field);
        if (!machines.contains(name)) {
            throw json.mistake(field, "there is no machine called " + name);
        }
        return name;
    }

    private String target(JsonObjectReader json) {
        String to = json.text("to");
        if (to.indexOf(':') < 0) {
            return machine(json, "to");
        }
        json.parsed("to", TransportAddress::parse);
        return to;
    }

    private String served(JsonObjectReader json, String from) {
        if (!served) {
            throw json.mistake("kind", "this needs a public machine called " + Topologies.SERVER);
        }
        return from;
    }

    private List<Change> changes(JsonObjectReader json) {
        List<Change> changes = new ArrayList<>();
        for (JsonObjectReader item : json.objects("changes")) {
            limit(item, changes.size());
            changes.add(change(item));
            item.refuseOthers();
        }
        return changes;
    }

    private Change change(JsonObjectReader json) {
        int at = at(json);
        return switch (json.text("kind")) {
            case "reboot" -> new Change.Reboot(at, site(json));
            case "new-address" ->
                    new Change.NewAddress(
                            at, site(json), address(json, "from"), address(json, "to"));
            case "nat" -> new Change.OtherNat(at, site(json), NatJson.nat(object(json, "nat")));
            case "link" -> {
                String name = json.text("node");
                if (!machines.contains(name) && !sites.contains(name)) {
                    throw json.mistake("node", "there is neither machine nor site " + name);
                }
                yield new Change.OtherLink(at, name, LinkJson.read(object(json, "link")));
            }
            default -> throw json.mistake("kind", "reboot, new-address, nat or link is wanted");
        };
    }

    private static JsonObjectReader object(JsonObjectReader json, String field) {
        JsonObjectReader object = json.object(field);
        if (object == null) {
            throw json.mistake(field, "is missing");
        }
        return object;
    }

    private String site(JsonObjectReader json) {
        String name = json.text("site");
        if (!sites.contains(name)) {
            throw json.mistake("site", "there is no site called " + name);
        }
        return name;
    }

    private static IpAddress address(JsonObjectReader json, String field) {
        IpAddress address = json.parsed(field, IpAddress::parse);
        if (address == null) {
            throw json.mistake(field, "is missing");
        }
        return address;
    }
}
