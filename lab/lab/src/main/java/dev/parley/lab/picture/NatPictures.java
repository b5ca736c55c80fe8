package dev.parley.lab.picture;

import static dev.parley.internet.topology.NatBehaviour.FULL_CONE;
import static dev.parley.internet.topology.NatBehaviour.PORT_RESTRICTED;

import dev.parley.core.IpAddress;
import dev.parley.core.IpPrefix;
import dev.parley.core.TransportAddress;
import dev.parley.internet.Internet;
import dev.parley.internet.UdpSocket;
import dev.parley.internet.topology.Firewall;
import dev.parley.internet.topology.Gateway;
import dev.parley.internet.topology.LinkBehaviour;
import dev.parley.internet.topology.Machine;
import dev.parley.internet.topology.Nat;
import dev.parley.internet.topology.NatBehaviour;
import dev.parley.internet.topology.NatBehaviour.Dependence;
import dev.parley.internet.topology.NatBehaviour.Fragments;
import dev.parley.internet.topology.NatBehaviour.Hairpinning;
import dev.parley.internet.topology.NatBehaviour.Pooling;
import dev.parley.internet.topology.NatBehaviour.PortAssignment;
import dev.parley.internet.topology.NatTimeouts;
import dev.parley.internet.topology.Site;
import dev.parley.internet.topology.Topology;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A small run for each behaviour of a NAT, drawn: the pictures of {@code docs/nat}. */
public final class NatPictures {
    private static final long SECOND = 1_000_000_000L;
    private static final String ROUTER = "router";
    private static final String ONE = "198.51.100.1";
    private static final String TWO = "203.0.113.2";

    private NatPictures() {}

