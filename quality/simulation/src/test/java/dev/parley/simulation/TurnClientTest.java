package dev.parley.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.IpAddress;
import dev.parley.core.IpPrefix;
import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import dev.parley.internet.Host;
import dev.parley.internet.Internet;
import dev.parley.internet.nat.Dns64;
import dev.parley.internet.oracle.Oracle;
import dev.parley.internet.topology.Firewall;
import dev.parley.internet.topology.Gateway;
import dev.parley.internet.topology.LinkBehaviour;
import dev.parley.internet.topology.Machine;
import dev.parley.internet.topology.Nat;
import dev.parley.internet.topology.NatBehaviour;
import dev.parley.internet.topology.NatTimeouts;
import dev.parley.internet.topology.Site;
import dev.parley.internet.topology.Topologies;
import dev.parley.internet.topology.Topology;
import dev.parley.turn.client.TurnClientConfig;
import dev.parley.turn.client.TurnClientEvent;
import dev.parley.turn.client.TurnClientEvent.Allocated;
import dev.parley.turn.client.TurnClientEvent.AllocationFailed;
import dev.parley.turn.client.TurnClientEvent.Ended;
import dev.parley.turn.client.TurnFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A TURN client behind NATs: what it reaches, and how long. */
class TurnClientTest {
    private static final TransportAddress SERVER =
            TransportAddress.parse("203.0.113.10:" + TurnRelay.UDP_PORT);
    private static final IpAddress NEW_ADDRESS = IpAddress.parse("18.18.18.19");

    static Stream<String> topologies() {
        return Topologies.names().stream();
    }

    @ParameterizedTest
    @MethodSource("topologies")
    void allocatesOverUdpWhereverUdpPasses(String name) {
        Topology topology = Topologies.named(name).orElseThrow();
        for (String person : people(topology.sites())) {
            Internet internet = Internet.of(topology, 1);
            TurnRelay.on(internet.host(Topologies.SERVER));
            Host host = internet.host(person);
            TransportAddress server =
                    new TransportAddress(
                            internet.host(Topologies.SERVER).address(host.address().v6()),
                            TurnRelay.UDP_PORT);
            TurnClientEvent outcome = TurnUser.overUdp(host, server).outcome();
            if (Oracle.of(topology).sendsUdp(person)) {
                assertThat(outcome).as(person).isInstanceOf(Allocated.class);
            } else {
                assertThat(outcome)
                        .as(person)
                        .isEqualTo(new AllocationFailed(TurnFailure.TIMED_OUT, 0));
            }
        }
    }

    private static List<String> people(List<Site> sites) {
        List<String> people = new ArrayList<>();
        for (Site site : sites) {
            site.machines().forEach(machine -> people.add(machine.name()));
            people.addAll(people(site.sites()));
        }
        return people;
    }

    @Test
    void theStrictestHomesMeetAtTheRelay() {
        Internet internet = Internet.of(Topologies.named("two-symmetric").orElseThrow(), 1);
        TurnRelay relay = TurnRelay.on(internet.host("server"));
        TurnUser ana = TurnUser.overUdp(internet.host("ana"), SERVER);
        TurnUser ben = TurnUser.overUdp(internet.host("ben"), SERVER);
        TransportAddress anas = ana.relayed();
        TransportAddress bens = ben.relayed();
        ana.permit(bens, true);
        ben.permit(anas, false);
        ana.send(bens, "hello Ben");
        ben.send(anas, "hello Ana");
        ana.pass(1);
        assertThat(ana.received).containsExactly("hello Ana");
        assertThat(ben.received).containsExactly("hello Ben");
        ana.close();
        ben.close();
        assertThat(relay.allocations()).isZero();
    }

    @Test
    void aPhoneWithIpv6AloneReachesAnIpv4ServerByTheAddressThatDns64MakesUp() {
        Internet internet = Internet.of(Topologies.named("nat64").orElseThrow(), 1);
        TurnRelay.on(internet.host("server"));
        TransportAddress madeUp =
                new TransportAddress(
                        new Dns64(IpPrefix.parse("64:ff9b::/96")).synthesize(SERVER.ip()),
                        SERVER.port());
        TurnUser ana = TurnUser.overUdp(internet.host("ana"), madeUp);
        TurnUser ben = TurnUser.overUdp(internet.host("ben"), SERVER);
        TransportAddress anas = ana.relayed();
        TransportAddress bens = ben.relayed();
        assertThat(anas.ip().v6()).as("the server sees IPv4").isFalse();
        ana.permit(bens, true);
        ben.permit(anas, true);
        ana.send(bens, "from IPv6");
        ben.send(anas, "from IPv4");
        ana.pass(1);
        assertThat(ben.received).containsExactly("from IPv6");
        assertThat(ana.received).containsExactly("from IPv4");
    }

