package dev.parley.server.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.core.IpAddress;
import dev.parley.core.IpPrefix;
import dev.parley.core.TransportAddress;
import dev.parley.core.WallClock;
import dev.parley.netty.ListenerOptions;
import dev.parley.netty.TcpListener;
import dev.parley.netty.TcpServer;
import dev.parley.turn.Bandwidth;
import dev.parley.turn.PeerPolicy;
import dev.parley.turn.PortRange;
import dev.parley.turn.RequestWatch;
import dev.parley.turn.TurnCounter;
import dev.parley.turn.TurnCredentials;
import dev.parley.turn.TurnEvent;
import dev.parley.turn.TurnServerConfig;
import dev.parley.udp.UdpBackend;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The relay on loopback: real clients, real peers, with the plane and without. */
@ParameterizedClass
@CsvSource({"LINUX,1", "LINUX,2", "NIO,1", "NIO,2"})
final class RelayServiceTest {
    private final UdpBackend backend;
    private final int threads;

    RelayServiceTest(UdpBackend backend, int threads) {
        this.backend = backend;
        this.threads = threads;
        assumeTrue(backend.whyNot() == null, backend::whyNot);
        assumeTrue(threads == 1 || backend.canReusePort(), "threads cannot share a port here");
    }

    private static final TransportAddress ANY_PORT = TransportAddress.parse("127.0.0.1:0");
    private static final int CHANNEL = 0x4001;

    private final Queue<TurnEvent> events = new ConcurrentLinkedQueue<>();

    private RelayService start(boolean accelerated) throws IOException {
        return start(accelerated, ANY_PORT);
    }

    private RelayService start(boolean accelerated, TransportAddress listen) throws IOException {
        return start(accelerated, listen, Bandwidth.UNLIMITED);
    }

    private RelayService start(boolean accelerated, TransportAddress listen, Bandwidth bandwidth)
            throws IOException {
        TurnServerConfig turn =
                TurnServerConfig.builder()
                        .credentials(
                                new TurnCredentials("parley")
                                        .user(TestTurnClient.USER, TestTurnClient.PASSWORD))
                        .relayAddress(IpAddress.parse("127.0.0.1"))
                        // Beyond the ports that the system gives to peers by itself.
                        .relayPorts(new PortRange(61_000, 65_000))
                        .bandwidth(bandwidth)
                        .peerPolicy(
                                new PeerPolicy(List.of(IpPrefix.parse("127.0.0.0/8")), List.of()))
                        .build();
        WallClock clock = new WallClock(System.nanoTime(), System.currentTimeMillis());
        return RelayService.start(
                new RelayConfig(
                        turn,
                        List.of(listen),
                        List.of(),
                        new byte[16],
                        clock,
                        backend,
                        threads,
                        accelerated,
                        null,
                        RequestWatch.NOBODY,
                        events::add));
    }

