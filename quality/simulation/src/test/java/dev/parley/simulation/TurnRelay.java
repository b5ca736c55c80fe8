package dev.parley.simulation;

import dev.parley.core.IpAddress;
import dev.parley.core.IpPrefix;
import dev.parley.core.TransportAddress;
import dev.parley.core.WallClock;
import dev.parley.internet.Host;
import dev.parley.internet.Program;
import dev.parley.turn.PeerPolicy;
import dev.parley.turn.PortRange;
import dev.parley.turn.RelayPlane;
import dev.parley.turn.TurnCredentials;
import dev.parley.turn.TurnEvent;
import dev.parley.turn.TurnServer;
import dev.parley.turn.TurnServerConfig;
import dev.parley.turn.TurnServerConfigBuilder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Our TURN server on a simulated host. */
final class TurnRelay {
    static final int UDP_PORT = 3478;
    static final String USER = "ana";
    static final String PASSWORD = "a password of hers";
    private static final String NONCE_KEY = "sixteen bytes at least";

    /** The addresses of examples, which topologies use as public ones. */
    private static final PeerPolicy EXAMPLES_TOO =
            new PeerPolicy(
                    List.of(IpPrefix.parse("198.51.100.0/24"), IpPrefix.parse("2001:db8::/32")),
                    List.of());

    final Program<TurnEvent, TurnServer> program;

    private TurnRelay(Program<TurnEvent, TurnServer> program) {
        this.program = program;
    }

    /** Serves every way of {@link RelayAttempt#ALL}; relays on the first address of each family. */
    static TurnRelay on(Host host) {
        return on(host, PortRange.DYNAMIC);
    }

    /** The same with those ports for relays. */
    static TurnRelay on(Host host, PortRange ports) {
        TurnRelay relay =
                new TurnRelay(
                        host.run(sockets ->
                                new TurnServer(
                                        config(host, ports),
                                        sockets.paths(),
                                        host.internet().random("relay"),
                                        new WallClock(0, 1_800_000_000_000L),
                                        NONCE_KEY.getBytes(StandardCharsets.US_ASCII),
                                        RelayPlane.NONE)));
        for (IpAddress address : host.addresses()) {
            int socket = relay.program.sockets().open(new TransportAddress(address, UDP_PORT));
            relay.program.act((now, server) -> server.listen(socket));
        }
        for (RelayAttempt attempt : RelayAttempt.ALL) {
            if (attempt.transport().isStream()) {
                relay.program.sockets().listen(attempt.port(), attempt.transport());
            }
        }
        return relay;
    }

    private static TurnServerConfig config(Host host, PortRange ports) {
        TurnServerConfigBuilder config =
                TurnServerConfig.builder()
                        .credentials(new TurnCredentials("parley").user(USER, PASSWORD))
                        .relayPorts(ports)
                        .peerPolicy(EXAMPLES_TOO);
        for (boolean v6 : new boolean[] {false, true}) {
            host.addresses().stream()
                    .filter(address -> address.v6() == v6)
                    .findFirst()
                    .ifPresent(config::relayAddress);
        }
        return config.build();
    }

    int allocations() {
        return program.core().allocations();
    }
}
