package dev.parley.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import dev.parley.internet.Host;
import dev.parley.internet.Internet;
import dev.parley.internet.Program;
import dev.parley.internet.oracle.Oracle;
import dev.parley.internet.topology.NatBehaviour;
import dev.parley.internet.topology.Topologies;
import dev.parley.internet.topology.Topology;
import dev.parley.stun.behaviour.Dependence;
import dev.parley.stun.behaviour.NatDiscovery;
import dev.parley.stun.behaviour.NatDiscoveryEvent;
import dev.parley.stun.behaviour.NatDiscoveryOptions;
import dev.parley.stun.behaviour.NatReport;
import dev.parley.stun.behaviour.StunServer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The discovery of RFC 5780 says of every NAT what the topology says of it. */
class DiscoveryTest {
    private static final int PORT = 3478;
    private static final int OTHER_PORT = 3479;
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    @Test
    void everyNatIsNamedTruly() {
        Property.named("discovery").holds(DiscoveryTest::check);
    }

    private static void check(Topology topology, long seed) {
        Oracle oracle = Oracle.of(topology);
        List<String> people = RandomTopology.people(topology);
        for (String name : people.subList(0, Math.min(3, people.size()))) {
            NatReport report = discover(topology, seed, name);
            if (!oracle.sendsUdp(name)) {
                assertThat(report.outcome())
                        .as("%s, whose UDP is blocked", name)
                        .isEqualTo(NatReport.Outcome.NO_ANSWER);
                continue;
            }
            assertThat(report.outcome()).as(name).isEqualTo(NatReport.Outcome.DISCOVERED);
            assertThat(report.mapping())
                    .as("mapping of %s: %s", name, report)
                    .isEqualTo(expected(oracle.mapping(name)));
            assertThat(report.filtering())
                    .as("filtering of %s: %s", name, report)
                    .isEqualTo(expected(oracle.filtering(name)));
        }
    }

    /** Without a NAT everything is endpoint-independent. */
    private static Dependence expected(NatBehaviour.@Nullable Dependence named) {
        return named == null
                ? Dependence.ENDPOINT_INDEPENDENT
                : switch (named) {
                    case ENDPOINT_INDEPENDENT -> Dependence.ENDPOINT_INDEPENDENT;
                    case ADDRESS_DEPENDENT -> Dependence.ADDRESS_DEPENDENT;
                    case ADDRESS_AND_PORT_DEPENDENT -> Dependence.ADDRESS_AND_PORT_DEPENDENT;
                };
    }

    private static NatReport discover(Topology topology, long seed, String name) {
        Internet internet = Internet.of(topology, seed);
        Host host = internet.host(name);
        Host server = internet.host(Topologies.SERVER);
        List<IpAddress> addresses =
                server.addresses().stream()
                        .filter(address -> address.v6() == host.address().v6())
                        .toList();
        server.run(sockets ->
                new StunServer(
                        sockets.paths(), addresses.get(0), addresses.get(1), PORT, OTHER_PORT));
        Program<NatDiscoveryEvent, NatDiscovery> discovery =
                host.run(sockets ->
                        new NatDiscovery(
                                sockets.paths(),
                                internet.random(name),
                                new NatDiscoveryOptions(
                                        new TransportAddress(addresses.get(0), PORT),
                                        host.address())));
        discovery.act((now, core) -> core.start(now));
        boolean finished =
                internet.runUntil(
                        () ->
                                !discovery.events().isEmpty()
                                        && discovery.events().getLast()
                                                instanceof NatDiscoveryEvent.Finished,
                        PATIENCE_NANOS);
        assertThat(finished).as("the discovery of %s ends", name).isTrue();
        return discovery.events().getLast().report();
    }
}
