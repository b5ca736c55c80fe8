package dev.parley.lab.real;

import dev.parley.core.IpAddress;
import dev.parley.core.IpPrefix;
import dev.parley.internet.topology.LinkBehaviour;
import dev.parley.internet.topology.Machine;
import dev.parley.internet.topology.Nat;
import dev.parley.internet.topology.Site;
import dev.parley.internet.topology.Topology;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Turns a topology into the steps of a script, from the core inwards. */
final class Blueprint {
    private final Topology topology;
    private final Ground ground;
    private final Steps steps = new Steps();
    private final Map<String, Set<String>> differences = new LinkedHashMap<>();

    Blueprint(Topology topology, Ground ground) {
        this.topology = topology;
        this.ground = ground;
    }

    /** The steps; then {@link #differences} are known too. */
    String steps() {
        steps.comment("The internet's core forwards between public addresses, and no others.");
        steps.settings(Network.CORE, forwarding());
        steps.rules(Network.CORE, CoreRules.text(ground.ipv6()));
        fill(Network.core(topology.machines(), topology.sites()));
        for (Machine machine : machines()) {
            steps.hosts(machine.name(), new HostNames(topology, machine).text(ground.ipv6()));
        }
        return steps.toString();
    }

    List<Difference> differences() {
        List<Difference> all = new ArrayList<>();
        differences.forEach(
                (what, where) -> all.add(new Difference(String.join(", ", where), what)));
        return all;
    }

    List<Machine> machines() {
        return machines(topology.machines(), topology.sites()).toList();
    }

    private static Stream<Machine> machines(List<Machine> machines, List<Site> sites) {
        return Stream.concat(
                machines.stream(),
                sites.stream().flatMap(site -> machines(site.machines(), site.sites())));
    }

    private void fill(Network network) {
        for (Machine machine : network.machines()) {
            machine(network, machine);
        }
        for (Site site : network.sites()) {
            site(network, site);
        }
    }

    private void machine(Network network, Machine machine) {
        List<IpAddress> addresses = usable(machine.name(), machine.addresses());
        steps.comment("%s: %s".formatted(machine.name(), words(addresses)));
        steps.place(machine.name());
        String port = connect(network, machine.name(), "eth0", addresses, machine.link());
        if (network.isCore()) {
            routesTo(addresses, port);
        }
    }

    private void site(Network around, Site site) {
        List<IpAddress> outside = usable(site.name(), site.gateway().outside());
        steps.comment("%s: behind %s".formatted(site.name(), words(outside)));
        steps.place(site.name());
        steps.settings(site.name(), forwarding());
        String port = connect(around, site.name(), "wan", outside, site.uplink());
        if (around.isCore()) {
            routesTo(outside, port);
        }
        Network inside = Network.inside(site);
        lan(site, inside);
        routes(around, site, outside, port);
        gateway(site, outside);
        fill(inside);
    }

    /** The switch inside, which the gateway is a part of. */
    private void lan(Site site, Network inside) {
        List<String> lines = new ArrayList<>();
        lines.add("link add name lan type bridge forward_delay 0");
        for (IpAddress router : inside.routers()) {
            if (!router.v6() || ground.ipv6()) {
                lines.add(address(router, inside.prefixLength(router), "lan"));
            }
        }
        lines.add("link set dev lan up");
        steps.ip(site.name(), lines);
    }

    /** Blocks that are not translated must be known around. */
    private void routes(Network around, Site site, List<IpAddress> outside, String port) {
        boolean translatesIpv4 = !(site.gateway().nat() instanceof Nat.None);
        List<String> lines = new ArrayList<>();
        for (IpPrefix block : site.inside()) {
            boolean v6 = block.base().v6();
            if (v6 ? !ground.ipv6() : translatesIpv4) {
                continue;
            }
            outside.stream()
                    .filter(address -> address.v6() == v6)
                    .findFirst()
                    .ifPresentOrElse(
                            way ->
                                    lines.add(
                                            "route add %s via %s dev %s"
                                                    .formatted(
                                                            block,
                                                            way,
                                                            around.isCore() ? port : "lan")),
                            () ->
                                    differ(
                                            site.name(),
                                            block
                                                    + " is not connected: its gateway has no IPv"
                                                    + (v6 ? 6 : 4)
                                                    + " address outside"));
        }
        if (!lines.isEmpty()) {
            steps.ip(around.router(), lines);
        }
    }

