package dev.parley.server.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.core.IpAddress;
import dev.parley.core.IpPrefix;
import dev.parley.core.TransportAddress;
import dev.parley.core.WallClock;
import dev.parley.netty.ListenerOptions;
import dev.parley.netty.StreamLimits;
import dev.parley.netty.TcpListener;
import dev.parley.netty.TcpServer;
import dev.parley.turn.PeerPolicy;
import dev.parley.turn.PortRange;
import dev.parley.turn.RequestWatch;
import dev.parley.turn.TurnCounter;
import dev.parley.turn.TurnCredentials;
import dev.parley.turn.TurnServerConfig;
import dev.parley.udp.UdpBackend;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** TCP relays (RFC 6062) on loopback, with real peers. */
@ParameterizedClass
@ValueSource(ints = {1, 2})
final class TcpRelayServiceTest {
    private static final TransportAddress ANY_PORT = TransportAddress.parse("127.0.0.1:0");
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final int TCP = 6;
    private static final int MEGABYTE = 1 << 20;

    private final TcpServer tcp = new TcpServer(2);
    private final int threads;
    private RelayService relay;
    private TcpListener listener;
    private final ServerSocket peers;

    TcpRelayServiceTest(int threads) throws IOException {
        assumeTrue(threads == 1 || UdpBackend.AUTO.canReusePort(), "no shared ports here");
        this.threads = threads;
        relay = start(tcp);
        listener = tcp.listen(ANY_PORT, ListenerOptions.stream(relay.streamHandler()));
        peers = new ServerSocket();
    }

    private RelayService start(TcpServer tcp) throws IOException {
        TurnServerConfig turn =
                TurnServerConfig.builder()
                        .credentials(
                                new TurnCredentials("parley")
                                        .user(TestTurnClient.USER, TestTurnClient.PASSWORD))
                        .relayAddress(IpAddress.parse("127.0.0.1"))
                        .relayPorts(new PortRange(61_000, 65_000))
                        .tcpRelays(true)
                        .peerPolicy(
                                new PeerPolicy(List.of(IpPrefix.parse("127.0.0.0/8")), List.of()))
                        .build();
        return RelayService.start(
                new RelayConfig(
                        turn,
                        List.of(ANY_PORT),
                        List.of(),
                        new byte[16],
                        new WallClock(System.nanoTime(), System.currentTimeMillis()),
                        UdpBackend.AUTO,
                        threads,
                        true,
                        tcp.rawStreams(StreamLimits.DEFAULT),
                        RequestWatch.NOBODY,
                        _ -> {}));
    }

    @BeforeEach
    void listen() throws IOException {
        peers.bind(new InetSocketAddress(LOOPBACK, 0));
    }

    @AfterEach
    void close() throws IOException {
        peers.close();
        relay.close();
        tcp.close();
    }

    private TransportAddress peerAddress() {
        return TransportAddress.of((InetSocketAddress) peers.getLocalSocketAddress());
    }

    private Socket socket() throws IOException {
        return new Socket(LOOPBACK, listener.local().port());
    }

    private TestTurnClient control() throws IOException {
        return new TestTurnClient(Wire.stream(socket())).allocate(TCP);
    }

    /** The client's half, bound. */
    private Socket bound(TestTurnClient control, int id) throws IOException {
        Socket data = socket();
        new TestTurnClient(Wire.stream(data)).bindConnection(control, id);
        data.setSoTimeout(20_000);
        return data;
    }

    private static <T> FutureTask<T> start(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofVirtual().start(task);
        return task;
    }

