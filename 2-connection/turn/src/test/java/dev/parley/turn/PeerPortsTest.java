package dev.parley.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.TransportAddress;
import dev.parley.stun.StunErrorCode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerPortsTest {
    private static final String HOST = "8.8.8.8";

    private final TestPlane plane = new TestPlane();
    private final FakeDriver driver = new FakeDriver(TestServers.v4Only().build(), 1, plane);
    private final TestClient client = TestClient.udp(driver, "198.51.100.7:40000").allocate();

    @ParameterizedTest
    @ValueSource(
            ints = {
                1, 7, 17, 19, 22, 25, 53, 69, 79, 81, 111, 123, 137, 161, 389, 445, 587, 1023, 1434,
                1900, 3702, 5353, 11211
            })
    void portsOfServicesThatAreAbusedAreClosed(int port) {
        String peer = HOST + ":" + port;
        assertThat(client.permit(peer)).as("a permission has no port").isZero();
        assertThat(client.bind(0x4001, peer)).isEqualTo(StunErrorCode.FORBIDDEN);
        client.sendTo(peer, new byte[1]);
        assertThat(driver.take(TransportAddress.parse(peer))).isEmpty();
        driver.fromPeer(TransportAddress.parse(peer), client.relayed, new byte[1]);
        assertThat(client.received()).isEmpty();
        assertThat(driver.count(TurnCounter.DROPPED_PEER_PORT)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 443, 1024, 3478, 5349, 10_000, 50_000, 65_535})
    void portsOfPeersAreOpen(int port) {
        String peer = HOST + ":" + port;
        assertThat(client.bind(0x4001, peer)).isZero();
        assertThat(client.permit(HOST + ":1")).isZero();
        client.sendTo(peer, new byte[1]);
        assertThat(driver.take(TransportAddress.parse(peer))).hasSize(1);
        driver.fromPeer(TransportAddress.parse(peer), client.relayed, new byte[1]);
        assertThat(client.received()).hasSize(1);
    }

    @Test
    void aRuleOpensAndAnotherCloses() {
        PeerPorts ports =
                new PeerPorts(
                        List.of(new PortRange(53, 123)),
                        List.of(new PortRange(100, 110), new PortRange(443, 443)));
        for (int port = 1; port <= 0xFFFF; port++) {
            boolean usual = PeerPorts.DEFAULT.denies(port);
            boolean denied =
                    port == 443
                            || (port >= 100 && port <= 110)
                            || (usual && (port < 53 || port > 123));
            assertThat(ports.denies(port)).as("port %d", port).isEqualTo(denied);
        }
    }

    @Test
    void relaysOfThisServerReachEachOtherOnAnyPort() {
        FakeDriver low =
                new FakeDriver(TestServers.v4Only().relayPorts(new PortRange(1000, 1001)).build());
        TestClient first = TestClient.udp(low, "198.51.100.7:1").allocate();
        TestClient second = TestClient.udp(low, "198.51.100.8:1").allocate();
        assertThat(second.permit(first.relayed.toString())).isZero();
        assertThat(first.bind(0x4001, second.relayed.toString())).isZero();
        first.send(Message.channelData(0x4001, new byte[3]));
        assertThat(second.received()).hasSize(1);
    }

    @Test
    void whatIsClosedLaterEndsChannels() {
        client.bind(0x4001, HOST + ":7000");
        client.bind(0x4002, HOST + ":7001");
        driver.server.reconfigure(
                driver.now,
                TestServers.v4Only()
                        .peerPorts(new PeerPorts(List.of(), List.of(new PortRange(7000, 7000))))
                        .build());
        assertThat(plane.only().peer().port()).isEqualTo(7001);
        assertThat(client.bind(0x4001, HOST + ":7000")).isEqualTo(StunErrorCode.FORBIDDEN);
    }
}
