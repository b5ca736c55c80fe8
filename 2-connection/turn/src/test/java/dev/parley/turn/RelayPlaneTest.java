package dev.parley.turn;

import static dev.parley.turn.TestServers.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.IpPrefix;
import dev.parley.core.TransportAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class RelayPlaneTest {
    private static final String PEER = "8.8.8.8:7000";
    private static final int CHANNEL = 0x4001;

    private final TestPlane plane = new TestPlane();
    private final FakeDriver driver = new FakeDriver(TestServers.both().build(), 1, plane);
    private final TestClient client = TestClient.udp(driver, "198.51.100.7:40000").allocate();

    @Test
    void isToldWhatMayPass() {
        client.bind(CHANNEL, PEER);
        Flow flow = plane.only();
        assertThat(flow.kind()).isEqualTo(FlowKind.CHANNEL);
        assertThat(flow.client()).isEqualTo(client.address);
        assertThat(flow.clientSocket()).isEqualTo(FakeDriver.UDP);
        assertThat(flow.peer()).isEqualTo(TransportAddress.parse(PEER));
        assertThat(flow.relaySocket()).isEqualTo(driver.relaySocket(client.relayed));
        assertThat(flow.channelNumber()).isEqualTo(CHANNEL);
        assertThat(flow.expiresAtNanos()).isEqualTo(driver.now + 300_000_000_000L);
        assertThat(driver.paths.remote(flow.clientPath())).isEqualTo(client.address);
        assertThat(driver.paths.remote(flow.peerPath())).isEqualTo(flow.peer());
    }

    @Test
    void isToldOfRenewals() {
        client.refresh(3600);
        client.bind(CHANNEL, PEER);
        driver.advance(100);
        client.permit(PEER);
        assertThat(plane.only().expiresAtNanos()).isEqualTo(driver.now + 300_000_000_000L);
        driver.advance(250);
        client.permit(PEER);
        assertThat(plane.only().expiresAtNanos())
                .as("now the channel ends first")
                .isEqualTo(driver.now + 250_000_000_000L);
    }

    @Test
    void isToldOfEveryEnd() {
        client.bind(CHANNEL, PEER);
        driver.advance(300);
        assertThat(plane.installed).as("permission expired").isEmpty();
        client.permit(PEER);
        assertThat(plane.installed).as("permission again").hasSize(1);
        driver.advance(299);
        client.permit(PEER);
        driver.advance(1);
        assertThat(plane.installed).as("allocation and channel expired").isEmpty();

        client.allocate();
        client.bind(CHANNEL, PEER);
        client.refresh(0);
        assertThat(plane.installed).as("released").isEmpty();

        client.allocate();
        client.bind(CHANNEL, PEER);
        driver.server.revokeUser(driver.now, TestServers.USER);
        driver.drain();
        assertThat(plane.installed).as("revoked").isEmpty();

        client.allocate();
        client.bind(CHANNEL, PEER);
        driver.server.endAll(driver.now, EndReason.SHUTDOWN);
        driver.drain();
        assertThat(plane.installed).as("shut down").isEmpty();
        assertThat(plane.removed).isEqualTo(5);
    }

    @Test
    void countsAreTheSameWhoeverMovesThePackets() {
        client.bind(CHANNEL, PEER);
        client.send(Message.channelData(CHANNEL, new byte[10]));
        plane.unread = 5;
        driver.server.refreshCounters();
        assertThat(driver.count(TurnCounter.RELAYED_PACKETS_TO_PEERS)).isEqualTo(6);
        assertThat(driver.count(TurnCounter.RELAYED_BYTES_TO_PEERS)).isEqualTo(510);
        plane.unread = 2;
        client.sendTo(PEER, new byte[1]);
        driver.sent.clear();
        client.refresh(0);
        assertThat(driver.events(TurnEvent.AllocationEnded.class).getFirst().usage())
                .isEqualTo(new Usage(9, 711, 0, 0, 0, 0, driver.now));
        assertThat(driver.count(TurnCounter.RELAYED_PACKETS_TO_PEERS)).isEqualTo(9);
    }

    @Test
    void theCoreRelaysWhatThePlaneDeclines() {
        plane.declines = true;
        client.bind(CHANNEL, PEER);
        client.send(Message.channelData(CHANNEL, bytes("x")));
        assertThat(driver.take(TransportAddress.parse(PEER))).hasSize(1);
        client.bind(CHANNEL, PEER);
        client.refresh(0);
        assertThat(plane.removed).isZero();
    }

    @Test
    void isNotOfferedStreamsOrRelaysThatMeetInTheCore() {
        TestClient stream = TestClient.tcp(driver, "198.51.100.9:1").allocate();
        stream.bind(CHANNEL, PEER);
        client.bind(CHANNEL, stream.relayed.toString());
        assertThat(plane.installed).isEmpty();
    }

    @Test
    void isOfferedOtherPortsOfAnOwnAddressThatARuleOpens() {
        TestPlane other = new TestPlane();
        FakeDriver open =
                new FakeDriver(
                        TestServers.v4Only()
                                .peerPolicy(
                                        new PeerPolicy(
                                                List.of(IpPrefix.parse("192.0.2.0/24")), List.of()))
                                .protectedEndpoint(TransportAddress.parse("0.0.0.0:3478"))
                                .build(),
                        1,
                        other);
        TestClient asking = TestClient.udp(open, "198.51.100.7:40000").allocate();
        asking.bind(CHANNEL, TestServers.RELAY_V4 + ":50000");
        asking.bind(CHANNEL + 1, TestServers.RELAY_V4 + ":3478");
        assertThat(other.installed).isEmpty();
        asking.bind(CHANNEL + 2, TestServers.RELAY_V4 + ":9999");
        assertThat(other.only().peer().port()).isEqualTo(9999);
    }
}