    @Test
    void takesAnotherPortWhereANeighbourHasAnAllocationFromTheSame() {
        NatBehaviour overloading =
                NatBehaviour.FULL_CONE.withPorts(NatBehaviour.PortAssignment.OVERLOADING);
        Site home =
                new Site(
                        "home",
                        List.of(IpPrefix.parse("192.168.1.0/24")),
                        new Gateway(
                                List.of(IpAddress.parse("18.18.18.18")),
                                new Nat.Rfc4787(overloading),
                                Firewall.OPEN),
                        LinkBehaviour.delay(8),
                        List.of(machine("ana", "192.168.1.2"), machine("ben", "192.168.1.3")),
                        List.of());
        Topology topology =
                new Topology(
                        "neighbours", List.of(machine("server", "203.0.113.10")), List.of(home));
        Internet internet = Internet.of(topology, 1);
        TurnRelay relay = TurnRelay.on(internet.host("server"));
        Host ben = internet.host("ben");
        from(internet.host("ana"), 40_000).relayed();
        assertThat(from(ben, 40_000).outcome())
                .isEqualTo(new AllocationFailed(TurnFailure.ALLOCATION_MISMATCH, 437));
        from(ben, 40_001).relayed();
        assertThat(relay.allocations()).isEqualTo(2);
    }

    private static Machine machine(String name, String address) {
        return new Machine(name, List.of(IpAddress.parse(address)), LinkBehaviour.delay(1));
    }

    private static TurnUser from(Host host, int port) {
        return TurnUser.over(Transport.UDP, host, port, SERVER, TurnUser.config());
    }

    @Test
    void theServerSeesTheHomeAndNotTheMachine() {
        Internet internet = Internet.of(Topologies.twoHomes(), 1);
        TurnRelay.on(internet.host("server"));
        TurnUser ana = TurnUser.overUdp(internet.host("ana"), SERVER);
        assertThat(ana.outcome())
                .isInstanceOfSatisfying(
                        Allocated.class,
                        allocated ->
                                assertThat(allocated.mapped().ip()).hasToString("18.18.18.18"));
    }

    @ParameterizedTest
    @CsvSource({"15, true", "0, false"})
    void keepalivesKeepTheWayInOpen(int keepaliveSeconds, boolean arrives) {
        Internet internet = Internet.of(impatientHomes(), 1);
        TurnRelay.on(internet.host("server"));
        TurnUser ana =
                TurnUser.over(
                        Transport.UDP,
                        internet.host("ana"),
                        0,
                        SERVER,
                        keepalive(keepaliveSeconds));
        TurnUser ben = TurnUser.overUdp(internet.host("ben"), SERVER);
        TransportAddress anas = ana.relayed();
        TransportAddress bens = ben.relayed();
        ana.permit(bens, false);
        ben.permit(anas, false);
        for (int minute = 0; minute < 30; minute++) {
            // Not at the moments of refreshes, which come each four minutes.
            ana.pass(60 + (minute % 4 == 3 ? 7 : 0));
        }
        ana.received.clear();
        ana.pass(100);
        ben.send(anas, "are you there?");
        ana.pass(1);
        assertThat(!ana.received.isEmpty()).isEqualTo(arrives);
    }

    /** Routers that forget after half a minute, and then lend another port. */
    private static Topology impatientHomes() {
        NatBehaviour impatient = NatBehaviour.SYMMETRIC.withTimeouts(NatTimeouts.RFC.withUdp(30));
        return Topologies.twoHomes("impatient", impatient, impatient);
    }

    private static TurnClientConfig keepalive(int seconds) {
        return TurnClientConfig.builder(TurnRelay.USER, TurnRelay.PASSWORD)
                .keepaliveSeconds(seconds)
                .build();
    }

    @Test
    void livesForHoursBehindAnImpatientRouter() {
        Internet internet = Internet.of(impatientHomes(), 2);
        TurnRelay relay = TurnRelay.on(internet.host("server"));
        TurnUser ana = TurnUser.overUdp(internet.host("ana"), SERVER);
        ana.relayed();
        ana.pass(3 * 3600);
        assertThat(ana.program.events()).hasSize(1);
        assertThat(relay.allocations()).isOne();
    }

    @Test
    void noticesThatTheHomeHasANewAddress() {
        Internet internet = Internet.of(Topologies.twoHomes(), 1);
        TurnRelay.on(internet.host("server"));
        TurnUser ana = TurnUser.overUdp(internet.host("ana"), SERVER);
        ana.relayed();
        internet.gateway("home-a").changeAddress(IpAddress.parse("18.18.18.18"), NEW_ADDRESS);
        ana.program.act((now, client) -> client.refresh(now));
        ana.pass(1);
        assertThat(ana.last()).isEqualTo(new Ended(Ended.Reason.LOST));
        TurnUser again = TurnUser.overUdp(internet.host("ana"), SERVER);
        assertThat(again.outcome())
                .isInstanceOfSatisfying(
                        Allocated.class,
                        allocated -> assertThat(allocated.mapped().ip()).isEqualTo(NEW_ADDRESS));
    }

    @Test
    void survivesARouterThatRestartsAndLendsTheSamePort() {
        Internet internet = Internet.of(Topologies.twoHomes(), 1);
        TurnRelay.on(internet.host("server"));
        TurnUser ana = TurnUser.overUdp(internet.host("ana"), SERVER);
        ana.relayed();
        internet.gateway("home-a").reboot();
        ana.program.act((now, client) -> client.refresh(now));
        ana.pass(1200);
        assertThat(ana.program.events()).hasSize(1);
    }
}
