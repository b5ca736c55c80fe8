package dev.parley.server.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.core.IpAddress;
import dev.parley.core.IpPrefix;
import dev.parley.core.TransportAddress;
import dev.parley.core.WallClock;
import dev.parley.turn.PeerPolicy;
import dev.parley.turn.PortRange;
import dev.parley.turn.RelayDirectory;
import dev.parley.turn.RequestWatch;
import dev.parley.turn.TurnCredentials;
import dev.parley.turn.TurnLedger;
import dev.parley.turn.TurnServerConfig;
import dev.parley.turn.Usage;
import dev.parley.udp.DatagramBatch;
import dev.parley.udp.NativeMemory;
import dev.parley.udp.UdpBackend;
import dev.parley.udp.UdpDriver;
import dev.parley.udp.UdpOptions;
import dev.parley.udp.UdpSocket;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class BatchRelayPlaneTest {
    private static final int CHANNEL = 0x4001;
    private static final int PACKETS = 31; // of 1 byte, 2 bytes, ... the odd ones are lost
    private static final int TAKEN = PACKETS / 2;
    private static final int TAKEN_BYTES = TAKEN * (TAKEN + 1);

    @ParameterizedTest
    @EnumSource(names = {"LINUX", "NIO"})
    void countsThoseDatagramsThatTheSystemTook(UdpBackend backend) throws Exception {
        assumeTrue(backend.whyNot() == null, backend::whyNot);
        TurnServerConfig turn =
                TurnServerConfig.builder()
                        .credentials(
                                new TurnCredentials("parley")
                                        .user(TestTurnClient.USER, TestTurnClient.PASSWORD))
                        .relayAddress(IpAddress.parse("127.0.0.1"))
                        .relayPorts(new PortRange(61_000, 65_000))
                        .peerPolicy(
                                new PeerPolicy(List.of(IpPrefix.parse("127.0.0.0/8")), List.of()))
                        .build();
        RelayConfig config =
                new RelayConfig(
                        turn,
                        List.of(),
                        List.of(),
                        new byte[16],
                        new WallClock(System.nanoTime(), System.currentTimeMillis()),
                        backend,
                        1,
                        true,
                        null,
                        RequestWatch.NOBODY,
                        _ -> {});
        List<RelayShard> shards = new ArrayList<>();
        RelayShard shard =
                new RelayShard(
                        config,
                        0,
                        TurnLedger.of(turn),
                        RelayDirectory.of(turn),
                        shards,
                        new LossyDriver(backend.open(), length -> length % 2 == 1),
                        _ -> {});
        shards.add(shard);
        TransportAddress listen = TransportAddress.parse("127.0.0.1:0");
        TransportAddress bound = shard.bind(listen, UdpOptions.LISTENER).local();
        shard.loop.start();
        try (TestTurnClient client = new TestTurnClient(Wire.udp(bound)).allocate();
                DatagramSocket peer = Wire.loopbackSocket()) {
            client.bind(CHANNEL, Wire.addressOf(peer));
            CountDownLatch allSent = new CountDownLatch(1);
            shard.loop.execute(() -> await(allSent)); // so that all of them come at once
            for (int length = 1; length <= PACKETS; length++) {
                client.channelData(CHANNEL, new byte[length]);
                peer.send(
                        new DatagramPacket(
                                new byte[length], length, client.relayed().toInetSocketAddress()));
            }
            allSent.countDown();
            for (int length = 2; length <= PACKETS; length += 2) {
                DatagramPacket packet =
                        Objects.requireNonNull(Wire.receivePacket(peer, Wire.WAIT_MILLIS));
                assertThat(packet.getLength()).isEqualTo(length);
                assertThat(client.receive()).hasSize(4 + length);
            }
            Usage usage = usage(shard);
            assertThat(usage.packetsToPeers()).isEqualTo(TAKEN);
            assertThat(usage.bytesToPeers()).isEqualTo(TAKEN_BYTES);
            assertThat(usage.packetsToClient()).isEqualTo(TAKEN);
            assertThat(usage.bytesToClient()).isEqualTo(TAKEN_BYTES);
            assertThat(usage.dropped()).isEqualTo(2 * (PACKETS - TAKEN));
            assertThat(shard.counters().loop().packetsTapped()).isEqualTo(2 * PACKETS);
        } finally {
            shard.loop.close();
        }
    }

    @Test
    void onlyRequestsAreInNoHurry() throws Exception {
        try (UdpDriver driver = UdpBackend.NIO.open()) {
            UdpSocket socket =
                    driver.bind(1, TransportAddress.parse("127.0.0.1:0"), UdpOptions.LISTENER);
            DatagramBatch batch = new DatagramBatch(NativeMemory.allocate(64), 8);
            add(batch, 0, 20, 0x0001); // a Binding request
            add(batch, 20, 20, 0x0003); // an Allocate request
            add(batch, 40, 8, 0x0016); // a Send indication
            add(batch, 48, 8, 0x0101); // a Binding success
            add(batch, 56, 8, CHANNEL);
            add(batch, 0, 2, 0x0001); // too short for anything
            new BatchRelayPlane(driver, 1).offer(0, socket, batch);
            assertThat(batch.unhurried()).isEqualTo(2);
            batch.clear();
            assertThat(batch.unhurried()).isZero();
        }
    }

    private static void add(DatagramBatch batch, int offset, int length, int type) {
        batch.memory().buffer().putShort(offset, (short) type);
        batch.add(offset, length, false, 0, 0x7F000001, 4000);
    }

    /** Once the last one has been looked at, whether it was lost or not. */
    private static Usage usage(RelayShard shard) throws Exception {
        Usage usage;
        do {
            usage =
                    shard.loop
                            .call(() -> shard.server.list(0, 1).getFirst().usage())
                            .get(10, TimeUnit.SECONDS);
        } while (usage.packetsToPeers() + usage.packetsToClient() + usage.dropped() < 2 * PACKETS);
        return usage;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
