package dev.parley.server.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.core.IpAddress;
import dev.parley.core.IpPrefix;
import dev.parley.core.TransportAddress;
import dev.parley.core.WallClock;
import dev.parley.turn.PeerPolicy;
import dev.parley.turn.PortRange;
import dev.parley.turn.Quotas;
import dev.parley.turn.RequestWatch;
import dev.parley.turn.TurnCounter;
import dev.parley.turn.TurnCredentials;
import dev.parley.turn.TurnServerConfig;
import dev.parley.udp.UdpBackend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients whose datagrams come to another thread (their home) than the one that owns them. */
@ParameterizedClass
@EnumSource(names = {"LINUX", "NIO"})
final class PassageTest {
    private static final PortRange PORTS = new PortRange(61_000, 65_000);
    private static final int CHANNEL = 0x4001;

    private final List<TestTurnClient> clients = new ArrayList<>();
    private final RelayService relay;
    private final DatagramSocket peer = Wire.loopbackSocket();

    PassageTest(UdpBackend backend) throws IOException {
        assumeTrue(backend.whyNot() == null, backend::whyNot);
        assumeTrue(backend.canReusePort(), "threads cannot share a port here");
        TurnServerConfig turn =
                TurnServerConfig.builder()
                        .credentials(
                                new TurnCredentials("parley")
                                        .user(TestTurnClient.USER, TestTurnClient.PASSWORD))
                        .relayAddress(IpAddress.parse("127.0.0.1"))
                        .relayPorts(PORTS)
                        .quotas(new Quotas(200, 200, 200, 10, 10, 10))
                        .peerPolicy(
                                new PeerPolicy(List.of(IpPrefix.parse("127.0.0.0/8")), List.of()))
                        .build();
        relay =
                RelayService.start(
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
                                _ -> {}));
    }

    @BeforeEach
    void nothingPassesYet() {
        assertThat(relay.counters().ledClients()).isZero();
    }

    @AfterEach
    void close() throws IOException {
        assertThat(relay.counters().loop().bugs()).isZero();
        for (TestTurnClient client : clients) {
            client.close();
        }
        peer.close();
        relay.close();
    }

    private TestTurnClient client() throws IOException {
        TestTurnClient client = new TestTurnClient(Wire.udp(relay.bound().getFirst()));
        clients.add(client);
        return client;
    }

    private static int ownerOf(TestTurnClient client) {
        return PORTS.part(0, 2).contains(client.relayed().port()) ? 0 : 1;
    }

    private static int homeOf(TestTurnClient client) {
        return 1 - ownerOf(client);
    }

    /** A client that got its port through the other thread. */
    private TestTurnClient guest() throws IOException {
        for (int i = 0; i < 64; i++) { // half of them are
            long before = relay.counters().turn(TurnCounter.HANDED_OVER);
            long token = client().allocatePair();
            TestTurnClient second = client().claim(token);
            if (relay.counters().turn(TurnCounter.HANDED_OVER) > before) {
                return second;
            }
        }
        throw new AssertionError("the kernel gives all clients to one thread");
    }

    private TestTurnClient guestOf(int owner) throws IOException {
        for (int i = 0; i < 64; i++) {
            TestTurnClient guest = guest();
            if (ownerOf(guest) == owner) {
                return guest;
            }
        }
        throw new AssertionError("no guest of thread " + owner);
    }

    private long passedOnBy(int home) {
        return relay.shard(home).loop.counters().packetsTapped();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void expectAtPeer(TestTurnClient from, String text) throws IOException {
        DatagramPacket packet = Objects.requireNonNull(Wire.receivePacket(peer, Wire.WAIT_MILLIS));
        assertThat(packet.getPort()).isEqualTo(from.relayed().port());
        assertThat(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8))
                .isEqualTo(text);
    }

    @Test
    void itsChannelDataGoByThePlaneAndTheRestByTheCore() throws Exception {
        TestTurnClient guest = guest();
        guest.bind(CHANNEL, Wire.addressOf(peer));
        assertThat(relay.counters().acceleratedFlows()).isEqualTo(1);
        long before = relay.counters().loop().packetsOut();
        for (int i = 0; i < 500; i++) {
            guest.channelData(CHANNEL, bytes("packet " + i));
        }
        for (int i = 0; i < 500; i++) {
            expectAtPeer(guest, "packet " + i);
        }
        RelayCounters counters = relay.counters();
        assertThat(counters.loop().packetsOut()).as("by the core").isEqualTo(before);
        assertThat(counters.turn(TurnCounter.RELAYED_PACKETS_TO_PEERS)).isEqualTo(500);
        assertThat(counters.ledClients()).isEqualTo(1);
        guest.channelData(CHANNEL + 1, bytes("nobody's"));
        assertThat(guest.refresh(600)).isZero();
        assertThat(relay.counters().turn(TurnCounter.DROPPED_NO_CHANNEL)).isEqualTo(1);
    }

    @Test
    void whatWaitsForAnAllocationThatEndsIsDropped() throws Exception {
        TestTurnClient guest = guest();
        int owner = ownerOf(guest);
        guest.bind(CHANNEL, Wire.addressOf(peer));
        CountDownLatch leave = BusyThread.of(relay, owner);
        CompletableFuture<Integer> ended = relay.register().revokeUser(TestTurnClient.USER);
        long before = passedOnBy(homeOf(guest));
        for (int i = 0; i < 10; i++) {
            guest.channelData(CHANNEL, bytes("too late"));
        }
        Await.until(() -> passedOnBy(homeOf(guest)) == before + 10);
        leave.countDown();
        assertThat(ended.get(10, TimeUnit.SECONDS)).isPositive();
        Await.until(() -> relay.counters().turn(TurnCounter.DROPPED_NO_ALLOCATION) == 10);
        Await.until(() -> relay.counters().ledClients() == 0);
        assertThat(relay.counters().lostBetweenThreads()).isZero();
        assertThat(relay.counters().turn(TurnCounter.RELAYED_PACKETS_TO_PEERS)).isZero();
    }

    @Test
    void whoTakesItsAddressBeforeItIsLetGoIsServed() throws Exception {
        TestTurnClient guest = guest();
        int owner = ownerOf(guest);
        CountDownLatch leave = BusyThread.of(relay, owner);
        CompletableFuture<Integer> ended = relay.register().revokeUser(TestTurnClient.USER);
        long before = passedOnBy(homeOf(guest));
        CompletableFuture<Integer> next =
                CompletableFuture.supplyAsync(() -> {
                    try {
                        return guest.allocateAgain();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
        Await.until(() -> passedOnBy(1 - owner) == before + 1);
        leave.countDown(); // first comes the end, then the request of whoever is there now
        assertThat(ended.get(10, TimeUnit.SECONDS)).isPositive();
        assertThat(next.get(10, TimeUnit.SECONDS)).isZero();
        assertThat(ownerOf(guest)).isEqualTo(owner);
        guest.bind(CHANNEL, Wire.addressOf(peer));
        guest.channelData(CHANNEL, bytes("hello"));
        expectAtPeer(guest, "hello");
        assertThat(relay.counters().ledClients()).isEqualTo(1);
        assertThat(relay.counters().allocations()).isEqualTo(1);
        guest.release();
        Await.until(() -> relay.counters().ledClients() == 0);
        assertThat(guest.tryToAllocate()).isZero();
    }

    @Test
    void allAreLetGoWhenManyEndAtOnce() throws Exception {
        List<TestTurnClient> guests = new ArrayList<>();
        while (guests.size() < 12) {
            guests.add(guest());
        }
        Await.until(() -> relay.counters().ledClients() == guests.size());
        relay.register().revokeUser(TestTurnClient.USER).get(10, TimeUnit.SECONDS);
        Await.until(() -> relay.counters().ledClients() == 0);
        for (TestTurnClient guest : guests) {
            int before = homeOf(guest);
            guest.allocate();
            assertThat(ownerOf(guest)).as("its home").isEqualTo(before);
        }
    }

    @Test
    void aFloodOfOneLeavesRoomForTheRequestsOfAnother() throws Exception {
        TestTurnClient flooder = guest();
        int owner = ownerOf(flooder);
        TestTurnClient other = guestOf(owner);
        flooder.bind(CHANNEL, Wire.addressOf(peer));
        RelayShard home = relay.shard(1 - owner);
        CountDownLatch leave = BusyThread.of(relay, owner);
        byte[] data = new byte[1200];
        long lost = 0;
        for (int i = 0; i < 50_000 && lost == 0; i++) {
            flooder.channelData(CHANNEL, data);
            lost =
                    i % 100 == 0
                            ? home.loop
                                    .call(home::counters)
                                    .get(10, TimeUnit.SECONDS)
                                    .lostBetweenThreads()
                            : 0;
        }
        assertThat(lost).isPositive();
        long before = home.loop.counters().packetsTapped();
        CompletableFuture<Integer> refreshed =
                CompletableFuture.supplyAsync(() -> {
                    try {
                        return other.refresh(600);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
        Await.until(() -> home.loop.counters().packetsTapped() > before);
        leave.countDown();
        assertThat(refreshed.get(10, TimeUnit.SECONDS)).isZero();
        assertThat(flooder.refresh(600)).isZero();
    }

    @Test
    void dataBetweenRelaysOfTwoThreadsIsBoundedAndCounted() throws Exception {
        TestTurnClient guest = guest();
        TestTurnClient first = clients.getFirst();
        int receiverThread = 1 - ownerOf(first);
        TestTurnClient receiver = client().allocate();
        for (int i = 0; i < 64 && ownerOf(receiver) != receiverThread; i++) {
            receiver = client().allocate();
        }
        assertThat(ownerOf(receiver)).isEqualTo(receiverThread);
        guest.release();
        first.bind(CHANNEL, receiver.relayed());
        receiver.bind(CHANNEL, first.relayed());
        CountDownLatch leave = BusyThread.of(relay, receiverThread);
        RelayShard sender = relay.shard(ownerOf(first));
        byte[] data = new byte[1200];
        long dropped = 0;
        for (int i = 0; i < 50_000 && dropped == 0; i++) {
            first.channelData(CHANNEL, data);
            dropped = i % 100 == 0 ? dropped(sender) : 0;
        }
        assertThat(dropped).isPositive();
        long passed =
                sender.loop
                        .call(() -> {
                            sender.server.refreshCounters();
                            return sender.server
                                    .counters()
                                    .value(TurnCounter.RELAYED_PACKETS_TO_PEERS);
                        })
                        .get(10, TimeUnit.SECONDS);
        assertThat(passed * data.length).isBetween(1L << 20, 4L << 20);
        leave.countDown();
        Await.until(() -> relay.counters().turn(TurnCounter.RELAYED_PACKETS_TO_CLIENTS) >= passed);
        assertThat(relay.counters().turn(TurnCounter.DROPPED_QUEUE_FULL)).isPositive();
    }

    /** What the flow of the only channel there dropped. */
    private static long dropped(RelayShard shard) throws Exception {
        return shard.loop
                .call(() ->
                        shard.server.list(0, 100).stream()
                                .mapToLong(one -> one.usage().dropped())
                                .sum())
                .get(10, TimeUnit.SECONDS);
    }
}
