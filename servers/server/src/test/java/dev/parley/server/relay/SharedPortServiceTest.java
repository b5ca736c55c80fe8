package dev.parley.server.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.core.IpAddress;
import dev.parley.core.IpPrefix;
import dev.parley.core.TransportAddress;
import dev.parley.core.WallClock;
import dev.parley.turn.PeerPolicy;
import dev.parley.turn.PortRange;
import dev.parley.turn.RequestWatch;
import dev.parley.turn.TurnCounter;
import dev.parley.turn.TurnCredentials;
import dev.parley.turn.TurnServerConfig;
import dev.parley.udp.UdpBackend;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/** All relays on one real port, with the plane and without. */
@ParameterizedClass
@CsvSource({"LINUX,true", "LINUX,false", "NIO,true", "NIO,false"})
final class SharedPortServiceTest {
    private static final int CHANNEL = 0x4001;
    private static final int ROUNDS = 50;

    private final UdpBackend backend;
    private final boolean accelerated;

    SharedPortServiceTest(UdpBackend backend, boolean accelerated) {
        this.backend = backend;
        this.accelerated = accelerated;
        assumeTrue(backend.whyNot() == null, backend::whyNot);
    }

    private static TransportAddress freePort() throws IOException {
        try (DatagramSocket socket = Wire.loopbackSocket()) {
            return Wire.addressOf(socket);
        }
    }

    private RelayService start(TransportAddress shared) throws IOException {
        TurnServerConfig turn =
                TurnServerConfig.builder()
                        .credentials(
                                new TurnCredentials("parley")
                                        .user(TestTurnClient.USER, TestTurnClient.PASSWORD))
                        .relayAddress(IpAddress.parse("127.0.0.1"))
                        .relayPorts(PortRange.single(shared.port()))
                        .peerPolicy(
                                new PeerPolicy(List.of(IpPrefix.parse("127.0.0.0/8")), List.of()))
                        .build();
        return RelayService.start(
                new RelayConfig(
                        turn,
                        List.of(TransportAddress.parse("127.0.0.1:0")),
                        List.of(),
                        new byte[16],
                        new WallClock(System.nanoTime(), System.currentTimeMillis()),
                        backend,
                        1,
                        accelerated,
                        null,
                        RequestWatch.NOBODY,
                        event -> {}));
    }

    private static TestTurnClient client(RelayService relay) throws IOException {
        return new TestTurnClient(Wire.udp(relay.bound().getFirst())).allocate();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String receive(DatagramSocket peer) throws IOException {
        DatagramPacket packet = Objects.requireNonNull(Wire.receivePacket(peer, Wire.WAIT_MILLIS));
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    private static String receive(TestTurnClient client) throws IOException {
        byte[] message = client.receive();
        return new String(message, 4, message.length - 4, StandardCharsets.UTF_8);
    }

    private static void send(DatagramSocket peer, TransportAddress to, String text)
            throws IOException {
        byte[] data = bytes(text);
        peer.send(new DatagramPacket(data, data.length, to.toInetSocketAddress()));
    }

    @Test
    void twoClientsOnOnePortEachHearTheirOwnPeer() throws Exception {
        TransportAddress shared = freePort();
        try (RelayService relay = start(shared);
                TestTurnClient ana = client(relay);
                TestTurnClient ben = client(relay);
                DatagramSocket anasPeer = Wire.loopbackSocket();
                DatagramSocket bensPeer = Wire.loopbackSocket()) {
            assertThat(ana.relayed()).isEqualTo(shared);
            assertThat(ben.relayed()).isEqualTo(shared);
            ana.bind(CHANNEL, Wire.addressOf(anasPeer));
            ben.bind(CHANNEL, Wire.addressOf(bensPeer));
            assertThat(ben.tryToBind(CHANNEL + 1, Wire.addressOf(anasPeer))).isEqualTo(508);
            for (int round = 0; round < ROUNDS; round++) {
                ana.channelData(CHANNEL, bytes("ana " + round));
                ben.channelData(CHANNEL, bytes("ben " + round));
                assertThat(receive(anasPeer)).isEqualTo("ana " + round);
                assertThat(receive(bensPeer)).isEqualTo("ben " + round);
                send(bensPeer, shared, "to ben " + round);
                send(anasPeer, shared, "to ana " + round);
                assertThat(receive(ana)).isEqualTo("to ana " + round);
                assertThat(receive(ben)).isEqualTo("to ben " + round);
            }
            RelayCounters counters = relay.counters();
            assertThat(counters.acceleratedFlows()).isEqualTo(accelerated ? 2 : 0);
            assertThat(counters.relayPortsInUse()).isEqualTo(1);
            assertThat(counters.turn(TurnCounter.RELAYED_PACKETS_TO_PEERS)).isEqualTo(2L * ROUNDS);
            assertThat(counters.turn(TurnCounter.RELAYED_PACKETS_TO_CLIENTS))
                    .isEqualTo(2L * ROUNDS);
            assertThat(counters.loop().bugs()).isZero();

            ana.release();
            assertThat(relay.counters().acceleratedFlows()).isEqualTo(accelerated ? 1 : 0);
            assertThat(ben.tryToBind(CHANNEL + 1, Wire.addressOf(anasPeer))).isZero();
            ben.release();
            assertThat(relay.counters().relayPortsInUse()).isZero();
        }
    }

    @Test
    void twoClientsMeetOnThePort() throws Exception {
        TransportAddress shared = freePort();
        try (RelayService relay = start(shared);
                TestTurnClient ana = client(relay);
                TestTurnClient ben = client(relay)) {
            ana.bind(CHANNEL, shared);
            ben.bind(CHANNEL, shared);
            ana.check(CHANNEL, "ben", "ana");
            ana.binding(); // answered after the check was dealt with
            ben.check(CHANNEL, "ana", "ben");
            assertThat(receive(ana)).contains("ana:ben");
            ana.channelData(CHANNEL, bytes("hello ben"));
            assertThat(receive(ben)).isEqualTo("hello ben");
            ben.channelData(CHANNEL, bytes("hello ana"));
            assertThat(receive(ana)).isEqualTo("hello ana");
            assertThat(relay.counters().acceleratedFlows()).isZero();
            assertThat(relay.counters().turn(TurnCounter.DROPPED_NOT_PAIRED)).isEqualTo(1);
        }
    }

    @Test
    void doesNotStartWhereAnotherProgramHoldsThePort() throws Exception {
        try (DatagramSocket other = Wire.loopbackSocket()) {
            assertThatThrownBy(() -> start(Wire.addressOf(other)))
                    .isInstanceOfSatisfying(
                            ListenException.class,
                            refused ->
                                    assertThat(refused.address()).isEqualTo(Wire.addressOf(other)));
        }
    }
}
