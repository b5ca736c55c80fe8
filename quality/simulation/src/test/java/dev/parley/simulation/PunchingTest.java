package dev.parley.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.RandomSource;
import dev.parley.core.TransportAddress;
import dev.parley.internet.Host;
import dev.parley.internet.Internet;
import dev.parley.internet.Program;
import dev.parley.internet.oracle.Oracle;
import dev.parley.internet.oracle.Reachability;
import dev.parley.internet.oracle.RelayPorts;
import dev.parley.internet.topology.Topologies;
import dev.parley.internet.topology.Topology;
import dev.parley.lab.scenario.HolePuncher;
import dev.parley.lab.scenario.PunchEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two machines find a direct way where the oracle says there is one, and nowhere else. */
class PunchingTest {
    private static final int STUN = 3478;
    private static final long MILLI = 1_000_000L;

    @Test
    void holesArePunchedWhereTheyCanBe() {
        Property.named("punching").holds(PunchingTest::check);
    }

    private static void check(Topology topology, long seed) {
        List<String> people = RandomTopology.people(topology);
        if (people.size() > 1) {
            check(topology, seed, people.getFirst(), people.getLast());
        }
        if (people.size() > 2) {
            check(topology, seed, people.get(0), people.get(1));
        }
    }

    private static void check(Topology topology, long seed, String a, String b) {
        RandomSource random = RandomSource.seeded(seed ^ 0x70756e6368L);
        Reachability expected =
                Oracle.of(topology).between(a, b, RelayPorts.usual(Topologies.SERVER));
        boolean direct = punches(topology, seed, a, b, random.nextInt(80), random.nextInt(80));
        switch (expected) {
            case DIRECT -> assertThat(direct).as("%s and %s: %s", a, b, expected).isTrue();
            case PACKET_ORDER -> {} // both may be
            case PORT_PREDICTION, RELAY_UDP, RELAY_TCP, RELAY_TLS, NONE ->
                    assertThat(direct).as("%s and %s: %s", a, b, expected).isFalse();
        }
    }

    private static boolean punches(
            Topology topology, long seed, String a, String b, int afterA, int afterB) {
        Internet internet = Internet.of(topology, seed);
        Servers.stun(internet.host(Topologies.SERVER), STUN);
        Side sideA = new Side(internet, a, 40_000);
        Side sideB = new Side(internet, b, 40_002);
        sideA.gather();
        sideB.gather();
        internet.runUntil(3_000 * MILLI);
        internet.after(afterA * MILLI, () -> sideA.meet(sideB));
        internet.after(afterB * MILLI, () -> sideB.meet(sideA));
        internet.runUntil(12_000 * MILLI);
        return sideA.works() && sideB.works();
    }

    /** One of the two; the other one's addresses come to it as if by signaling. */
    private static final class Side {
        private final String name;
        private final Host host;
        private final Program<PunchEvent, HolePuncher> puncher;
        private final TransportAddress own;

        Side(Internet internet, String name, int port) {
            this.name = name;
            host = internet.host(name);
            own = new TransportAddress(host.address(), port);
            puncher =
                    host.run(sockets ->
                            new HolePuncher(
                                    sockets.paths(),
                                    sockets.open(own),
                                    internet.random(name),
                                    name));
        }

        void gather() {
            TransportAddress server =
                    new TransportAddress(
                            host.internet().host(Topologies.SERVER).address(host.address().v6()),
                            STUN);
            puncher.act((now, core) -> core.gather(now, server));
        }

        void meet(Side other) {
            puncher.act((now, core) -> {
                core.meet(now, other.name, other.puncher.core().password());
                tryOut(now, core, other.own);
                for (PunchEvent event : List.copyOf(other.puncher.events())) {
                    if (event instanceof PunchEvent.Reflexive(TransportAddress seen)) {
                        tryOut(now, core, seen);
                    }
                }
            });
        }

        private void tryOut(long now, HolePuncher core, TransportAddress remote) {
            if (remote.ip().v6() == own.ip().v6()) {
                core.check(now, remote);
            }
        }

        boolean works() {
            return puncher.events().stream().anyMatch(PunchEvent.Works.class::isInstance);
        }
    }
}
