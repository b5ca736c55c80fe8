package dev.parley.simulation;

import dev.parley.core.Transport;
import dev.parley.internet.oracle.Reachability;
import dev.parley.internet.oracle.RelayPorts;
import dev.parley.internet.topology.Topologies;
import java.util.List;

/**
 * One way to a relay.
 *
 * @param reachability what it is called when this is the best way that works
 */
record RelayAttempt(Transport transport, int port, Reachability reachability) {

    /** In the order in which a client tries them: the cheapest first. */
    static final List<RelayAttempt> ALL =
            List.of(
                    new RelayAttempt(Transport.UDP, TurnRelay.UDP_PORT, Reachability.RELAY_UDP),
                    new RelayAttempt(Transport.TCP, 3478, Reachability.RELAY_TCP),
                    new RelayAttempt(Transport.TCP, 80, Reachability.RELAY_TCP),
                    new RelayAttempt(Transport.TLS, 5349, Reachability.RELAY_TLS),
                    new RelayAttempt(Transport.TLS, 443, Reachability.RELAY_TLS));

    /** The same for the oracle. */
    static RelayPorts ports() {
        return new RelayPorts(
                Topologies.SERVER,
                portsOf(Transport.UDP),
                portsOf(Transport.TCP),
                portsOf(Transport.TLS));
    }

    private static List<Integer> portsOf(Transport transport) {
        return ALL.stream()
                .filter(attempt -> attempt.transport == transport)
                .map(RelayAttempt::port)
                .toList();
    }
}
