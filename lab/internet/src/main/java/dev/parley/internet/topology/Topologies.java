package dev.parley.internet.topology;

import static dev.parley.internet.topology.NatBehaviour.Dependence.ADDRESS_DEPENDENT;
import static dev.parley.internet.topology.NatBehaviour.PortAssignment.BLOCKS;

import dev.parley.core.IpAddress;
import dev.parley.core.IpPrefix;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Topologies with a name, for lessons, tests and the command line. In all of them a public machine
 * called {@code server} stands for signaling, STUN and TURN; it has two IPv4 addresses, so that it
 * can tell what kind of NAT somebody is behind.
 */
public final class Topologies {
    /** The name of the public machine. */
    public static final String SERVER = "server";

    private static final LinkBehaviour LAN = LinkBehaviour.delay(1);
    private static final LinkBehaviour HOME_LINE = LinkBehaviour.delay(8);
    private static final LinkBehaviour SLOW_LINE = LinkBehaviour.delay(30);
    private static final LinkBehaviour MOBILE = LinkBehaviour.delay(25);
    private static final LinkBehaviour DATA_CENTRE = LinkBehaviour.delay(3);

    private static final String HOME_A = "18.18.18.18";
    private static final String HOME_B = "51.51.51.51";
    private static final IpPrefix PRIVATE = IpPrefix.parse("192.168.1.0/24");

    private static final Map<String, Topology> ALL = new LinkedHashMap<>();

    static {
        add(twoHomes("two-homes", NatBehaviour.PORT_RESTRICTED, NatBehaviour.PORT_RESTRICTED));
        add(fiveBehindOne());
        add(office("office", false));
        add(office("office-proxy", true));
        add(phone());
        add(carrierHomes());
        add(twoHomes("cone-symmetric", NatBehaviour.FULL_CONE, NatBehaviour.SYMMETRIC));
        add(twoHomes("two-symmetric", NatBehaviour.SYMMETRIC, NatBehaviour.SYMMETRIC));
        add(linux("linux-homes", true));
        add(linux("linux-bare", false));
        add(twoHomesIpv6());
        add(nat64());
    }

    private Topologies() {}

    private static void add(Topology topology) {
        ALL.put(topology.name(), topology);
    }

    public static Set<String> names() {
        return ALL.keySet();
    }