    /** All of them, by file name without its ending. */
    public static Map<String, String> all() {
        Map<String, String> all = new LinkedHashMap<>();
        for (Dependence mapping : Dependence.values()) {
            all.put("mapping-" + word(mapping), mapping(mapping));
        }
        for (Dependence filtering : Dependence.values()) {
            all.put("filtering-" + word(filtering), filtering(filtering));
        }
        all.put("ports", ports());
        all.put("pooling", pooling());
        all.put("hairpinning", hairpinning());
        all.put("timeouts", timeouts());
        all.put("fragments", fragments());
        all.put("icmp", icmp());
        all.put("carrier", carrier());
        all.put("linux", linux());
        all.put("nat64", nat64());
        all.put("ipv6-firewall", ipv6Firewall());
        return all;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    // ---- the pictures

    private static String mapping(Dependence mapping) {
        Run run =
                new Run(
                        home(
                                PORT_RESTRICTED
                                        .mappedBy(mapping)
                                        .withPorts(PortAssignment.SEQUENTIAL)),
                        "ana",
                        ROUTER,
                        "one",
                        "two");
        run.send(0, "ana", 5000, ONE + ":80");
        run.send(1, "ana", 5000, ONE + ":81");
        run.send(2, "ana", 5000, TWO + ":80");
        return run.draw("Mapping: " + word(mapping));
    }

    private static String filtering(Dependence filtering) {
        Run run = new Run(home(PORT_RESTRICTED.filteredBy(filtering)), "ana", ROUTER, "one", "two");
        run.send(0, "ana", 5000, ONE + ":80");
        run.send(1, "one", 80, "18.18.18.18:5000");
        run.send(2, "one", 81, "18.18.18.18:5000");
        run.send(3, "two", 80, "18.18.18.18:5000");
        return run.draw("Filtering: " + word(filtering));
    }

    private static String ports() {
        Run run = new Run(home(PORT_RESTRICTED), "ben", "ana", ROUTER, "one");
        run.send(0, "ana", 5000, ONE + ":80");
        run.send(1, "ben", 5000, ONE + ":80");
        return run.draw("Ports: kept where free, else another one");
    }

    private static String pooling() {
        Gateway two =
                new Gateway(
                        List.of(IpAddress.parse("18.18.18.18"), IpAddress.parse("18.18.18.19")),
                        new Nat.Rfc4787(
                                PORT_RESTRICTED
                                        .mappedBy(Dependence.ADDRESS_DEPENDENT)
                                        .withPooling(Pooling.PAIRED)),
                        Firewall.OPEN);
        Run run = new Run(homes(two), "ben", "ana", ROUTER, "one", "two");
        run.send(0, "ana", 5000, ONE + ":80");
        run.send(1, "ana", 5000, TWO + ":80");
        run.send(2, "ben", 6000, ONE + ":80");
        return run.draw("Pooling: each machine keeps one of the addresses");
    }

    private static String hairpinning() {
        Run run =
                new Run(
                        home(FULL_CONE.withHairpinning(Hairpinning.EXTERNAL_SOURCE)),
                        "ben",
                        "ana",
                        ROUTER,
                        "one");
        run.send(0, "ben", 6000, ONE + ":80");
        run.send(1, "ana", 5000, "18.18.18.18:6000");
        return run.draw("Hairpinning: the packet turns round in the router");
    }

    private static String timeouts() {
        Run run =
                new Run(
                        home(FULL_CONE.withTimeouts(NatTimeouts.RFC.withUdp(120))),
                        "ana",
                        ROUTER,
                        "one");
        run.send(0, "ana", 5000, ONE + ":80");
        run.send(60, "one", 80, "18.18.18.18:5000");
        run.send(130, "one", 80, "18.18.18.18:5000");
        return run.draw("Timeouts: two minutes of silence");
    }

    private static String fragments() {
        Run run =
                new Run(
                        home(PORT_RESTRICTED.withFragments(Fragments.OUT_OF_ORDER)),
                        "ana",
                        ROUTER,
                        "one");
        run.sendLarge(0, "ana", 5000, ONE + ":80");
        return run.draw("Fragments: only the first one carries the ports");
    }

    private static String icmp() {
        Run run = new Run(home(PORT_RESTRICTED), "ana", ROUTER, "one");
        run.send(0, "ana", 5000, ONE + ":9");
        return run.draw("ICMP: an error comes back, translated inside and out");
    }

    private static String carrier() {
        Site home = home(PORT_RESTRICTED, "100.64.0.2", "router", "ana");
        Site carrier =
                new Site(
                        "carrier",
                        List.of(IpPrefix.parse("100.64.0.0/10")),
                        gateway("18.18.18.18", PORT_RESTRICTED.withPorts(PortAssignment.BLOCKS)),
                        link(5),
                        List.of(),
                        List.of(home));
        Run run =
                new Run(
                        new Topology("carrier-nat", machines(), List.of(carrier)),
                        "ana",
                        ROUTER,
                        "carrier",
                        "one");
        run.send(0, "ana", 5000, ONE + ":80");
        run.send(1, "one", 80, "mapped:ana");
        return run.draw("A NAT behind a NAT: two rows, two rewrites");
    }

    private static String linux() {
        Gateway bare =
                new Gateway(
                        List.of(IpAddress.parse("18.18.18.18")),
                        new Nat.LinuxMasquerade(false, false),
                        Firewall.OPEN);
        Run run = new Run(homes(bare), "ana", ROUTER, "one");
        run.send(0, "one", 80, "18.18.18.18:5000");
        run.send(1, "ana", 5000, ONE + ":80");
        return run.draw("Plain Linux: a packet that came too early has taken the port");
    }

    private static String nat64() {
        Site site =
                new Site(
                        ROUTER,
                        List.of(IpPrefix.parse("2001:db8:c::/48")),
                        new Gateway(
                                List.of(IpAddress.parse("18.18.18.18")),
                                new Nat.Nat64(IpPrefix.parse("64:ff9b::/96"), PORT_RESTRICTED),
                                Firewall.OPEN),
                        link(5),
                        List.of(machine("ana", "2001:db8:c::2")),
                        List.of());
        Run run = new Run(new Topology("nat64", machines(), List.of(site)), "ana", ROUTER, "one");
        run.send(0, "ana", 5000, "[64:ff9b::c633:6401]:80");
        run.send(1, "one", 80, "mapped:ana");
        return run.draw("NAT64: IPv6 inside, IPv4 outside");
    }

    private static String ipv6Firewall() {
        Site site =
                new Site(
                        ROUTER,
                        List.of(IpPrefix.parse("2001:db8:c::/48")),
                        new Gateway(
                                List.of(IpAddress.parse("2001:db8:ffff::c")),
                                new Nat.None(),
                                Firewall.STATEFUL),
                        link(5),
                        List.of(machine("ana", "2001:db8:c::2")),
                        List.of());
        Run run = new Run(new Topology("ipv6", machines(), List.of(site)), "ana", ROUTER, "one");
        run.send(0, "one", 80, "[2001:db8:c::2]:5000");
        run.send(1, "ana", 5000, "[2001:db8:ffff::1]:80");
        run.send(2, "one", 80, "[2001:db8:c::2]:5000");
        return run.draw("IPv6 firewall: nothing is translated, answers only");
    }

    // ---- topologies

    private static Topology home(NatBehaviour behaviour) {
        return homes(gateway("18.18.18.18", behaviour));
    }

    private static Topology homes(Gateway gateway) {
        return new Topology(
                "picture",
                machines(),
                List.of(
                        new Site(
                                ROUTER,
                                List.of(IpPrefix.parse("192.168.1.0/24")),
                                gateway,
                                link(5),
                                List.of(
                                        machine("ana", "192.168.1.2"),
                                        machine("ben", "192.168.1.3")),
                                List.of())));
    }

    private static Site home(
            NatBehaviour behaviour, String outside, String name, String... people) {
        List<Machine> machines = new ArrayList<>();
        for (String person : people) {
            machines.add(machine(person, "192.168.1." + (machines.size() + 2)));
        }
        return new Site(
                name,
                List.of(IpPrefix.parse("192.168.1.0/24")),
                gateway(outside, behaviour),
                link(5),
                machines,
                List.of());
    }

    private static Gateway gateway(String outside, NatBehaviour behaviour) {
        return new Gateway(
                List.of(IpAddress.parse(outside)), new Nat.Rfc4787(behaviour), Firewall.OPEN);
    }

    private static List<Machine> machines() {
        return List.of(machine("one", ONE, "2001:db8:ffff::1"), machine("two", TWO));
    }

    private static Machine machine(String name, String... addresses) {
        return new Machine(name, Arrays.stream(addresses).map(IpAddress::parse).toList(), link(2));
    }

    private static LinkBehaviour link(int millis) {
        return LinkBehaviour.delay(millis);
    }

    /** One picture: datagrams at their times. */
    private static final class Run {
        private static final String MAPPED = "mapped:";

        private final Internet internet;
        private final LadderPicture picture;
        private final Map<TransportAddress, UdpSocket> sockets = new HashMap<>();
        private final Map<String, TransportAddress> seenAs = new HashMap<>();
        private long end;

        Run(Topology topology, String... columns) {
            internet = Internet.of(topology, 1);
            picture = new LadderPicture(List.of(columns));
            internet.observe(picture);
        }

        void send(int second, String from, int port, String to) {
            at(second, from, port, to, new byte[] {1});
        }

        void sendLarge(int second, String from, int port, String to) {
            at(second, from, port, to, new byte[2_000]);
        }

        /** The other side opens its port, unless that is to be closed: below 10. */
        private void at(int second, String from, int port, String to, byte[] bytes) {
            end = Math.max(end, (second + 1) * SECOND);
            internet.at(
                    second * SECOND,
                    () -> {
                        TransportAddress target =
                                to.startsWith(MAPPED)
                                        ? seenAs.getOrDefault(
                                                to.substring(MAPPED.length()),
                                                TransportAddress.parse("18.18.18.18:1"))
                                        : TransportAddress.parse(to);
                        boolean v6 = target.ip().v6();
                        socket(from, port, v6).send(target, bytes);
                    });
            if (!to.startsWith(MAPPED)) {
                TransportAddress target = TransportAddress.parse(to);
                for (String machine : List.of("one", "two")) {
                    boolean its =
                            internet.host(machine).addresses().contains(target.ip())
                                    || (machine.equals("one") && to.startsWith("[64:ff9b"));
                    if (its && target.port() >= 10) {
                        boolean v6 = target.ip().v6() && !to.startsWith("[64:ff9b");
                        socket(machine, target.port(), v6);
                    }
                }
            }
        }

        private UdpSocket socket(String host, int port, boolean v6) {
            TransportAddress local = new TransportAddress(internet.host(host).address(v6), port);
            return sockets.computeIfAbsent(
                    local,
                    address ->
                            internet.host(host)
                                    .open(
                                            address,
                                            (now, socket, packet) ->
                                                    seenAs.put("ana", packet.source())));
        }

        String draw(String title) {
            internet.runUntil(end);
            return picture.svg(title);
        }
    }
}
