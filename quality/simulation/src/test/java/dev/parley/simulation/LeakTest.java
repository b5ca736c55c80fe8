package dev.parley.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.IpAddress;
import dev.parley.core.RandomSource;
import dev.parley.core.TransportAddress;
import dev.parley.internet.Internet;
import dev.parley.internet.NetworkEvent;
import dev.parley.internet.PacketImage;
import dev.parley.internet.Protocol;
import dev.parley.internet.UdpSocket;
import dev.parley.internet.oracle.Oracle;
import dev.parley.internet.topology.Machine;
import dev.parley.internet.topology.NatBehaviour.Dependence;
import dev.parley.internet.topology.Topologies;
import dev.parley.internet.topology.Topology;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Whatever is sent to whatever address and port: a machine in a site gets a packet from the public
 * internet only when it sent one to where the filter says it must have.
 */
class LeakTest {
    private static final int ROUNDS = 60;
    private static final int PORTS = 4;
    private static final int FIRST_PORT = 40_000;

    @Test
    void nothingLeaksThroughAFilter() {
        Property.named("leak").holds(LeakTest::check);
    }

    private static void check(Topology topology, long seed) {
        Internet internet = Internet.of(topology, seed);
        Judge judge = new Judge(topology);
        internet.observe(judge::see);
        RandomSource random = RandomSource.seeded(seed ^ 0x6c65616bL);
        List<String> machines = new ArrayList<>(RandomTopology.people(topology));
        machines.add(Topologies.SERVER);
        Map<String, List<UdpSocket>> sockets = new HashMap<>();
        Set<TransportAddress> known = new HashSet<>(); // what anybody ever saw as a source
        List<TransportAddress> targets = new ArrayList<>();
        for (String machine : machines) {
            List<UdpSocket> open = new ArrayList<>();
            for (IpAddress address : internet.host(machine).addresses()) {
                for (int i = 0; i < PORTS; i++) { // nobody has the port of another one
                    int port = FIRST_PORT + PORTS * machines.indexOf(machine) + i;
                    TransportAddress local = new TransportAddress(address, port);
                    open.add(
                            internet.host(machine)
                                    .open(
                                            local,
                                            (now, socket, packet) -> {
                                                if (known.add(packet.source())) {
                                                    targets.add(packet.source());
                                                }
                                            }));
                    targets.add(local);
                }
            }
            sockets.put(machine, open);
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (String machine : machines) {
                List<UdpSocket> open = sockets.getOrDefault(machine, List.of());
                UdpSocket from = open.get(random.nextInt(open.size()));
                TransportAddress to = targets.get(random.nextInt(targets.size()));
                if (random.nextInt(4) == 0) { // a neighbouring port, which nobody told us of
                    to = new TransportAddress(to.ip(), to.port() ^ (1 + random.nextInt(3)));
                }
                if (to.ip().v6() == from.local().ip().v6()) {
                    from.send(to, new byte[] {1});
                }
            }
            internet.runUntil(internet.now() + random.nextInt(200) * 1_000_000L);
        }
        internet.runUntil(internet.now() + 1_000_000_000L);
        assertThat(judge.delivered).as("something was delivered").isPositive();
    }

    /** Knows who sent to whom, and nothing of tables. */
    private static final class Judge {
        private record Sent(TransportAddress from, TransportAddress to) {}

        private final Map<String, Dependence> filters = new HashMap<>();
        private final Set<IpAddress> publicAddresses = new HashSet<>();
        private final Map<String, Set<Sent>> sentBy = new HashMap<>();
        long delivered;

        Judge(Topology topology) {
            Oracle oracle = Oracle.of(topology);
            for (String name : RandomTopology.people(topology)) {
                Dependence filter = oracle.filtering(name);
                if (filter != null) {
                    filters.put(name, filter);
                }
            }
            for (Machine machine : topology.machines()) {
                publicAddresses.addAll(machine.addresses());
            }
        }

        void see(NetworkEvent event) {
            switch (event) {
                case NetworkEvent.Sent(long _, String node, PacketImage packet)
                        when packet.protocol() == Protocol.UDP ->
                        sentBy.computeIfAbsent(node, name -> new HashSet<>())
                                .add(new Sent(packet.source(), packet.destination()));
                case NetworkEvent.Delivered(long _, String node, PacketImage packet)
                        when packet.protocol() == Protocol.UDP -> {
                    delivered++;
                    Dependence filter = filters.get(node);
                    if (filter != null && publicAddresses.contains(packet.source().ip())) {
                        judge(node, packet, filter);
                    }
                }
                default -> {}
            }
        }

        private void judge(String node, PacketImage packet, Dependence filter) {
            boolean asked =
                    sentBy.getOrDefault(node, Set.of()).stream()
                            .filter(sent -> sent.from().equals(packet.destination()))
                            .anyMatch(sent ->
                                    switch (filter) {
                                        case ENDPOINT_INDEPENDENT -> true;
                                        case ADDRESS_DEPENDENT ->
                                                sent.to().ip().equals(packet.source().ip());
                                        case ADDRESS_AND_PORT_DEPENDENT ->
                                                sent.to().equals(packet.source());
                                    });
            assertThat(asked)
                    .as(
                            "%s got %s from %s through a filter of %s",
                            node, packet.destination(), packet.source(), filter)
                    .isTrue();
        }
    }
}
