package dev.parley.simulation;

import dev.parley.core.IpAddress;
import dev.parley.core.IpPrefix;
import dev.parley.core.RandomSource;
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
import dev.parley.internet.topology.Topologies;
import dev.parley.internet.topology.Topology;
import java.util.ArrayList;
import java.util.List;

/**
 * Any internet that a topology can describe: a public server, and two to four sites with any kind
 * of gateway, some of them carriers with homes inside. People are called {@code m1, m2 ...}.
 */
final class RandomTopology {
    private static final IpAddress PROXY = IpAddress.parse("10.0.0.8");

    private final RandomSource random;
    private final List<String> people = new ArrayList<>();
    private int sites;

    private RandomTopology(long seed) {
        random = RandomSource.seeded(seed);
    }

    static Topology of(long seed) {
        return new RandomTopology(seed).topology(seed);
    }

    private Topology topology(long seed) {
        Machine server =
                new Machine(
                        Topologies.SERVER,
                        List.of(
                                IpAddress.parse("203.0.113.10"),
                                IpAddress.parse("203.0.113.11"),
                                IpAddress.parse("2001:db8:ffff::10"),
                                IpAddress.parse("2001:db8:ffff::11")),
                        link());
        List<Site> all = new ArrayList<>();
        int count = 2 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            all.add(random.nextInt(4) == 0 ? carrier() : publicSite());
        }
        return new Topology("random-" + Long.toUnsignedString(seed), List.of(server), all);
    }

    private LinkBehaviour link() {
        return LinkBehaviour.delay(1 + random.nextInt(40));
    }

    private <T> T any(T[] values) {
        return values[random.nextInt(values.length)];
    }

    private IpAddress outside() {
        return IpAddress.v4((51 << 24) | (51 << 16) | (++sites << 8) | 1);
    }

    private Site publicSite() {
        return switch (random.nextInt(8)) {
            case 0 -> routedIpv6();
            case 1 -> office(outside());
            default -> home(List.of(outside()));
        };
    }

    private Site home(List<IpAddress> outside) {
        return site(
                List.of(IpPrefix.parse("192.168.1.0/24")),
                new Gateway(outside, nat(), Firewall.OPEN),
                "192.168.1.");
    }

    private Site office(IpAddress outside) {
        Firewall firewall =
                switch (random.nextInt(6)) {
                    case 0 -> Firewall.OPEN.withoutUdp();
                    case 1 -> Firewall.OPEN.withoutUdp().withTcpPorts(80, 443);
                    case 2 -> Firewall.OPEN.withoutUdp().withTcpPorts(443);
                    case 3 -> Firewall.OPEN.withoutUdp().withTcpPorts(5349);
                    case 4 -> Firewall.OPEN.withoutUdp().withTcpPorts(22);
                    default -> Firewall.OPEN.withTcpPorts(443);
                };
        boolean proxy = random.nextInt(3) == 0;
        Site office =
                site(
                        List.of(IpPrefix.parse("10.0.0.0/8")),
                        new Gateway(
                                List.of(outside),
                                nat(),
                                proxy ? firewall.withProxy(PROXY) : firewall),
                        "10.0.0.");
        return proxy ? withProxy(office) : office;
    }

    private Site withProxy(Site office) {
        List<Machine> machines = new ArrayList<>(office.machines());
        machines.add(person(PROXY.toString()));
        return new Site(
                office.name(),
                office.inside(),
                office.gateway(),
                office.uplink(),
                machines,
                office.sites());
    }

    private Site routedIpv6() {
        int number = ++sites;
        Firewall firewall =
                random.nextInt(4) == 0
                        ? Firewall.OPEN
                        : Firewall.OPEN.withInbound(any(Dependence.values()));
        return site(
                List.of(IpPrefix.parse("2001:db8:" + number + "::/48")),
                new Gateway(
                        List.of(IpAddress.parse("2001:db8:ffff::" + (100 + number))),
                        new Nat.None(),
                        firewall),
                "2001:db8:" + number + "::");
    }

    private Site carrier() {
        String name = "site-" + ++sites;
        List<IpAddress> outside = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(2); i++) {
            outside.add(outside());
        }
        List<Machine> phones = new ArrayList<>();
        if (random.nextInt(2) == 0) {
            phones.add(person("100.64.0.50"));
        }
        List<Site> homes = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(2); i++) {
            homes.add(home(List.of(IpAddress.parse("100.64.0." + (2 + i)))));
        }
        return new Site(
                name,
                List.of(IpPrefix.parse("100.64.0.0/10")),
                new Gateway(outside, carrierNat(), Firewall.OPEN),
                link(),
                phones,
                homes);
    }

    private Site site(List<IpPrefix> inside, Gateway gateway, String network) {
        String name = "site-" + ++sites;
        List<Machine> machines = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(2); i++) {
            machines.add(person(network + (2 + i)));
        }
        return new Site(name, inside, gateway, link(), machines, List.of());
    }

    private Machine person(String address) {
        String name = "m" + (people.size() + 1);
        people.add(name);
        return new Machine(name, List.of(IpAddress.parse(address)), link());
    }

    private Nat nat() {
        return random.nextInt(5) == 0
                ? new Nat.LinuxMasquerade(random.nextInt(3) == 0, random.nextInt(3) > 0)
                : new Nat.Rfc4787(behaviour());
    }

    /**
     * Two homes may want the same port of their carrier: with {@code OVERLOADING} the later one
     * gets it each time, and what works is a matter of luck.
     */
    private Nat carrierNat() {
        Nat any = nat();
        return any instanceof Nat.Rfc4787(NatBehaviour behaviour)
                ? new Nat.Rfc4787(
                        behaviour.ports() == PortAssignment.OVERLOADING
                                ? behaviour.withPorts(PortAssignment.PRESERVING)
                                : behaviour)
                : any;
    }

    private NatBehaviour behaviour() {
        return new NatBehaviour(
                any(Dependence.values()),
                any(Dependence.values()),
                any(PortAssignment.values()),
                Pooling.PAIRED, // the others would make every answer a matter of luck
                any(Hairpinning.values()),
                NatTimeouts.RFC.withUdp(120 + random.nextInt(300)),
                any(Fragments.values()),
                random.nextInt(2) == 0);
    }

    /** The names of all machines in sites, in order. */
    static List<String> people(Topology topology) {
        List<String> names = new ArrayList<>();
        topology.sites().forEach(site -> collect(site, names));
        return names;
    }

    private static void collect(Site site, List<String> into) {
        site.machines().forEach(machine -> into.add(machine.name()));
        site.sites().forEach(inner -> collect(inner, into));
    }
}
