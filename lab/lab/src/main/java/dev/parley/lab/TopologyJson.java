package dev.parley.lab;

import dev.parley.core.IpAddress;
import dev.parley.core.IpPrefix;
import dev.parley.internet.topology.Gateway;
import dev.parley.internet.topology.LinkBehaviour;
import dev.parley.internet.topology.Machine;
import dev.parley.internet.topology.Site;
import dev.parley.internet.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Topologies as JSON, both ways; docs/lab.md says what each field means.
 *
 * <pre>
 * {"name": "small", "machines": [{"name": "server", "addresses": ["203.0.113.10"]}],
 *  "sites": [{"name": "home", "inside": ["192.168.1.0/24"],
 *             "gateway": {"outside": ["18.18.18.18"], "nat": {"kind": "rfc4787"}},
 *             "machines": [{"name": "ana", "addresses": ["192.168.1.2"]}]}]}
 * </pre>
 *
 * <p>What is written is complete and reads back as an equal topology; what is read may leave out
 * whatever is usual.
 */
public final class TopologyJson {
    /** The most machines and sites together that are read. */
    public static final int MAX_NODES = 200;

    private static final LinkBehaviour USUAL_UPLINK = LinkBehaviour.delay(8);
    private static final LinkBehaviour USUAL_LAN = LinkBehaviour.delay(1);
    private static final LinkBehaviour USUAL_PUBLIC = LinkBehaviour.delay(3);

    private int nodes;

    private TopologyJson() {}

    public static ObjectNode write(Topology topology) {
        ObjectNode json = JsonMapper.shared().createObjectNode().put("name", topology.name());
        machines(json, topology.machines());
        sites(json, topology.sites());
        return json;
    }

    private static void machines(ObjectNode json, List<Machine> machines) {
        ArrayNode array = json.putArray("machines");
        for (Machine machine : machines) {
            ObjectNode item = array.addObject().put("name", machine.name());
            ArrayNode addresses = item.putArray("addresses");
            machine.addresses().forEach(address -> addresses.add(address.toString()));
            item.set("link", LinkJson.write(machine.link()));
        }
    }

    private static void sites(ObjectNode json, List<Site> sites) {
        ArrayNode array = json.putArray("sites");
        for (Site site : sites) {
            ObjectNode item = array.addObject().put("name", site.name());
            ArrayNode inside = item.putArray("inside");
            site.inside().forEach(block -> inside.add(block.toString()));
            item.set("gateway", NatJson.write(site.gateway()));
            item.set("uplink", LinkJson.write(site.uplink()));
            machines(item, site.machines());
            sites(item, site.sites());
        }
    }

    /**
     * Reads the text of a topology.
     *
     * @throws IllegalArgumentException that says where and what to change
     */
    public static Topology read(String text) {
        return read(JsonText.read(text));
    }

    /**
     * Reads a topology out of a document.
     *
     * @throws IllegalArgumentException that says where and what to change
     */
    public static Topology read(JsonNode json) {
        return new TopologyJson().topology(new JsonObjectReader("", json));
    }

    private Topology topology(JsonObjectReader json) {
        Topology topology =
                new Topology(
                        json.text("name"),
                        machines(json, USUAL_PUBLIC),
                        sites(json.objects("sites"), 0));
        json.refuseOthers();
        return topology;
    }

    private List<Machine> machines(JsonObjectReader json, LinkBehaviour usual) {
        List<Machine> machines = new ArrayList<>();
        for (JsonObjectReader item : json.objects("machines")) {
            count(item);
            List<IpAddress> addresses = item.addresses("addresses");
            machines.add(
                    new Machine(
                            item.text("name"),
                            addresses,
                            LinkJson.read(item.object("link"), usual)));
            item.refuseOthers();
        }
        return machines;
    }

    private List<Site> sites(List<JsonObjectReader> items, int depth) {
        List<Site> sites = new ArrayList<>();
        for (JsonObjectReader item : items) {
            count(item);
            if (depth > 8) {
                throw item.mistake("sites", "sites may be eight deep");
            }
            List<IpPrefix> inside = item.blocks("inside");
            JsonObjectReader gateway = item.object("gateway");
            if (gateway == null) {
                throw item.mistake("gateway", "is missing");
            }
            Gateway read = NatJson.gateway(gateway);
            sites.add(
                    new Site(
                            item.text("name"),
                            inside,
                            read,
                            LinkJson.read(item.object("uplink"), USUAL_UPLINK),
                            machines(item, USUAL_LAN),
                            sites(item.objects("sites"), depth + 1)));
            item.refuseOthers();
        }
        return sites;
    }

    private void count(JsonObjectReader item) {
        if (++nodes > MAX_NODES) {
            throw item.mistake("name", "more than " + MAX_NODES + " machines and sites");
        }
    }
}
