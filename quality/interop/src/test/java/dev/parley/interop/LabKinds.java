package dev.parley.interop;

import static dev.parley.internet.topology.NatBehaviour.Dependence.ADDRESS_AND_PORT_DEPENDENT;
import static dev.parley.internet.topology.NatBehaviour.Dependence.ADDRESS_DEPENDENT;
import static dev.parley.internet.topology.NatBehaviour.Dependence.ENDPOINT_INDEPENDENT;

import dev.parley.core.IpAddress;
import dev.parley.core.IpPrefix;
import dev.parley.internet.topology.Firewall;
import dev.parley.internet.topology.Gateway;
import dev.parley.internet.topology.LinkBehaviour;
import dev.parley.internet.topology.LinkDirection;
import dev.parley.internet.topology.Loss;
import dev.parley.internet.topology.Machine;
import dev.parley.internet.topology.Nat;
import dev.parley.internet.topology.NatBehaviour;
import dev.parley.internet.topology.NatBehaviour.Dependence;
import dev.parley.internet.topology.NatBehaviour.Fragments;
import dev.parley.internet.topology.NatBehaviour.Hairpinning;
import dev.parley.internet.topology.NatBehaviour.PortAssignment;
import dev.parley.internet.topology.NatTimeouts;
import dev.parley.internet.topology.Site;
import dev.parley.internet.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Every kind of gateway that Linux can make, each with one machine behind it, and a server. */
final class LabKinds {
    static final List<LabKind> IPV4 = new ArrayList<>();
    static final List<LabKind> IPV6 = new ArrayList<>();

    private static final LinkBehaviour LINK = LinkBehaviour.delay(0);
    private static final NatBehaviour USUAL =
            NatBehaviour.PORT_RESTRICTED.withHairpinning(Hairpinning.OFF);

    static {
        for (Dependence mapping : Dependence.values()) {
            for (Dependence filtering : Dependence.values()) {
                boolean keeps = mapping == ENDPOINT_INDEPENDENT;
                NatBehaviour behaviour =
                        USUAL.mappedBy(mapping)
                                .filteredBy(filtering)
                                .withPorts(
                                        keeps ? PortAssignment.PRESERVING : PortAssignment.RANDOM);
                kind(
                        shortly(mapping) + "-" + shortly(filtering),
                        behaviour,
                        Map.of(
                                "nat",
                                "true",
                                "mapping",
                                words(mapping),
                                "filtering",
                                words(filtering),
                                "fragments",
                                "yes"));
            }
        }
        kind(
                "random",
                USUAL.withPorts(PortAssignment.RANDOM),
                // Its ports are not looked at: three random ones may well be of the same parity.
                Map.of("mapping", "endpoint-independent"));
        for (Dependence filtering : Dependence.values()) {
            kind(
                    "hairpin-" + shortly(filtering),
                    NatBehaviour.PORT_RESTRICTED.filteredBy(filtering),
                    Map.of("hairpinning", "external-source", "filtering", words(filtering)));
        }
        kind("fragile", USUAL.withFragments(Fragments.DROPPED), Map.of("fragments", "no"));
        kind(
                "carrier",
                NatBehaviour.ADDRESS_RESTRICTED.withPorts(PortAssignment.BLOCKS),
                Map.of("mapping", "endpoint-independent", "filtering", "address-dependent"));
        linux("linux", new Nat.LinuxMasquerade(false, true), "endpoint-independent", "no");
        linux("linux-bare", new Nat.LinuxMasquerade(false, false), "endpoint-independent", "yes");
        linux(
                "linux-random",
                new Nat.LinuxMasquerade(true, true),
                "address-and-port-dependent",
                "unknown");
        for (Dependence inbound : Dependence.values()) {
            IPV6.add(
                    new LabKind(
                            "six-" + shortly(inbound),
                            new Nat.None(),
                            Firewall.OPEN.withInbound(inbound),
                            Map.of("nat", "false", "filtering", words(inbound))));
        }
        IPV6.add(
                new LabKind(
                        "six-open",
                        new Nat.None(),
                        Firewall.OPEN,
                        Map.of("nat", "false", "filtering", "endpoint-independent")));
    }

    private LabKinds() {}

    private static void kind(String name, NatBehaviour behaviour, Map<String, String> expected) {
        IPV4.add(new LabKind(name, new Nat.Rfc4787(behaviour), Firewall.OPEN, expected));
    }

    private static void linux(String name, Nat nat, String mapping, String moved) {
        IPV4.add(
                new LabKind(
                        name,
                        nat,
                        Firewall.OPEN,
                        Map.of(
                                "mapping",
                                mapping,
                                "filtering",
                                "address-and-port-dependent",
                                "strangersMoveMapping",
                                moved)));
    }