    private void gateway(Site site, List<IpAddress> outside) {
        List<IpAddress> outsideIpv4 = outside.stream().filter(address -> !address.v6()).toList();
        steps.rules(site.name(), new FirewallRules(site.gateway(), ground.ipv6()).text());
        switch (site.gateway().nat()) {
            case Nat.None _ -> {}
            case Nat.Rfc4787(var behaviour) -> {
                if (!outsideIpv4.isEmpty()) {
                    NatRules nat = new NatRules(behaviour, outsideIpv4, insideOf(site));
                    steps.settings(site.name(), nat.settings());
                    steps.rules(site.name(), nat.text());
                    nat.differences().forEach(what -> differ(site.name(), what));
                }
            }
            case Nat.LinuxMasquerade(boolean fullyRandom, boolean _) ->
                    steps.rules(site.name(), masquerade(fullyRandom));
            case Nat.Nat64 _ ->
                    differ(
                            site.name(),
                            "no NAT64 and no DNS64: from inside, IPv4 cannot be reached");
        }
    }

    private static String masquerade(boolean fullyRandom) {
        return new Rules()
                .open("table ip nat")
                .chain("translating", "nat", "postrouting", "srcnat")
                .line("oifname \"wan\" masquerade" + (fullyRandom ? " fully-random" : ""))
                .close()
                .close()
                .toString();
    }

    private static List<IpAddress> insideOf(Site site) {
        return Stream.concat(
                        site.machines().stream().flatMap(machine -> machine.addresses().stream()),
                        site.sites().stream().flatMap(inner -> inner.gateway().outside().stream()))
                .toList();
    }

    /**
     * Lays the cable from a machine or gateway to the router of its network.
     *
     * @return the router's end
     */
    private String connect(
            Network network,
            String name,
            String device,
            List<IpAddress> addresses,
            LinkBehaviour link) {
        String port = steps.cable(name, device, network.router());
        int mtu = Math.min(link.up().mtuBytes(), link.down().mtuBytes());
        if (link.up().mtuBytes() != link.down().mtuBytes()) {
            differ(name, "its MTU is " + mtu + " both ways");
        }
        List<String> edge = new ArrayList<>();
        edge.add("link set dev %s mtu %d up".formatted(device, mtu));
        for (IpAddress address : addresses) {
            edge.add(address(address, network.prefixLength(address), device));
        }
        for (boolean v6 : new boolean[] {false, true}) {
            if (addresses.stream().anyMatch(address -> address.v6() == v6)) {
                network.wayOut(v6).ifPresent(way -> wayOut(edge, network, way, device));
            }
        }
        List<String> end = new ArrayList<>();
        end.add("link set dev %s mtu %d up".formatted(port, mtu));
        if (network.isCore()) {
            end.add(address(Network.CORE_IPV4, 32, port));
            if (ground.ipv6()) {
                end.add(address(Network.CORE_IPV6, 64, port));
            }
        } else {
            end.add("link set dev %s master lan".formatted(port));
        }
        steps.ip(network.router(), end);
        steps.ip(name, edge);
        behaves(network, name, device, port, link);
        return port;
    }

    private static void wayOut(List<String> lines, Network network, IpAddress way, String device) {
        if (network.isCore() && !way.v6()) {
            lines.add("route add %s dev %s".formatted(way, device));
        }
        lines.add("route add default via %s dev %s".formatted(way, device));
    }

    private void behaves(
            Network network, String name, String device, String port, LinkBehaviour link) {
        LinkRules up = new LinkRules(link.up(), ground);
        LinkRules down = new LinkRules(link.down(), ground);
        steps.tc(name, up.whereTheyLeave(device));
        steps.tc(network.router(), down.whereTheyLeave(port));
        steps.rules(network.router(), up.whereTheyArrive(port));
        steps.rules(name, down.whereTheyArrive(device));
        up.differences().forEach(what -> differ(name, what));
        down.differences().forEach(what -> differ(name, what));
    }

    private void routesTo(List<IpAddress> addresses, String port) {
        steps.ip(
                Network.CORE,
                addresses.stream()
                        .map(address -> "route add %s dev %s".formatted(host(address), port))
                        .toList());
    }

    private static String host(IpAddress address) {
        return address + "/" + address.byteLength() * 8;
    }

    private static String address(IpAddress address, int prefixLength, String device) {
        return "addr add %s/%d dev %s%s"
                .formatted(address, prefixLength, device, address.v6() ? " nodad" : "");
    }

    private List<String> forwarding() {
        return ground.ipv6()
                ? List.of("net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1")
                : List.of("net.ipv4.ip_forward=1");
    }

    private List<IpAddress> usable(String name, List<IpAddress> addresses) {
        if (ground.ipv6() || addresses.stream().noneMatch(IpAddress::v6)) {
            return addresses;
        }
        differ(name, "no IPv6: this kernel has none");
        return addresses.stream().filter(address -> !address.v6()).toList();
    }

    private void differ(String where, String what) {
        differences.computeIfAbsent(what, _ -> new LinkedHashSet<>()).add(where);
    }

    private static String words(List<IpAddress> addresses) {
        return String.join(", ", addresses.stream().map(IpAddress::toString).toList());
    }
}
