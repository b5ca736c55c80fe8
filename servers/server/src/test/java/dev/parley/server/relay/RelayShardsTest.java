package dev.parley.server.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.core.IpAddress;
import dev.parley.core.IpPrefix;
import dev.parley.core.TransportAddress;
import dev.parley.core.WallClock;
import dev.parley.turn.AllocationSummary;
import dev.parley.turn.PeerPolicy;
import dev.parley.turn.PortRange;
import dev.parley.turn.Quotas;
import dev.parley.turn.RequestWatch;
import dev.parley.turn.TurnCounter;
import dev.parley.turn.TurnCredentials;
import dev.parley.turn.TurnEvent;
import dev.parley.turn.TurnServerConfig;
import dev.parley.turn.TurnServerConfigBuilder;
import dev.parley.udp.UdpBackend;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Two threads of one relay on real sockets: which one a client is with shows in its port. */
@ParameterizedClass
@EnumSource(names = {"LINUX", "NIO"})
final class RelayShardsTest {
    private static final PortRange PORTS = new PortRange(61_000, 65_000);
    private static final int CHANNEL = 0x4001;

    /** So many clients are not all with one thread, but once in 2^31 runs. */
    private static final int CLIENTS = 32;

    private final Queue<TurnEvent> events = new ConcurrentLinkedQueue<>();
    private final List<TestTurnClient> clients = new ArrayList<>();
    private final RelayService relay;

    RelayShardsTest(UdpBackend backend) throws IOException {
        assumeTrue(backend.whyNot() == null, backend::whyNot);
        assumeTrue(backend.canReusePort(), "threads cannot share a port here");
        relay = start(config().build(), backend);
    }

    private static TurnServerConfigBuilder config() {
        return TurnServerConfig.builder()
                .credentials(
                        new TurnCredentials("parley")
                                .user(TestTurnClient.USER, TestTurnClient.PASSWORD))
                .relayAddress(IpAddress.parse("127.0.0.1"))
                .relayPorts(PORTS)
                .mobility(true)
                .quotas(new Quotas(100, 100, 100, 10, 10, 10))
                .peerPolicy(new PeerPolicy(List.of(IpPrefix.parse("127.0.0.0/8")), List.of()));
    }

    private RelayService start(TurnServerConfig turn, UdpBackend backend) throws IOException {
        return RelayService.start(
                new RelayConfig(
                        turn,
                        List.of(TransportAddress.parse("127.0.0.1:0")),
                        List.of(),
                        new byte[16],
                        new WallClock(System.nanoTime(), System.currentTimeMillis()),
                        backend,
                        2,
                        true,
                        null,
                        RequestWatch.NOBODY,
                        events::add));
    }

    @AfterEach
    void close() throws IOException {
        for (TestTurnClient client : clients) {
            client.close();
        }
        relay.close();
    }

    private TestTurnClient client() throws IOException {
        TestTurnClient client = new TestTurnClient(Wire.udp(relay.bound().getFirst()));
        clients.add(client);
        return client;
    }

    private static int shardOf(TestTurnClient client) {
        return PORTS.part(0, 2).contains(client.relayed().port()) ? 0 : 1;
    }

