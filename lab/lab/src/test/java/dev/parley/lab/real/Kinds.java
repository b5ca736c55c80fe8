package dev.parley.lab.real;

import static dev.parley.internet.topology.NatBehaviour.Dependence.ADDRESS_AND_PORT_DEPENDENT;
import static dev.parley.internet.topology.NatBehaviour.Dependence.ADDRESS_DEPENDENT;
import static dev.parley.internet.topology.NatBehaviour.Dependence.ENDPOINT_INDEPENDENT;

import dev.parley.core.IpAddress;
import dev.parley.core.IpPrefix;
import dev.parley.internet.topology.Firewall;
import dev.parley.internet.topology.Gateway;
import dev.parley.internet.topology.LinkBehaviour;
import dev.parley.internet.topology.Machine;
import dev.parley.internet.topology.Nat;
import dev.parley.internet.topology.NatBehaviour;
import dev.parley.internet.topology.NatBehaviour.Fragments;
import dev.parley.internet.topology.NatBehaviour.Hairpinning;
import dev.parley.internet.topology.NatBehaviour.Pooling;
import dev.parley.internet.topology.NatBehaviour.PortAssignment;
import dev.parley.internet.topology.NatTimeouts;
import dev.parley.internet.topology.Site;
import dev.parley.internet.topology.Topology;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The gateways that the tests make. */
final class Kinds {
    static final Map<String, Gateway> ALL = new LinkedHashMap<>();

    private static final NatBehaviour USUAL =
            NatBehaviour.PORT_RESTRICTED.withHairpinning(Hairpinning.OFF);

    static {
        nat("port-restricted", USUAL);
        nat("address-restricted", USUAL.filteredBy(ADDRESS_DEPENDENT));
        nat("full-cone", USUAL.filteredBy(ENDPOINT_INDEPENDENT));
        nat("symmetric", NatBehaviour.SYMMETRIC);
        nat("symmetric-full", NatBehaviour.SYMMETRIC.filteredBy(ENDPOINT_INDEPENDENT));
        nat(
                "address-dependent-mapping",
                USUAL.mappedBy(ADDRESS_DEPENDENT).withPorts(PortAssignment.RANDOM));
        nat("random-ports", USUAL.withPorts(PortAssignment.RANDOM));
        nat("hairpin", NatBehaviour.PORT_RESTRICTED);
        nat("hairpin-address-restricted", NatBehaviour.ADDRESS_RESTRICTED);
        nat("hairpin-full-cone", NatBehaviour.FULL_CONE);
        nat(
                "hairpin-inside-source",
                NatBehaviour.FULL_CONE.withHairpinning(Hairpinning.INTERNAL_SOURCE));
        nat("short-lived", USUAL.withTimeouts(NatTimeouts.RFC.withUdp(2)));
        nat(
                "refreshed-from-outside",
                USUAL.withTimeouts(new NatTimeouts(60, 7440, 240, 60, true, 16)));
        nat("no-fragments", USUAL.withFragments(Fragments.DROPPED).withIcmpErrors(false));
        pool("blocks", USUAL.withPorts(PortAssignment.BLOCKS));
        pool("arbitrary-pooling", USUAL.withPooling(Pooling.ARBITRARY));
        gateway("linux", new Nat.LinuxMasquerade(false, true), Firewall.OPEN);
        gateway("linux-bare", new Nat.LinuxMasquerade(false, false), Firewall.OPEN);
        gateway("linux-random", new Nat.LinuxMasquerade(true, true), Firewall.OPEN);
        Nat nat = new Nat.Rfc4787(USUAL);
        gateway("no-udp", nat, Firewall.OPEN.withoutUdp());
        gateway("web-only", nat, Firewall.OPEN.withoutUdp().withTcpPorts(80, 443));
        gateway("no-tcp", nat, Firewall.OPEN.withTcpPorts());
        gateway("proxy", nat, Firewall.OPEN.withoutUdp().withProxy(address("192.168.1.8")));
        gateway("routed", new Nat.None(), Firewall.OPEN);
        gateway("stateful", new Nat.None(), Firewall.STATEFUL);
        gateway(
                "stateful-address",
                new Nat.None(),
                Firewall.STATEFUL.withInbound(ADDRESS_DEPENDENT));
        gateway("stateful-endpoint", nat, Firewall.STATEFUL.withInbound(ENDPOINT_INDEPENDENT));
        nat("sequential", USUAL.withPorts(PortAssignment.SEQUENTIAL));
        nat(
                "predictable",
                USUAL.mappedBy(ADDRESS_AND_PORT_DEPENDENT).withPorts(PortAssignment.SEQUENTIAL));
    }

    private Kinds() {}

    private static void nat(String name, NatBehaviour behaviour) {
        gateway(name, new Nat.Rfc4787(behaviour), Firewall.OPEN);
    }

    private static void pool(String name, NatBehaviour behaviour) {
        List<IpAddress> two = List.of(address("18.18.18.18"), address("18.18.18.20"));
        ALL.put(name, new Gateway(two, new Nat.Rfc4787(behaviour), Firewall.OPEN));
    }

    private static void gateway(String name, Nat nat, Firewall firewall) {
        ALL.put(name, new Gateway(List.of(address("18.18.18.18")), nat, firewall));
    }

    static IpAddress address(String text) {
        return IpAddress.parse(text);
    }

    /** Ana and Ben behind that gateway, and a server with two addresses. */
    static Topology topology(String kind) {
        LinkBehaviour link = LinkBehaviour.delay(0);
        Gateway gateway = ALL.get(kind);
        if (gateway == null) {
            throw new IllegalArgumentException(kind);
        }
        return new Topology(
                kind,
                List.of(
                        new Machine(
                                "server",
                                List.of(address("203.0.113.10"), address("203.0.113.11")),
                                link)),
                List.of(
                        new Site(
                                "home",
                                List.of(IpPrefix.parse("192.168.1.0/24")),
                                gateway,
                                link,
                                List.of(
                                        new Machine("ana", List.of(address("192.168.1.2")), link),
                                        new Machine("ben", List.of(address("192.168.1.3")), link)),
                                List.of())));
    }
}