    private static byte[] random(int seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static boolean write(Socket to, byte[] bytes) throws IOException {
        to.getOutputStream().write(bytes);
        return true;
    }

    @Test
    void carriesMegabytesBothWaysUnchanged() throws Exception {
        try (TestTurnClient control = control()) {
            int id = control.connect(peerAddress());
            try (Socket peer = peers.accept();
                    Socket data = bound(control, id)) {
                assertThat(peer.getPort()).isEqualTo(control.relayed().port());
                byte[] there = random(1, 24 * MEGABYTE);
                byte[] back = random(2, 24 * MEGABYTE);
                FutureTask<Boolean> sent = start(() -> write(data, there));
                FutureTask<Boolean> answered = start(() -> write(peer, back));
                FutureTask<byte[]> atPeer =
                        start(() -> peer.getInputStream().readNBytes(there.length));
                assertThat(data.getInputStream().readNBytes(back.length)).isEqualTo(back);
                assertThat(atPeer.get(30, TimeUnit.SECONDS)).isEqualTo(there);
                assertThat(sent.get() && answered.get()).isTrue();
            }
            control.release();
        }
    }

    @Test
    void aReaderThatStopsStopsTheSenderAndLosesNothing() throws Exception {
        try (TestTurnClient control = control()) {
            int id = control.connect(peerAddress());
            try (Socket peer = peers.accept();
                    Socket data = bound(control, id)) {
                byte[] chunk = random(3, 64 * 1024);
                AtomicLong written = new AtomicLong();
                FutureTask<Boolean> sender =
                        start(() -> {
                            OutputStream out = data.getOutputStream();
                            for (int i = 0; i < 1024; i++) { // 64 MiB
                                out.write(chunk);
                                written.addAndGet(chunk.length);
                            }
                            data.shutdownOutput();
                            return true;
                        });
                // It has stopped when nothing moved for a second.
                long before = -1;
                while (written.get() != before) {
                    before = written.get();
                    assertThat(waits(sender, 1000)).isTrue();
                }
                assertThat(before)
                        .as("buffers of systems, and little of ours")
                        .isLessThan(32L << 20);
                for (int i = 0; i < 1024; i++) {
                    assertThat(peer.getInputStream().readNBytes(chunk.length)).isEqualTo(chunk);
                }
                assertThat(sender.get(20, TimeUnit.SECONDS)).isTrue();
                assertThat(peer.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    /** Whether it goes on for that long. */
    private static boolean waits(FutureTask<?> task, int millis) throws Exception {
        try {
            task.get(millis, TimeUnit.MILLISECONDS);
            return false;
        } catch (java.util.concurrent.TimeoutException stillAtIt) {
            return true;
        }
    }

    @Test
    void whatAPeerSaysBeforeItIsBoundIsKept() throws Exception {
        try (TestTurnClient control = control()) {
            control.permit(peerAddress());
            try (Socket peer = new Socket(LOOPBACK, control.relayed().port())) {
                write(peer, "welcome".getBytes(StandardCharsets.US_ASCII));
                try (Socket data = bound(control, control.attempt())) {
                    assertThat(data.getInputStream().readNBytes(7)).asString().isEqualTo("welcome");
                    write(data, "thanks".getBytes(StandardCharsets.US_ASCII));
                    assertThat(peer.getInputStream().readNBytes(6)).asString().isEqualTo("thanks");
                }
                assertThat(peer.getInputStream().read()).as("ends with the client's").isEqualTo(-1);
            }
        }
    }

    @Test
    void aPeerWithoutPermissionIsTurnedAway() throws Exception {
        try (TestTurnClient control = control();
                Socket peer = new Socket(LOOPBACK, control.relayed().port())) {
            peer.setSoTimeout(10_000);
            assertThat(endsAtOnce(peer)).isTrue();
            assertThat(relay.counters().turn(TurnCounter.PEER_CONNECTIONS_REFUSED)).isEqualTo(1);
        }
    }

    private static boolean endsAtOnce(Socket socket) {
        try {
            return socket.getInputStream().read() == -1;
        } catch (java.net.SocketTimeoutException e) {
            throw new UncheckedIOException(e);
        } catch (IOException reset) {
            return true;
        }
    }

    @Test
    void saysThatAPeerDoesNotListen() throws Exception {
        TransportAddress nobody = peerAddress();
        peers.close();
        try (TestTurnClient control = control()) {
            assertThatThrownBy(() -> control.connect(nobody)).hasMessageContaining("error 447");
        }
    }

    @Test
    void theEndOfTheAllocationEndsItsConnections() throws Exception {
        try (TestTurnClient control = control()) {
            int id = control.connect(peerAddress());
            try (Socket peer = peers.accept();
                    Socket data = bound(control, id)) {
                write(data, "hello".getBytes(StandardCharsets.US_ASCII));
                assertThat(peer.getInputStream().readNBytes(5)).asString().isEqualTo("hello");
                control.release();
                peer.setSoTimeout(10_000);
                assertThat(peer.getInputStream().read()).isEqualTo(-1);
                assertThat(data.getInputStream().read()).isEqualTo(-1);
            }
            Await.until(() -> isRefused(control.relayed().port())); // closed after the connections
        }
    }

    private static boolean isRefused(int port) {
        try (Socket socket = new Socket(LOOPBACK, port)) {
            return !socket.isConnected();
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void oneRelayHasManyConnectionsFromItsPort() throws Exception {
        try (TestTurnClient control = control();
                ServerSocket second = new ServerSocket()) {
            second.bind(new InetSocketAddress(LOOPBACK, 0));
            int first = control.connect(peerAddress());
            int other =
                    control.connect(
                            TransportAddress.of(
                                    (InetSocketAddress) second.getLocalSocketAddress()));
            try (Socket one = peers.accept();
                    Socket two = second.accept();
                    Socket dataOne = bound(control, first);
                    Socket dataTwo = bound(control, other)) {
                assertThat(one.getPort()).isEqualTo(two.getPort());
                write(dataTwo, new byte[] {2});
                write(dataOne, new byte[] {1});
                assertThat(one.getInputStream().read()).isEqualTo(1);
                assertThat(two.getInputStream().read()).isEqualTo(2);
            }
        }
    }
}