    /** Clients with an allocation until there is one with that thread. */
    private TestTurnClient clientOf(int shard) throws IOException {
        for (int i = 0; i < CLIENTS; i++) {
            TestTurnClient client = client().allocate();
            if (shardOf(client) == shard) {
                return client;
            }
        }
        throw new AssertionError("no client came to thread " + shard);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] message) {
        return new String(message, 4, message.length - 4, StandardCharsets.UTF_8);
    }

    @Test
    void allThatStandsIsListedPieceByPieceAndByNumber() throws Exception {
        clientOf(0);
        clientOf(1);
        while (clients.size() < 9) {
            client().allocate();
        }
        RelayRegister register = relay.register(2);
        List<Long> all = numbers(register.list(0, 100, _ -> true));
        assertThat(all).hasSize(clients.size()).isSorted().doesNotHaveDuplicates();
        long fourth = all.get(3);
        assertThat(numbers(register.list(fourth, 3, _ -> true))).isEqualTo(all.subList(4, 7));
        long last = all.getLast();
        assertThat(numbers(register.list(0, 1, one -> one.allocation() == last)))
                .containsExactly(last);
        assertThat(numbers(register.list(last, 1, _ -> true))).isEmpty();
    }

    private static List<Long> numbers(CompletableFuture<List<AllocationSummary>> listed)
            throws Exception {
        return listed.get(10, TimeUnit.SECONDS).stream()
                .map(AllocationSummary::allocation)
                .toList();
    }

    @Test
    void everyThreadHasClientsAndTheFiguresAreTheirSum() throws Exception {
        TestTurnClient one = clientOf(0);
        TestTurnClient two = clientOf(1);
        try (DatagramSocket peer = Wire.loopbackSocket()) {
            for (TestTurnClient client : List.of(one, two)) {
                client.bind(CHANNEL, Wire.addressOf(peer));
                client.channelData(CHANNEL, bytes("hello"));
                DatagramPacket packet =
                        Objects.requireNonNull(Wire.receivePacket(peer, Wire.WAIT_MILLIS));
                assertThat(packet.getPort()).isEqualTo(client.relayed().port());
                packet.setSocketAddress(client.relayed().toInetSocketAddress());
                peer.send(packet);
                assertThat(text(client.receive())).isEqualTo("hello");
            }
        }
        RelayCounters counters = relay.counters();
        assertThat(counters.acceleratedFlows()).isEqualTo(2);
        assertThat(counters.allocations()).isEqualTo(clients.size());
        assertThat(counters.relayPortsInUse()).isEqualTo(clients.size());
        assertThat(counters.turn(TurnCounter.RELAYED_PACKETS_TO_PEERS)).isEqualTo(2);
        assertThat(counters.loop().packetsTapped()).isEqualTo(4);
        assertThat(counters.loop().bugs()).isZero();
    }

    @Test
    void relaysOfTwoThreadsMeetInOrder() throws Exception {
        TestTurnClient one = clientOf(0);
        TestTurnClient two = clientOf(1);
        one.bind(CHANNEL, two.relayed());
        two.bind(CHANNEL, one.relayed());
        int rounds = 300;
        for (int i = 0; i < rounds; i++) {
            one.channelData(CHANNEL, bytes("to two " + i));
            two.channelData(CHANNEL, bytes("to one " + i));
        }
        for (int i = 0; i < rounds; i++) {
            assertThat(text(two.receive())).isEqualTo("to two " + i);
            assertThat(text(one.receive())).isEqualTo("to one " + i);
        }
        RelayCounters counters = relay.counters();
        assertThat(counters.turn(TurnCounter.RELAYED_PACKETS_TO_PEERS)).isEqualTo(2L * rounds);
        assertThat(counters.turn(TurnCounter.RELAYED_PACKETS_TO_CLIENTS)).isEqualTo(2L * rounds);
        assertThat(counters.loop().bugs()).isZero();
    }

    @Test
    void aReservedPortIsServedThroughTheOtherThread() throws Exception {
        long token;
        TestTurnClient second;
        do { // until the kernel gives the second one to the thread that has not the port
            TestTurnClient first = client();
            token = first.allocatePair();
            second = client().claim(token);
            assertThat(second.relayed().port()).isEqualTo(first.relayed().port() + 1);
            assertThat(clients.size()).isLessThan(2 * CLIENTS);
        } while (relay.counters().turn(TurnCounter.HANDED_OVER) == 0);
        long before = relay.counters().turn(TurnCounter.HANDED_OVER);
        int allocations = relay.counters().allocations();
        try (DatagramSocket peer = Wire.loopbackSocket()) {
            second.bind(CHANNEL, Wire.addressOf(peer));
            for (int i = 0; i < 50; i++) {
                second.channelData(CHANNEL, bytes("packet " + i));
                DatagramPacket packet =
                        Objects.requireNonNull(Wire.receivePacket(peer, Wire.WAIT_MILLIS));
                assertThat(packet.getPort()).isEqualTo(second.relayed().port());
                packet.setSocketAddress(second.relayed().toInetSocketAddress());
                peer.send(packet);
                assertThat(text(second.receive())).isEqualTo("packet " + i);
            }
        }
        second.release();
        assertThat(relay.counters().allocations()).isEqualTo(allocations - 1);
        assertThat(relay.counters().turn(TurnCounter.HANDED_OVER)).isEqualTo(before);
        // The next allocation on that address is again with the thread that the kernel chose.
        int owner = shardOf(second);
        Await.until(() -> {
            try {
                TestTurnClient again = clients.getLast().allocate();
                boolean elsewhere = shardOf(again) != owner;
                again.release();
                return elsewhere;
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(relay.counters().loop().bugs()).isZero();
    }

    @Test
    void aClientIsTakenAlongThroughEitherThread() throws Exception {
        TestTurnClient home = client();
        byte[] ticket = home.allocateMobile();
        try (DatagramSocket peer = Wire.loopbackSocket()) {
            home.bind(CHANNEL, Wire.addressOf(peer));
            TestTurnClient away = home;
            for (int i = 0; i < CLIENTS; i++) { // to the owner's thread and to the other one
                away = client();
                ticket = away.takeAlong(ticket);
                away.channelData(CHANNEL, bytes("moved " + i));
                DatagramPacket packet =
                        Objects.requireNonNull(Wire.receivePacket(peer, Wire.WAIT_MILLIS));
                assertThat(packet.getPort()).isEqualTo(home.relayed().port());
                packet.setSocketAddress(home.relayed().toInetSocketAddress());
                peer.send(packet);
                assertThat(text(away.receive())).isEqualTo("moved " + i);
            }
            assertThat(relay.counters().turn(TurnCounter.HANDED_OVER)).isBetween(1L, CLIENTS - 1L);
            away.release();
        }
        assertThat(relay.counters().allocations()).isZero();
        assertThat(relay.counters().loop().bugs()).isZero();
    }

    private int allocations(int number) throws Exception {
        RelayShard shard = relay.shard(number);
        return shard.loop.call(shard.server::allocations).get(10, TimeUnit.SECONDS);
    }

    @Test
    void allThreadsGoOnByAnotherConfigurationOrNone() throws Exception {
        TestTurnClient one = clientOf(0);
        TestTurnClient two = clientOf(1);
        TurnServerConfig strangers =
                config().credentials(new TurnCredentials("parley").user("eve", "dropper")).build();

        CountDownLatch first = BusyThread.of(relay, 0);
        assertThatThrownBy(() -> relay.register().reconfigure(strangers, 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nothing has changed");
        first.countDown();
        assertThat(one.refresh(600)).isZero();
        assertThat(two.refresh(600)).isZero();

        CountDownLatch second = BusyThread.of(relay, 1);
        assertThat(relay.register().reconfigure(strangers, TimeUnit.MILLISECONDS.toNanos(500)))
                .as("threads that come later")
                .isEqualTo(1);
        assertThat(allocations(0)).isZero();
        second.countDown();
        assertThat(allocations(1)).isZero();
    }

    @Test
    void aThreadThatIsStuckDoesNotKeepTheFiguresOfOthersBack() throws Exception {
        clientOf(0);
        clientOf(1);
        long there = clients.stream().filter(client -> shardOf(client) == 1).count();
        CountDownLatch leave = BusyThread.of(relay, 0);
        for (int i = 0; i < 3; i++) {
            assertThat(relay.counters().allocations()).isEqualTo((int) there);
        }
        leave.countDown();
        Await.until(() -> relay.counters().allocations() == clients.size());
    }

    @Test
    void drainsWhenTheLastOfAllThreadsHasEnded() throws Exception {
        TestTurnClient one = clientOf(0);
        TestTurnClient two = clientOf(1);
        for (TestTurnClient client : clients) {
            if (client != one && client != two) {
                client.release();
            }
        }
        assertThat(relay.drain(Duration.ofMillis(50))).isFalse();
        one.release();
        assertThat(relay.drain(Duration.ofMillis(50))).isFalse();
        assertThat(events).doesNotHaveAnyElementsOfTypes(TurnEvent.Drained.class);
        two.release();
        assertThat(relay.drain(Duration.ofSeconds(10))).isTrue();
        Await.until(() -> events.stream().filter(TurnEvent.Drained.class::isInstance).count() == 1);
    }

    @Test
    void endsEverythingWhenClosed() throws Exception {
        clientOf(0);
        clientOf(1);
        relay.close();
        assertThat(events.stream().filter(TurnEvent.AllocationEnded.class::isInstance).count())
                .isEqualTo(clients.size());
    }
}
