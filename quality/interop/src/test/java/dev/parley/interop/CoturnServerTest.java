package dev.parley.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import dev.parley.turn.client.Redirects;
import dev.parley.turn.client.TurnClientConfig;
import dev.parley.turn.client.TurnClientConfigBuilder;
import dev.parley.turn.client.TurnClientEvent;
import dev.parley.turn.client.TurnClientEvent.Allocated;
import dev.parley.turn.client.TurnClientEvent.AllocationFailed;
import dev.parley.turn.client.TurnClientEvent.Bound;
import dev.parley.turn.client.TurnClientEvent.Ended;
import dev.parley.turn.client.TurnClientEvent.PeerConnected;
import dev.parley.turn.client.TurnClientEvent.PermissionFailed;
import dev.parley.turn.client.TurnClientEvent.Permitted;
import dev.parley.turn.client.TurnClientEvent.Redirected;
import dev.parley.turn.client.TurnFailure;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Our TURN client against coturn's server. */
@Timeout(120)
class CoturnServerTest {
    private static final FreePorts PORTS = new FreePorts();
    private static final boolean INSTALLED = CoturnServer.isInstalled();

    private static @Nullable CoturnServer coturn;

    @BeforeAll
    static void startServer(@TempDir Path data) {
        if (INSTALLED) {
            coturn = CoturnServer.start(PORTS, data, "--denied-peer-ip=127.0.0.9");
        }
    }

    @AfterAll
    static void stopServer() {
        if (coturn != null) {
            coturn.close();
        }
    }

    @BeforeEach
    void skipsWithoutCoturn() {
        assumeTrue(INSTALLED, "turnserver or openssl is missing (Debian packages coturn, openssl)");
    }

    private static CoturnServer coturn() {
        if (coturn == null) {
            throw new IllegalStateException("the server was not started");
        }
        return coturn;
    }

