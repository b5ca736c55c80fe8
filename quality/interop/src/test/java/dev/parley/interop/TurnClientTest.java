package dev.parley.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import dev.parley.turn.client.TurnClientConfig;
import dev.parley.turn.client.TurnClientEvent.Allocated;
import dev.parley.turn.client.TurnClientEvent.Bound;
import dev.parley.turn.client.TurnClientEvent.Ended;
import dev.parley.turn.client.TurnClientEvent.Permitted;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our TURN client against our own server, on real sockets. */
@Timeout(120)
class TurnClientTest {
    private static ParleyProcess server;

    @BeforeAll
    static void startServer(@TempDir Path data) {
        server =
                ParleyProcess.start(
                        new FreePorts(),
                        data,
                        List.of(
                                "--listen=127.0.0.1",
                                "--relay-address=127.0.0.1",
                                "--allow-peer=127.0.0.0/8",
                                "--user=ana:a password of hers"));
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void relaysBothWays(Transport transport) throws Exception {
        int port = transport == Transport.TLS ? server.turnsPort() : server.stunPort();
        try (RelayedPeer peer = new RelayedPeer();
                RealTurnClient client =
                        RealTurnClient.start(
                                transport,
                                TransportAddress.parse("127.0.0.1:" + port),
                                TurnClientConfig.builder("ana", "a password of hers").build())) {
            client.next(Allocated.class);
            client.act((now, core) -> core.permit(now, peer.address().ip()));
            client.next(Permitted.class);
            peer.exchange(client, "by indications");
            client.act((now, core) -> core.bind(now, peer.address()));
            client.next(Bound.class);
            peer.exchange(client, "by the channel");
            client.act((now, core) -> core.refresh(now));
            peer.exchange(client, "after a refresh of everything");
            client.act((now, core) -> core.close(now));
            assertThat(client.next(Ended.class).reason()).isEqualTo(Ended.Reason.CLOSED);
        }
    }
}
