package dev.parley.lab.scenario;

import dev.parley.core.IpAddress;
import dev.parley.internet.topology.LinkBehaviour;
import dev.parley.internet.topology.Machine;
import dev.parley.internet.topology.NatBehaviour;
import dev.parley.internet.topology.NatTimeouts;
import dev.parley.internet.topology.Topologies;
import dev.parley.internet.topology.Topology;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The scenarios that have a name. */
public final class Scenarios {
    private static final Map<String, Scenario> ALL = new LinkedHashMap<>();

    static {
        add(
                "private-address",
                "Private and public addresses",
                "Ana reaches the server and her neighbour, but not Ben: his address is private,"
                        + " and the internet does not know the way.",
                topology("two-homes"),
                2_500,
                new Traffic.Ping(0, "ana", 50_000, "server", 1),
                new Traffic.Ping(1_000, "ana", 50_001, "192.168.1.7:7", 1),
                new Traffic.Ping(1_500, "server", 50_002, "192.168.1.2:7", 1));
        add(
                "five-behind-one",
                "Many people, one public address",
                "Five people share 18.18.18.18. Their router gives each conversation a port of its"
                        + " own, and so knows whom an answer is for.",
                topology("five-behind-one"),
                2_000,
                new Traffic.Fetch(0, "ana", "video-site"),
                new Traffic.Fetch(100, "ben", "video-site"),
                new Traffic.Fetch(200, "cleo", "shop"),
                new Traffic.Fetch(300, "dora", "news"),
                new Traffic.Fetch(400, "emil", "news"),
                new Traffic.Fetch(600, "ana", "shop"));
        add(
                "stranger",
                "Why a stranger cannot reach you",
                "The router lets in only what answers to somebody inside. The server's packets pass"
                        + " after Ana has sent to it, and not before; a stranger's never do.",
                withStranger(),
                3_000,
                new Traffic.Ping(0, "server", 40_000, "18.18.18.18:50000", 5),
                new Traffic.Ping(700, "ana", 50_000, "203.0.113.10:40000", 1),
                new Traffic.Ping(1_300, "stranger", 40_000, "18.18.18.18:50000", 2));
        add(
                "ask-stun",
                "How STUN shows your address",
                "Ana asks a server outside from which address it sees her. Now she can tell others"
                        + " where to send.",
                topology("two-homes"),
                1_000,
                new Traffic.AskStun(0, "ana", 50_000));
        add(
                "two-homes",
                "How two people punch holes",
                "Ana and Ben each send to the other's outside address. The first packets find"
                        + " closed doors, and open one on their way out.",
                Topologies.twoHomes(),
                2_500,
                new Traffic.PunchHoles(0, "ana", "ben"));
        add(
                "cone-symmetric",
                "A friendly router and a strict one",
                "Ben's router gives each destination another port, so what STUN said is not where"
                        + " he sends from. Ana's router lets him in all the same.",
                topology("cone-symmetric"),
                2_500,
                new Traffic.PunchHoles(0, "ana", "ben"));
        add(
                "only-turn",
                "When only TURN helps",
                "Two strict routers: no hole fits. The server lends Ana an address, and carries"
                        + " every packet.",
                topology("two-symmetric"),
                7_000,
                new Traffic.PunchHoles(0, "ana", "ben"),
                new Traffic.UseRelay(5_200, "ana", "ben"));
        add(
                "carrier",
                "A NAT behind a NAT",
                "Both homes are behind one carrier. Their packets turn round inside the carrier's"
                        + " router.",
                topology("carrier-homes"),
                2_500,
                new Traffic.PunchHoles(0, "ana", "ben"));
        add(
                "forgotten",
                "A mapping is forgotten",
                "The router forgets what is silent for twenty seconds. Then the same packet finds"
                        + " a closed door.",
                shortMemory(),
                45_000,
                new Traffic.Ping(0, "ana", 50_000, "server", 1),
                new Traffic.Ping(5_000, "server", 40_000, "18.18.18.18:50000", 1),
                new Traffic.Ping(40_000, "server", 40_001, "18.18.18.18:50000", 1));
        add(
                "order",
                "Who sends first",
                "Plain Linux routers: a packet that comes too early takes the port away, and the"
                        + " hole is never where it should be.",
                topology("linux-bare"),
                3_500,
                new Traffic.PunchHoles(0, "ana", "ben"));
    }

    private Scenarios() {}

    private static void add(
            String name,
            String title,
            String summary,
            Topology topology,
            int endsAt,
            Traffic... traffic) {
        ALL.put(
                name,
                new Scenario(name, title, summary, topology, List.of(traffic), List.of(), endsAt));
    }

    private static Topology topology(String name) {
        return Topologies.named(name)
                .orElseThrow(() -> new IllegalStateException("no topology " + name));
    }

    private static Topology withStranger() {
        Topology homes = Topologies.twoHomes();
        List<Machine> machines = new ArrayList<>(homes.machines());
        machines.add(
                new Machine(
                        "stranger",
                        List.of(IpAddress.parse("198.51.100.66")),
                        LinkBehaviour.delay(5)));
        return new Topology("two-homes-and-a-stranger", machines, homes.sites());
    }

    private static Topology shortMemory() {
        NatBehaviour forgetful = NatBehaviour.FULL_CONE.withTimeouts(NatTimeouts.RFC.withUdp(20));
        return Topologies.twoHomes("short-memory", forgetful, NatBehaviour.PORT_RESTRICTED);
    }

    public static Set<String> names() {
        return ALL.keySet();
    }

    public static Optional<Scenario> named(String name) {
        return Optional.ofNullable(ALL.get(name));
    }
}