    private static TurnClientConfigBuilder config() {
        return TurnClientConfig.builder(CoturnServer.USER, CoturnServer.PASSWORD);
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void relaysBothWaysByIndicationsAndChannels(Transport transport) throws Exception {
        try (RelayedPeer peer = new RelayedPeer();
                RealTurnClient client =
                        RealTurnClient.start(
                                transport, coturn().address(transport), config().build())) {
            TransportAddress peerAddress = peer.address();
            Allocated allocated = client.next(Allocated.class);
            assertThat(allocated.mapped().ip()).hasToString("127.0.0.1");
            assertThat(allocated.lifetimeSeconds()).isEqualTo(600);

            client.act((now, core) -> core.permit(now, peerAddress.ip()));
            assertThat(client.next(Permitted.class).peer()).isEqualTo(peerAddress.ip());
            peer.exchange(client, "by indications");

            client.act((now, core) -> core.bind(now, peerAddress));
            assertThat(client.next(Bound.class).peer()).isEqualTo(peerAddress);
            peer.exchange(client, "by the channel");
            peer.exchange(client, "x".repeat(1201)); // not a multiple of four

            client.act((now, core) -> core.refresh(now));
            peer.exchange(client, "after a refresh of everything");
            client.act((now, core) -> core.close(now));
            assertThat(client.next(Ended.class).reason()).isEqualTo(Ended.Reason.CLOSED);
            assertThat(client.isQuietFor(1)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void saysThatThePasswordIsWrong(Transport transport) throws Exception {
        TurnClientConfig wrong = TurnClientConfig.builder(CoturnServer.USER, "no").build();
        try (RealTurnClient client =
                RealTurnClient.start(transport, coturn().address(transport), wrong)) {
            assertThat(client.next(AllocationFailed.class))
                    .isEqualTo(new AllocationFailed(TurnFailure.UNAUTHENTICATED, 401));
        }
    }

    @Test
    void saysThatAPeerIsForbidden() throws Exception {
        TransportAddress denied = TransportAddress.parse("127.0.0.9:9");
        try (RealTurnClient client =
                RealTurnClient.start(
                        Transport.UDP, coturn().address(Transport.UDP), config().build())) {
            client.next(Allocated.class);
            client.act((now, core) -> core.permit(now, denied.ip()));
            assertThat(client.next(PermissionFailed.class))
                    .isEqualTo(new PermissionFailed(denied.ip(), TurnFailure.FORBIDDEN, 403));
            client.act((now, core) -> core.bind(now, denied));
            assertThat(client.next(TurnClientEvent.BindFailed.class).failure())
                    .isEqualTo(TurnFailure.FORBIDDEN);
        }
    }

    @Test
    void saysThatOurPortHasAnAllocationAlready() throws Exception {
        TransportAddress local = TransportAddress.parse("127.0.0.1:" + PORTS.next());
        try (RealTurnClient client =
                RealTurnClient.overUdp(local, coturn().address(Transport.UDP), config().build())) {
            client.next(Allocated.class);
        } // gone without a word
        try (RealTurnClient client =
                RealTurnClient.overUdp(local, coturn().address(Transport.UDP), config().build())) {
            assertThat(client.next(AllocationFailed.class).failure())
                    .isEqualTo(TurnFailure.ALLOCATION_MISMATCH);
        }
    }

    @Test
    void noticesThatTheServerForgotUs(@TempDir Path data) throws Exception {
        try (CoturnServer server = CoturnServer.start(PORTS, data);
                RealTurnClient client =
                        RealTurnClient.start(
                                Transport.UDP, server.address(Transport.UDP), config().build())) {
            client.next(Allocated.class);
            server.restart();
            client.act((now, core) -> core.refresh(now));
            assertThat(client.next(Ended.class).reason()).isEqualTo(Ended.Reason.LOST);
        }
    }

    @Test
    void isSentToAnotherServer(@TempDir Path data) throws Exception {
        String other = coturn().address(Transport.TCP).toString();
        try (CoturnServer server = CoturnServer.start(PORTS, data, "--alternate-server", other);
                RealTurnClient client =
                        RealTurnClient.start(
                                Transport.TCP, server.address(Transport.TCP), config().build())) {
            assertThat(client.next(Redirected.class).server())
                    .isEqualTo(coturn().address(Transport.TCP));
        }
    }

    /** RFC 6062: to a peer, and from the same peer. */
    @ParameterizedTest
    @CsvSource({"TCP", "TLS"})
    void relaysByTcp(Transport transport) throws Exception {
        TransportAddress server = coturn().address(transport);
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
                RealTurnClient client =
                        RealTurnClient.start(transport, server, config().tcpRelay(true).build())) {
            TransportAddress relayed = client.next(Allocated.class).relayed().getFirst();
            TransportAddress peer = TransportAddress.parse("127.0.0.1:" + listening.getLocalPort());
            client.act((now, core) -> core.connect(now, peer));
            try (Socket accepted = listening.accept()) {
                int id = client.next(PeerConnected.class).connectionId();
                talk(client.bindConnection(transport, server, id), accepted);
            }
            client.act((now, core) -> core.permit(now, peer.ip()));
            client.next(Permitted.class);
            try (Socket arriving = new Socket(InetAddress.ofLiteral("127.0.0.1"), relayed.port())) {
                PeerConnected arrived = client.next(PeerConnected.class);
                assertThat(arrived.arrived()).isTrue();
                talk(client.bindConnection(transport, server, arrived.connectionId()), arriving);
            }
        }
    }

    private static void talk(SocketPort ours, Socket peer) throws Exception {
        peer.setSoTimeout(20_000);
        ours.send("hello");
        assertThat(peer.getInputStream().readNBytes(5)).asString().isEqualTo("hello");
        peer.getOutputStream().write("thanks".getBytes(StandardCharsets.UTF_8));
        assertThat(ours.next()).isEqualTo("thanks");
        ours.close();
    }

    @ParameterizedTest
    @CsvSource({"UDP", "TCP", "TLS"})
    void isWhereOurServerSendsOurClient(Transport transport, @TempDir Path data) throws Exception {
        TransportAddress there = coturn().address(transport);
        List<String> options =
                List.of(
                        "--listen",
                        "127.0.0.1",
                        "--relay-address",
                        "127.0.0.1",
                        "--user",
                        CoturnServer.USER + ":" + CoturnServer.PASSWORD,
                        transport == Transport.TLS
                                ? "--tls-alternate-server"
                                : "--alternate-server",
                        there.toString());
        try (ParleyProcess server = ParleyProcess.start(PORTS, data, options)) {
            int port = transport == Transport.TLS ? server.turnsPort() : server.stunPort();
            TransportAddress first = TransportAddress.parse("127.0.0.1:" + port);
            Redirects redirects = new Redirects(System.nanoTime(), first, transport, "localhost");
            try (RealTurnClient client = RealTurnClient.start(transport, first, config().build())) {
                Redirects.Next next =
                        redirects.follow(System.nanoTime(), client.next(Redirected.class));
                assertThat(next)
                        .isEqualTo(
                                new Redirects.Follow(
                                        there,
                                        transport,
                                        transport == Transport.TLS ? "localhost" : null));
            }
            try (RealTurnClient client = RealTurnClient.start(transport, there, config().build())) {
                client.next(Allocated.class);
            }
        }
    }

    @Test
    void saysThatTheQuotaIsReached(@TempDir Path data) throws Exception {
        try (CoturnServer server = CoturnServer.start(PORTS, data, "--user-quota", "1");
                RealTurnClient first =
                        RealTurnClient.start(
                                Transport.UDP, server.address(Transport.UDP), config().build())) {
            first.next(Allocated.class);
            try (RealTurnClient second =
                    RealTurnClient.start(
                            Transport.UDP, server.address(Transport.UDP), config().build())) {
                assertThat(second.next(AllocationFailed.class))
                        .isEqualTo(new AllocationFailed(TurnFailure.ALLOCATION_QUOTA_REACHED, 486));
            }
        }
    }

    @Test
    void takesNewNonces(@TempDir Path data) throws Exception {
        try (CoturnServer server = CoturnServer.start(PORTS, data, "-v", "--stale-nonce=1");
                RealTurnClient client =
                        RealTurnClient.start(
                                Transport.UDP, server.address(Transport.UDP), config().build())) {
            client.next(Allocated.class);
            assertThat(client.isQuietFor(2100)).isTrue(); // and the nonce gets old
            TransportAddress peer = TransportAddress.parse("127.0.1.1:9");
            client.act((now, core) -> core.bind(now, peer));
            client.next(Permitted.class);
            client.next(Bound.class);
            assertThat(server.output()).contains("error 438");
        }
    }
}
