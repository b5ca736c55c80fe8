package dev.parley.lab.scenario;

import dev.parley.core.IpPrefix;
import dev.parley.core.TransportAddress;
import dev.parley.core.WallClock;
import dev.parley.internet.Host;
import dev.parley.internet.topology.Machine;
import dev.parley.internet.topology.Topologies;
import dev.parley.turn.PeerPolicy;
import dev.parley.turn.RelayPlane;
import dev.parley.turn.TurnCredentials;
import dev.parley.turn.TurnServer;
import dev.parley.turn.TurnServerConfig;
import dev.parley.turn.TurnServerConfigBuilder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What runs on machines without anybody asking: answers to pings and a page everywhere, STUN and
 * TURN on the server.
 */
final class Services {
    static final int STUN_PORT = 3478;
    static final String REALM = "parley";
    static final String USER = "lab";
    static final String PASSWORD = "lab-password";

    private static final long EPOCH_MILLIS = 1_800_000_000_000L;

    private Services() {}

    static void start(Stage stage) {
        for (Machine machine : stage.machines()) {
            Host host = stage.host(machine.name());
            Pinging.serve(host);
            Fetching.serve(host);
        }
        if (stage.topology().machines().stream()
                .anyMatch(machine -> machine.name().equals(Topologies.SERVER))) {
            relay(stage, stage.server());
            stage.signaling().serve();
        }
    }

    private static void relay(Stage stage, Host host) {
        TurnServerConfigBuilder config =
                TurnServerConfig.builder()
                        .realm(REALM)
                        .credentials(new TurnCredentials(REALM).user(USER, PASSWORD))
                        .peerPolicy(
                                new PeerPolicy(
                                        List.of(
                                                IpPrefix.parse("198.51.100.0/24"),
                                                IpPrefix.parse("203.0.113.0/24")),
                                        List.of()));
        config.relayAddress(host.address());
        var server =
                host.run(sockets ->
                        new TurnServer(
                                config.build(),
                                sockets.paths(),
                                stage.internet().random("turn server"),
                                new WallClock(0, EPOCH_MILLIS),
                                "a key for nonces in the lab".getBytes(StandardCharsets.UTF_8),
                                RelayPlane.NONE));
        host.addresses()
                .forEach(address ->
                        server.core()
                                .listen(
                                        server.sockets()
                                                .open(new TransportAddress(address, STUN_PORT))));
        server.onEvent(event -> {}); // what it tells operators is in the notes of its clients
    }
}
