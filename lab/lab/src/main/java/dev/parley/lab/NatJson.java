package dev.parley.lab;

import static dev.parley.lab.JsonObjectReader.word;

import dev.parley.core.IpAddress;
import dev.parley.core.IpPrefix;
import dev.parley.internet.topology.Firewall;
import dev.parley.internet.topology.Gateway;
import dev.parley.internet.topology.Nat;
import dev.parley.internet.topology.NatBehaviour;
import dev.parley.internet.topology.NatBehaviour.Dependence;
import dev.parley.internet.topology.NatTimeouts;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What stands between a site and the network around it, as JSON. */
final class NatJson {
    private static final NatBehaviour USUAL = NatBehaviour.PORT_RESTRICTED;
    private static final IpPrefix WELL_KNOWN = IpPrefix.parse("64:ff9b::/96");

    private NatJson() {}

    static ObjectNode write(Gateway gateway) {
        ObjectNode json = JsonMapper.shared().createObjectNode();
        ArrayNode outside = json.putArray("outside");
        gateway.outside().forEach(address -> outside.add(address.toString()));
        json.set("nat", write(gateway.nat()));
        json.set("firewall", write(gateway.firewall()));
        return json;
    }

    static ObjectNode write(Nat nat) {
        ObjectNode json = JsonMapper.shared().createObjectNode();
        switch (nat) {
            case Nat.None _ -> json.put("kind", "none");
            case Nat.Rfc4787(NatBehaviour behaviour) ->
                    write(json.put("kind", "rfc4787"), behaviour);
            case Nat.LinuxMasquerade linux ->
                    json.put("kind", "linux")
                            .put("fullyRandom", linux.fullyRandom())
                            .put("inputFilter", linux.inputFilter());
            case Nat.Nat64 nat64 ->
                    write(
                            json.put("kind", "nat64").put("prefix", nat64.prefix().toString()),
                            nat64.behaviour());
        }
        return json;
    }

    private static void write(ObjectNode json, NatBehaviour behaviour) {
        json.put("mapping", word(behaviour.mapping()));
        json.put("filtering", word(behaviour.filtering()));
        json.put("ports", word(behaviour.ports()));
        json.put("pooling", word(behaviour.pooling()));
        json.put("hairpinning", word(behaviour.hairpinning()));
        NatTimeouts timeouts = behaviour.timeouts();
        json.putObject("timeouts")
                .put("udp", timeouts.udp())
                .put("tcpEstablished", timeouts.tcpEstablished())
                .put("tcpTransitory", timeouts.tcpTransitory())
                .put("icmp", timeouts.icmp())
                .put("inboundRefreshes", timeouts.inboundRefreshes())
                .put("maxMappings", timeouts.maxMappings());
        json.put("fragments", word(behaviour.fragments()));
        json.put("icmpErrors", behaviour.icmpErrors());
    }

    private static ObjectNode write(Firewall firewall) {
        ObjectNode json = JsonMapper.shared().createObjectNode();
        if (!firewall.udp()) {
            json.put("udp", false);
        }
        List<Integer> ports = firewall.tcpPorts();
        if (ports != null) {
            ports.forEach(json.putArray("tcpPorts")::add);
        }
        IpAddress proxy = firewall.proxy();
        if (proxy != null) {
            json.put("proxy", proxy.toString());
        }
        Dependence inbound = firewall.inbound();
        if (inbound != null) {
            json.put("inbound", word(inbound));
        }
        if (firewall.idleSeconds() != Firewall.OPEN.idleSeconds()) {
            json.put("idleSeconds", firewall.idleSeconds());
        }
        return json;
    }

    static Gateway gateway(JsonObjectReader json) {
        Gateway gateway =
                new Gateway(
                        json.addresses("outside"),
                        nat(json.object("nat")),
                        firewall(json.object("firewall")));
        json.refuseOthers();
        return gateway;
    }

    static Nat nat(@Nullable JsonObjectReader json) {
        if (json == null) {
            return new Nat.Rfc4787(USUAL);
        }
        Nat nat =
                switch (json.text("kind")) {
                    case "none" -> new Nat.None();
                    case "rfc4787" -> new Nat.Rfc4787(behaviour(json));
                    case "linux" ->
                            new Nat.LinuxMasquerade(
                                    json.flag("fullyRandom", false),
                                    json.flag("inputFilter", true));
                    case "nat64" -> {
                        IpPrefix prefix = json.parsed("prefix", IpPrefix::parse);
                        yield new Nat.Nat64(prefix == null ? WELL_KNOWN : prefix, behaviour(json));
                    }
                    default ->
                            throw json.mistake("kind", "none, rfc4787, linux or nat64 is wanted");
                };
        json.refuseOthers();
        return nat;
    }

    private static NatBehaviour behaviour(JsonObjectReader json) {
        return new NatBehaviour(
                json.choice("mapping", Dependence.class, USUAL.mapping()),
                json.choice("filtering", Dependence.class, USUAL.filtering()),
                json.choice("ports", NatBehaviour.PortAssignment.class, USUAL.ports()),
                json.choice("pooling", NatBehaviour.Pooling.class, USUAL.pooling()),
                json.choice("hairpinning", NatBehaviour.Hairpinning.class, USUAL.hairpinning()),
                timeouts(json.object("timeouts")),
                json.choice("fragments", NatBehaviour.Fragments.class, USUAL.fragments()),
                json.flag("icmpErrors", USUAL.icmpErrors()));
    }

    private static NatTimeouts timeouts(@Nullable JsonObjectReader json) {
        NatTimeouts usual = NatTimeouts.RFC;
        if (json == null) {
            return usual;
        }
        NatTimeouts timeouts =
                new NatTimeouts(
                        seconds(json, "udp", usual.udp()),
                        seconds(json, "tcpEstablished", usual.tcpEstablished()),
                        seconds(json, "tcpTransitory", usual.tcpTransitory()),
                        seconds(json, "icmp", usual.icmp()),
                        json.flag("inboundRefreshes", usual.inboundRefreshes()),
                        (int) json.number("maxMappings", usual.maxMappings(), 1, 65_536));
        json.refuseOthers();
        return timeouts;
    }

    private static int seconds(JsonObjectReader json, String name, int usual) {
        return (int) json.number(name, usual, 1, 86_400);
    }

    private static Firewall firewall(@Nullable JsonObjectReader json) {
        if (json == null) {
            return Firewall.OPEN;
        }
        Dependence inbound =
                json.has("inbound")
                        ? json.choice(
                                "inbound", Dependence.class, Dependence.ADDRESS_AND_PORT_DEPENDENT)
                        : null;
        Firewall firewall =
                new Firewall(
                        json.flag("udp", true),
                        json.numbers("tcpPorts", 1, 65_535),
                        json.parsed("proxy", IpAddress::parse),
                        inbound,
                        seconds(json, "idleSeconds", Firewall.OPEN.idleSeconds()));
        json.refuseOthers();
        return firewall;
    }
}