    public static Optional<Topology> named(String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    public static Topology twoHomes() {
        return named("two-homes").orElseThrow();
    }

    /**
     * Ana at home, Ben at home, both at 192.168.1.2, and a server.
     *
     * @param a the router of Ana's home
     * @param b the router of Ben's home
     */
    public static Topology twoHomes(String name, NatBehaviour a, NatBehaviour b) {
        return twoHomes(name, new Nat.Rfc4787(a), new Nat.Rfc4787(b));
    }

    /** The same with any kind of NAT. */
    public static Topology twoHomes(String name, Nat a, Nat b) {
        return new Topology(
                name,
                List.of(server()),
                List.of(home("home-a", HOME_A, a, "ana"), home("home-b", HOME_B, b, "ben")));
    }

    private static Topology linux(String name, boolean inputFilter) {
        Nat nat = new Nat.LinuxMasquerade(false, inputFilter);
        return twoHomes(name, nat, nat);
    }

    /** Five people share one public address and use three big sites. */
    private static Topology fiveBehindOne() {
        return new Topology(
                "five-behind-one",
                List.of(
                        server(),
                        machine("video-site", DATA_CENTRE, "198.51.100.10"),
                        machine("shop", DATA_CENTRE, "198.51.100.20"),
                        machine("news", DATA_CENTRE, "198.51.100.30")),
                List.of(
                        home(
                                "home",
                                HOME_A,
                                new Nat.Rfc4787(NatBehaviour.PORT_RESTRICTED),
                                "ana",
                                "ben",
                                "cleo",
                                "dora",
                                "emil")));
    }

    /**
     * An office that lets nothing out but web traffic, and somebody at home.
     *
     * @param proxy whether even that must go through an HTTP proxy
     */
    private static Topology office(String name, boolean proxy) {
        IpAddress proxyAddress = IpAddress.parse("10.0.0.8");
        Firewall strict = Firewall.OPEN.withoutUdp().withTcpPorts(80, 443);
        Machine ana = machine("ana", LAN, "10.0.0.21");
        return new Topology(
                name,
                List.of(server()),
                List.of(
                        new Site(
                                "office",
                                List.of(IpPrefix.parse("10.0.0.0/8")),
                                new Gateway(
                                        List.of(IpAddress.parse("198.51.100.77")),
                                        new Nat.Rfc4787(NatBehaviour.SYMMETRIC),
                                        proxy ? strict.withProxy(proxyAddress) : strict),
                                HOME_LINE,
                                proxy
                                        ? List.of(ana, machine("proxy", LAN, "10.0.0.8"))
                                        : List.of(ana),
                                List.of()),
                        home(
                                "home-b",
                                HOME_B,
                                new Nat.Rfc4787(NatBehaviour.PORT_RESTRICTED),
                                "ben")));
    }

    /** A phone behind its carrier's NAT, and somebody at home. */
    private static Topology phone() {
        return new Topology(
                "phone",
                List.of(server()),
                List.of(
                        carrier(List.of(machine("ana", MOBILE, "100.64.0.21")), List.of()),
                        home(
                                "home-b",
                                HOME_B,
                                new Nat.Rfc4787(NatBehaviour.PORT_RESTRICTED),
                                "ben")));
    }

    /** Two homes behind one carrier: two NATs in a row, and the carrier's must hairpin. */
    private static Topology carrierHomes() {
        Nat home = new Nat.Rfc4787(NatBehaviour.PORT_RESTRICTED);
        return new Topology(
                "carrier-homes",
                List.of(server()),
                List.of(
                        carrier(
                                List.of(),
                                List.of(
                                        home("home-a", "100.64.0.2", home, "ana"),
                                        home("home-b", "100.64.0.3", home, "ben")))));
    }

    private static Site carrier(List<Machine> machines, List<Site> homes) {
        return new Site(
                "carrier",
                List.of(IpPrefix.parse("100.64.0.0/10")),
                new Gateway(
                        List.of(IpAddress.parse("203.0.113.100"), IpAddress.parse("203.0.113.101")),
                        new Nat.Rfc4787(
                                NatBehaviour.PORT_RESTRICTED
                                        .filteredBy(ADDRESS_DEPENDENT)
                                        .withPorts(BLOCKS)),
                        Firewall.OPEN),
                DATA_CENTRE,
                machines,
                homes);
    }

    /** Two homes with public IPv6 addresses behind firewalls, and no IPv4. */
    private static Topology twoHomesIpv6() {
        return new Topology(
                "two-homes-ipv6",
                List.of(server()),
                List.of(
                        homeIpv6("home-a", "2001:db8:a::/48", "2001:db8:ffff::a", "ana"),
                        homeIpv6("home-b", "2001:db8:b::/48", "2001:db8:ffff::b", "ben")));
    }

    private static Site homeIpv6(String name, String inside, String outside, String person) {
        IpPrefix block = IpPrefix.parse(inside);
        IpAddress address = IpAddress.v6(block.base().high(), 2);
        return new Site(
                name,
                List.of(block),
                new Gateway(List.of(IpAddress.parse(outside)), new Nat.None(), Firewall.STATEFUL),
                HOME_LINE,
                List.of(new Machine(person, List.of(address), LAN)),
                List.of());
    }

    /** A phone that has IPv6 only, with a NAT64 of its carrier. */
    private static Topology nat64() {
        return new Topology(
                "nat64",
                List.of(server()),
                List.of(
                        new Site(
                                "carrier",
                                List.of(IpPrefix.parse("2001:db8:c::/48")),
                                new Gateway(
                                        List.of(
                                                IpAddress.parse("203.0.113.100"),
                                                IpAddress.parse("2001:db8:ffff::c")),
                                        new Nat.Nat64(
                                                IpPrefix.parse("64:ff9b::/96"),
                                                NatBehaviour.PORT_RESTRICTED),
                                        Firewall.OPEN),
                                DATA_CENTRE,
                                List.of(machine("ana", MOBILE, "2001:db8:c::21")),
                                List.of()),
                        home(
                                "home-b",
                                HOME_B,
                                new Nat.Rfc4787(NatBehaviour.PORT_RESTRICTED),
                                "ben")));
    }

    private static Site home(String name, String outside, Nat nat, String... people) {
        Machine[] machines = new Machine[people.length];
        for (int i = 0; i < people.length; i++) {
            machines[i] = machine(people[i], LAN, "192.168.1." + (i + 2));
        }
        return new Site(
                name,
                List.of(PRIVATE),
                new Gateway(List.of(IpAddress.parse(outside)), nat, Firewall.OPEN),
                outside.equals(HOME_B) ? SLOW_LINE : HOME_LINE, // so that one is always first
                List.of(machines),
                List.of());
    }

    private static Machine server() {
        return machine(SERVER, DATA_CENTRE, "203.0.113.10", "203.0.113.11", "2001:db8:ffff::10");
    }

    private static Machine machine(String name, LinkBehaviour link, String... addresses) {
        return new Machine(name, Arrays.stream(addresses).map(IpAddress::parse).toList(), link);
    }
}