    private static String shortly(Dependence dependence) {
        return switch (dependence) {
            case ENDPOINT_INDEPENDENT -> "any";
            case ADDRESS_DEPENDENT -> "address";
            case ADDRESS_AND_PORT_DEPENDENT -> "port";
        };
    }

    private static String words(Dependence dependence) {
        return dependence.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** All of them around one server, and those that the tests use beside natcheck. */
    static Topology topology() {
        List<Site> sites = new ArrayList<>();
        int number = 1;
        for (LabKind kind : IPV4) {
            sites.add(home(kind.name(), "18.18.18." + number, kind.nat(), kind.firewall()));
            number++;
        }
        NatBehaviour brief = USUAL.withTimeouts(NatTimeouts.RFC.withUdp(8));
        sites.add(home("brief", "18.18.19.1", new Nat.Rfc4787(brief), Firewall.OPEN));
        Nat usual = new Nat.Rfc4787(USUAL);
        Firewall web = Firewall.OPEN.withoutUdp().withTcpPorts(80, 443);
        sites.add(home("web", "18.18.19.2", usual, web));
        sites.add(home("mute", "18.18.19.3", usual, Firewall.OPEN.withTcpPorts()));
        sites.add(
                home(
                        "shut",
                        "18.18.19.4",
                        usual,
                        Firewall.OPEN.withProxy(IpAddress.parse("192.168.1.8"))));
        sites.add(lossy());
        sites.add(carrier());
        sites.add(pair());
        number = 1;
        for (LabKind kind : IPV6) {
            sites.add(homeIpv6(kind, number));
            number++;
        }
        Machine server =
                new Machine(
                        "server",
                        List.of(
                                IpAddress.parse("203.0.113.10"),
                                IpAddress.parse("203.0.113.11"),
                                IpAddress.parse("2001:db8:ffff::10"),
                                IpAddress.parse("2001:db8:ffff::11")),
                        LINK);
        return new Topology("kinds", List.of(server), sites);
    }

    /** Nothing that is sent there arrives. */
    private static Site lossy() {
        LinkBehaviour deaf =
                new LinkBehaviour(
                        LinkDirection.delay(0).withLoss(new Loss.Random(1)),
                        LinkDirection.delay(0));
        Site home = home("lossy", "18.18.19.5", new Nat.Rfc4787(USUAL), Firewall.OPEN);
        Machine machine = new Machine("lossy", home.machines().getFirst().addresses(), deaf);
        return new Site(
                home.name(), home.inside(), home.gateway(), LINK, List.of(machine), List.of());
    }

    /** Two behind a NAT that hairpins and leaves the source as it is. */
    private static Site pair() {
        NatBehaviour inside = NatBehaviour.FULL_CONE.withHairpinning(Hairpinning.INTERNAL_SOURCE);
        Site home = home("ear", "18.18.19.6", new Nat.Rfc4787(inside), Firewall.OPEN);
        List<Machine> machines =
                List.of(
                        home.machines().getFirst(),
                        new Machine("mouth", List.of(IpAddress.parse("192.168.1.3")), LINK));
        return new Site(home.name(), home.inside(), home.gateway(), LINK, machines, List.of());
    }

    /** A full cone inside a carrier whose NAT is symmetric. */
    private static Site carrier() {
        Site inner =
                home(
                        "nested",
                        "100.64.0.2",
                        new Nat.Rfc4787(USUAL.filteredBy(ENDPOINT_INDEPENDENT)),
                        Firewall.OPEN);
        return new Site(
                "double",
                List.of(IpPrefix.parse("100.64.0.0/10")),
                new Gateway(
                        List.of(IpAddress.parse("18.18.20.1"), IpAddress.parse("18.18.20.2")),
                        new Nat.Rfc4787(
                                USUAL.mappedBy(ADDRESS_AND_PORT_DEPENDENT)
                                        .filteredBy(ADDRESS_DEPENDENT)
                                        .withPorts(PortAssignment.RANDOM)),
                        Firewall.OPEN),
                LINK,
                List.of(),
                List.of(inner));
    }

    private static Site home(String name, String outside, Nat nat, Firewall firewall) {
        return new Site(
                name + "-home",
                List.of(IpPrefix.parse("192.168.1.0/24")),
                new Gateway(List.of(IpAddress.parse(outside)), nat, firewall),
                LINK,
                List.of(new Machine(name, List.of(IpAddress.parse("192.168.1.2")), LINK)),
                List.of());
    }

    private static Site homeIpv6(LabKind kind, int number) {
        return new Site(
                kind.name() + "-home",
                List.of(IpPrefix.parse("2001:db8:" + number + "::/48")),
                new Gateway(
                        List.of(IpAddress.parse("2001:db8:ffff::1:" + number)),
                        kind.nat(),
                        kind.firewall()),
                LINK,
                List.of(
                        new Machine(
                                kind.name(),
                                List.of(IpAddress.parse("2001:db8:" + number + "::2")),
                                LINK)),
                List.of());
    }
}
