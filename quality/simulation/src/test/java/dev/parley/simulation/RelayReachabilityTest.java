package dev.parley.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.IpAddress;
import dev.parley.core.RandomSource;
import dev.parley.core.TransportAddress;
import dev.parley.internet.Host;
import dev.parley.internet.Internet;
import dev.parley.internet.oracle.Oracle;
import dev.parley.internet.oracle.Reachability;
import dev.parley.internet.topology.LinkBehaviour;
import dev.parley.internet.topology.LinkDirection;
import dev.parley.internet.topology.Loss;
import dev.parley.internet.topology.Site;
import dev.parley.internet.topology.Topologies;
import dev.parley.internet.topology.Topology;
import dev.parley.turn.client.RelayFamily;
import dev.parley.turn.client.TurnClientConfig;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A TURN client gets an allocation over whichever transport passes, and over none where the oracle
 * says that there is no way; two who got one reach each other.
 */
class RelayReachabilityTest {
    private static final int ENOUGH_FOR_EVERY_WAY = 600;

    /** Some may be lost. */
    private static final int MOST_DATAGRAMS = 10;

    /** Both of one family, whatever they have themselves: they shall meet. */
    private static final TurnClientConfig IPV4_RELAY =
            TurnClientConfig.builder(TurnRelay.USER, TurnRelay.PASSWORD)
                    .family(RelayFamily.IPV4)
                    .build();

    @Test
    void whoeverHasAWayGetsAnAllocation() {
        Map<Reachability, Integer> found = new EnumMap<>(Reachability.class);
        Property.named("relay")
                .holds((topology, seed) -> {
                    for (RelaySearch search : check(topology, seed)) {
                        found.merge(search.found(), 1, Integer::sum);
                    }
                });
        int searches = found.values().stream().mapToInt(Integer::intValue).sum();
        if (searches >= ENOUGH_FOR_EVERY_WAY) {
            assertThat(found.keySet())
                    .as("what was found: %s", found)
                    .contains(
                            Reachability.RELAY_UDP,
                            Reachability.RELAY_TCP,
                            Reachability.RELAY_TLS,
                            Reachability.NONE);
        }
    }

    private static List<RelaySearch> check(Topology topology, long seed) {
        Internet internet = Internet.of(topology, seed);
        TurnRelay relay = TurnRelay.on(internet.host(Topologies.SERVER));
        Servers.proxies(internet, topology.sites());
        List<String> people = RandomTopology.people(topology);
        if (people.isEmpty()) {
            return List.of(); // while a failing topology is made smaller
        }
        RandomSource random = RandomSource.seeded(seed ^ 0x72656C6179L);
        if (random.nextInt(2) == 0) {
            spoil(internet, topology.sites(), random);
        }
        // Different ports: a NAT that overloads them would give one's mapping to the other.
        String hardest =
                Collections.max(people, Comparator.comparing(one -> expected(topology, one)));
        RelaySearch one = search(internet, topology, hardest, 40_000);
        String any = people.get(random.nextInt(people.size()));
        RelaySearch other = search(internet, topology, any, 50_000);
        List<TurnUser> users =
                Stream.of(one, other).map(RelaySearch::user).filter(Objects::nonNull).toList();
        assertThat(relay.allocations()).isEqualTo(users.size());
        if (users.size() == 2) {
            meet(users.getFirst(), users.getLast(), random.nextInt(2) == 0);
        }
        users.forEach(TurnUser::close);
        assertThat(relay.allocations()).isZero();
        return List.of(one, other);
    }

    /** Lines that lose, double, reorder and corrupt: slower, but no reason not to get through. */
    private static void spoil(Internet internet, List<Site> sites, RandomSource random) {
        for (Site site : sites) {
            LinkDirection bad =
                    LinkDirection.delay(1_000_000L * (5 + random.nextInt(60)))
                            .withJitterNanos(1_000_000L * random.nextInt(30))
                            .withLoss(new Loss.Random(random.nextInt(8) / 100.0))
                            .withDuplicate(random.nextInt(5) / 100.0)
                            .withReorder(random.nextInt(10) / 100.0)
                            .withCorrupt(random.nextInt(3) / 100.0);
            internet.gateway(site.name()).changeUplink(LinkBehaviour.symmetric(bad));
            spoil(internet, site.sites(), random);
        }
    }

    private static Reachability expected(Topology topology, String person) {
        return Oracle.of(topology).relay(person, RelayAttempt.ports());
    }

    static List<String> topologies() {
        return List.copyOf(Topologies.names());
    }

    @ParameterizedTest
    @MethodSource("topologies")
    void everybodyInANamedTopologyReachesTheRelayAsTheOracleSays(String name) {
        Topology topology = Topologies.named(name).orElseThrow();
        for (String person : RandomTopology.people(topology)) {
            Internet internet = Internet.of(topology, 1);
            TurnRelay.on(internet.host(Topologies.SERVER));
            Servers.proxies(internet, topology.sites());
            search(internet, topology, person, 40_000);
        }
    }

    /** Tries every way in turn; which one works must be what the oracle says. */
    private static RelaySearch search(
            Internet internet, Topology topology, String person, int firstPort) {
        Host host = internet.host(person);
        IpAddress server = internet.host(Topologies.SERVER).address(host.address().v6());
        RelaySearch search = RelaySearch.of(host, firstPort, server, IPV4_RELAY);
        assertThat(search.found()).as("%s", person).isEqualTo(expected(topology, person));
        return search;
    }

    /** Datagrams pass from relay to relay, both ways. */
    private static void meet(TurnUser one, TurnUser other, boolean channels) {
        TransportAddress ones = one.relayed();
        TransportAddress others = other.relayed();
        one.permit(others, channels);
        other.permit(ones, !channels);
        for (int i = 0; i < MOST_DATAGRAMS; i++) {
            if (other.received.isEmpty()) {
                one.send(others, "from the one");
            }
            if (one.received.isEmpty()) {
                other.send(ones, "from the other");
            }
            one.pass(1);
        }
        assertThat(one.received).containsOnly("from the other");
        assertThat(other.received).containsOnly("from the one");
    }
}