    private static TestTurnClient udp(RelayService relay) throws IOException {
        return new TestTurnClient(Wire.udp(relay.bound().getFirst()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String receive(DatagramSocket peer) throws IOException {
        DatagramPacket packet = Objects.requireNonNull(Wire.receivePacket(peer, Wire.WAIT_MILLIS));
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    private static void send(DatagramSocket peer, TransportAddress to, byte[] data)
            throws IOException {
        peer.send(new DatagramPacket(data, data.length, to.toInetSocketAddress()));
    }

    /** What a run of the scene below led to. */
    private record Outcome(List<String> atPeer, List<String> atClient, List<Long> counted) {}

    /** Everything that a plane must treat as the core does; with pauses for nothing but answers. */
    private Outcome scene(boolean accelerated) throws IOException {
        List<String> atPeer = new ArrayList<>();
        List<String> atClient = new ArrayList<>();
        try (RelayService relay = start(accelerated);
                TestTurnClient client = udp(relay).allocate();
                DatagramSocket peer = Wire.loopbackSocket();
                DatagramSocket stranger = Wire.loopbackSocket()) {
            TransportAddress peerAddress = Wire.addressOf(peer);
            client.bind(CHANNEL, peerAddress);
            assertThat(relay.counters().acceleratedFlows()).isEqualTo(accelerated ? 1 : 0);

            // Towards the peer: right, padded, too long a length, empty, another channel, right.
            client.channelData(CHANNEL, bytes("one"));
            client.send(TestTurnClient.channelMessage(CHANNEL, 3, bytes("two+padding")));
            client.send(TestTurnClient.channelMessage(CHANNEL, 100, bytes("lies")));
            client.send(TestTurnClient.channelMessage(CHANNEL, 0, bytes("")));
            client.channelData(CHANNEL + 1, bytes("unbound"));
            client.send(new byte[] {0x40});
            client.channelData(CHANNEL, bytes("x".repeat(1400)));
            client.channelData(CHANNEL, bytes("last"));
            do {
                atPeer.add(receive(peer));
            } while (!atPeer.getLast().equals("last"));

            // Towards the client: from the peer, from a stranger, from the peer's other port.
            client.permit(Wire.addressOf(stranger));
            send(peer, client.relayed(), bytes("uno"));
            send(stranger, client.relayed(), bytes("by indication"));
            send(peer, client.relayed(), bytes("y".repeat(1400)));
            send(peer, client.relayed(), bytes(""));
            send(peer, client.relayed(), bytes("ultimo"));
            while (atClient.size() < 5) {
                byte[] message = client.receive();
                atClient.add(
                        message[0] == 0x40
                                ? (message[1] & 0xFF)
                                        + " "
                                        + (message[2] << 8 | (message[3] & 0xFF))
                                        + " "
                                        + new String(
                                                message,
                                                4,
                                                message.length - 4,
                                                StandardCharsets.UTF_8)
                                : "indication of " + message.length + " bytes");
            }
            atClient.sort(null); // channel and indication may pass each other

            RelayCounters counters = relay.counters();
            assertThat(counters.loop().packetsTapped()).isEqualTo(accelerated ? 8 : 0);
            assertThat(counters.loop().bugs()).isZero();
            List<Long> counted = new ArrayList<>(counters.turn().values());
            return new Outcome(atPeer, atClient, counted);
        }
    }

    @Test
    void relaysTheSameWithThePlaneAndWithout() throws Exception {
        Outcome core = scene(false);
        Outcome plane = scene(true);
        assertThat(core.atPeer()).containsExactly("one", "two", "x".repeat(1400), "last");
        assertThat(core.atClient()).contains("1 3 uno", "1 0 ", "1 6 ultimo");
        assertThat(plane).isEqualTo(core);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void keepsTheOrderOfEveryFlow(boolean accelerated) throws Exception {
        int peers = 5;
        int rounds = 40;
        List<DatagramSocket> sockets = new ArrayList<>();
        try (RelayService relay = start(accelerated);
                TestTurnClient client = udp(relay).allocate()) {
            for (int p = 0; p < peers; p++) {
                sockets.add(Wire.loopbackSocket());
                client.bind(CHANNEL + p, Wire.addressOf(sockets.get(p)));
            }
            for (int round = 0; round < rounds; round++) {
                for (int p = 0; p < peers; p++) {
                    client.channelData(CHANNEL + p, bytes(p + ":" + round));
                }
            }
            for (int p = 0; p < peers; p++) {
                for (int round = 0; round < rounds; round++) {
                    assertThat(receive(sockets.get(p))).isEqualTo(p + ":" + round);
                    send(sockets.get(p), client.relayed(), bytes("back " + p + ":" + round));
                }
            }
            int[] seen = new int[peers];
            for (int i = 0; i < peers * rounds; i++) {
                byte[] message = client.receive();
                int p = message[1] - 1;
                assertThat(new String(message, 4, message.length - 4, StandardCharsets.UTF_8))
                        .isEqualTo("back " + p + ":" + seen[p]++);
            }
            assertThat(relay.counters().turn(TurnCounter.RELAYED_PACKETS_TO_PEERS))
                    .isEqualTo(relay.counters().turn(TurnCounter.RELAYED_PACKETS_TO_CLIENTS))
                    .isEqualTo((long) peers * rounds);
        } finally {
            sockets.forEach(DatagramSocket::close);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void passesNothingOnceTheAllocationEnded(boolean accelerated) throws Exception {
        try (RelayService relay = start(accelerated);
                TestTurnClient client = udp(relay).allocate();
                DatagramSocket peer = Wire.loopbackSocket()) {
            client.bind(CHANNEL, Wire.addressOf(peer));
            client.channelData(CHANNEL, bytes("before"));
            assertThat(receive(peer)).isEqualTo("before");
            client.release();
            client.channelData(CHANNEL, bytes("after"));
            client.binding(); // answered after the datagram before was dealt with
            send(peer, client.relayed(), bytes("after"));
            assertThat(client.receive(50)).isNull();
            assertThat(Wire.receivePacket(peer, 50)).isNull();
            RelayCounters counters = relay.counters();
            assertThat(counters.acceleratedFlows()).isZero();
            assertThat(counters.allocations()).isZero();
            assertThat(counters.relayPortsInUse()).isZero();
            assertThat(
                            counters.turn(TurnCounter.DROPPED_NO_CHANNEL)
                                    + counters.turn(TurnCounter.DROPPED_NO_ALLOCATION))
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void dropsAndCountsWhatIsOverTheBandwidth(boolean accelerated) throws Exception {
        // So slow that the burst of 64 KiB is all that passes while the test runs.
        try (RelayService relay = start(accelerated, ANY_PORT, new Bandwidth(1, 0));
                TestTurnClient client = udp(relay).allocate();
                DatagramSocket peer = Wire.loopbackSocket()) {
            client.bind(CHANNEL, Wire.addressOf(peer));
            byte[] data = new byte[1000];
            for (int i = 0; i < 80; i++) {
                client.channelData(CHANNEL, data);
                client.binding(); // keeps the pace of the relay, so that no queue overflows
            }
            for (int i = 0; i < 80; i++) {
                send(peer, client.relayed(), data);
                if (i < 65) {
                    assertThat(client.receive()).hasSize(1004);
                }
            }
            Await.until(() ->
                    relay.counters().turn(TurnCounter.DROPPED_OVER_BANDWIDTH) >= 2 * (80 - 65));
            RelayCounters counters = relay.counters();
            assertThat(counters.turn(TurnCounter.DROPPED_OVER_BANDWIDTH)).isEqualTo(30);
            assertThat(counters.turn(TurnCounter.RELAYED_BYTES_TO_PEERS)).isEqualTo(65_000);
            assertThat(counters.turn(TurnCounter.RELAYED_BYTES_TO_CLIENTS)).isEqualTo(65_000);
            assertThat(counters.acceleratedFlows()).isEqualTo(accelerated ? 1 : 0);
        }
    }

    @Test
    void relaysBetweenTwoOfItsOwnClients() throws Exception {
        try (RelayService relay = start(true);
                TestTurnClient one = udp(relay).allocate();
                TestTurnClient two = udp(relay).allocate()) {
            one.bind(CHANNEL, two.relayed());
            two.bind(CHANNEL, one.relayed());
            one.channelData(CHANNEL, bytes("hello two"));
            assertThat(new String(two.receive(), StandardCharsets.UTF_8)).endsWith("hello two");
            two.channelData(CHANNEL, bytes("hello one"));
            assertThat(new String(one.receive(), StandardCharsets.UTF_8)).endsWith("hello one");
        }
    }

    @Test
    void carriesTurnOverTcp() throws Exception {
        try (RelayService relay = start(true);
                TcpServer tcp = new TcpServer(1)) {
            TcpListener listener =
                    tcp.listen(ANY_PORT, ListenerOptions.stream(relay.streamHandler()));
            Socket socket =
                    new Socket(listener.local().ip().toInetAddress(), listener.local().port());
            try (TestTurnClient client = new TestTurnClient(Wire.stream(socket)).allocate();
                    DatagramSocket peer = Wire.loopbackSocket()) {
                client.bind(CHANNEL, Wire.addressOf(peer));
                for (int i = 0; i < 100; i++) {
                    client.channelData(CHANNEL, bytes("message " + i));
                    assertThat(receive(peer)).isEqualTo("message " + i);
                    send(peer, client.relayed(), bytes("answer " + i));
                    assertThat(new String(client.receive(), StandardCharsets.UTF_8))
                            .endsWith("answer " + i);
                }
                assertThat(relay.counters().streams()).isEqualTo(1);
            }
            Await.until(() -> relay.counters().allocations() == 0); // it ends with its connection
            assertThat(relay.counters().turn(TurnCounter.ENDED_CLIENT_GONE)).isEqualTo(1);
            assertThat(relay.counters().streams()).isZero();
        }
    }

    @Test
    void drainsUntilTheLastAllocationEnds() throws Exception {
        try (RelayService relay = start(true);
                TestTurnClient client = udp(relay).allocate()) {
            assertThat(relay.drain(Duration.ofMillis(50))).isFalse();
            client.release();
            assertThat(relay.drain(Duration.ofSeconds(10))).isTrue();
            assertThat(events).hasAtLeastOneElementOfType(TurnEvent.Drained.class);
        }
    }

    @Test
    void endsEverythingWhenClosed() throws Exception {
        RelayService relay = start(true);
        TransportAddress relayed;
        try (TestTurnClient client = udp(relay).allocate()) {
            relayed = client.relayed();
            relay.close();
        }
        relay.close();
        assertThat(events).hasAtLeastOneElementOfType(TurnEvent.AllocationEnded.class);
        assertThat(relay.counters().loop().bugs()).isZero();
        try (RelayService again = start(true, relay.bound().getFirst());
                DatagramSocket free = new DatagramSocket(relayed.toInetSocketAddress())) {
            assertThat(again.bound()).isEqualTo(relay.bound());
            assertThat(free.isBound()).isTrue();
        }
    }

    @Test
    void refusesAnAddressInUse() throws Exception {
        try (RelayService relay = start(true)) {
            assertThatThrownBy(() -> start(true, relay.bound().getFirst()))
                    .isInstanceOf(ListenException.class);
        }
    }
}
