package dev.parley.turn;

import static dev.parley.turn.TestServers.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.IpPrefix;
import dev.parley.core.TransportAddress;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunErrorCode;
import dev.parley.stun.StunMethod;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReconfigurationTest {
    private static final String KEPT = "8.8.8.8:7000";
    private static final String DENIED = "9.9.9.9:7000";

    private final TestPlane plane = new TestPlane();
    private final FakeDriver driver = new FakeDriver(TestServers.v4Only().build(), 1, plane);
    private final TestClient client = TestClient.udp(driver, "198.51.100.7:40000").allocate();

    @Test
    void whatADeniedPeerHadEndsAndTheRestGoesOn() {
        client.bind(0x4001, KEPT);
        client.bind(0x4002, DENIED);
        reconfigure(TestServers.v4Only().peerPolicy(denying("9.9.9.0/24")));
        assertThat(plane.only().peer()).isEqualTo(TransportAddress.parse(KEPT));
        assertThat(driver.server.permissions()).isEqualTo(1);

        client.send(Message.channelData(0x4001, bytes("kept")));
        client.send(Message.channelData(0x4002, bytes("denied")));
        assertThat(driver.take(TransportAddress.parse(KEPT))).hasSize(1);
        assertThat(driver.take(TransportAddress.parse(DENIED))).isEmpty();
        assertThat(client.permit(DENIED)).isEqualTo(StunErrorCode.FORBIDDEN);
        assertThat(client.bind(0x4002, DENIED)).isEqualTo(StunErrorCode.FORBIDDEN);
        assertThat(Message.code(client.refresh(600))).isZero();
    }

    @Test
    void aPeerThatIsAllowedNowMayHaveAPermission() {
        assertThat(client.permit("10.1.2.3:7000")).isEqualTo(StunErrorCode.FORBIDDEN);
        reconfigure(
                TestServers.v4Only()
                        .peerPolicy(
                                new PeerPolicy(List.of(IpPrefix.parse("10.0.0.0/8")), List.of())));
        assertThat(client.permit("10.1.2.3:7000")).isZero();
        reconfigure(TestServers.v4Only());
        assertThat(driver.server.permissions()).as("and not any more").isZero();
    }

    @Test
    void aConnectionToAnOwnAddressEndsWithTheRuleThatOpenedIt() {
        PeerPolicy open =
                new PeerPolicy(List.of(IpPrefix.parse(TestServers.RELAY_V4 + "/32")), List.of());
        FakeDriver streams =
                new FakeDriver(TestServers.v4Only().tcpRelays(true).peerPolicy(open).build());
        TestClient control = TestClient.tcp(streams, "198.51.100.7:40000");
        control.request(
                StunMethod.ALLOCATE, writer -> writer.u8(StunAttributeType.REQUESTED_TRANSPORT, 6));
        TransportAddress here = TransportAddress.parse(TestServers.RELAY_V4 + ":80");
        control.send(control.sealed(StunMethod.CONNECT, Message.peers(here)));
        streams.connectPeer(streams.connecting.getFirst());
        assertThat(streams.server.peerConnections()).isEqualTo(1);
        streams.server.reconfigure(streams.now, TestServers.v4Only().tcpRelays(true).build());
        streams.drain();
        assertThat(streams.server.peerConnections()).isZero();
        assertThat(streams.closedStreams).containsExactly(here);
    }

    @Test
    void aLowerQuotaEndsNothingAndRefusesWhatIsNew() {
        reconfigure(TestServers.v4Only().quotas(new Quotas(1, 100, 100, 8, 8, 8)));
        assertThat(Message.code(client.refresh(600))).isZero();
        TestClient second = TestClient.udp(driver, "198.51.100.7:40001");
        assertThat(Message.code(second.allocate(UnaryOperator.identity())))
                .isEqualTo(StunErrorCode.ALLOCATION_QUOTA_REACHED);
        reconfigure(TestServers.v4Only().quotas(new Quotas(2, 100, 100, 8, 8, 8)));
        second.allocate();
    }

    @Test
    void newUsersAreKnownAtOnce() {
        TestClient carol = TestClient.udp(driver, "198.51.100.9:1").as("carol", "singer");
        assertThat(Message.code(carol.allocate(UnaryOperator.identity())))
                .isEqualTo(StunErrorCode.UNAUTHENTICATED);
        TurnCredentials both =
                new TurnCredentials("parley")
                        .user(TestServers.USER, TestServers.PASSWORD)
                        .user("carol", "singer");
        reconfigure(TestServers.v4Only().credentials(both));
        carol.allocate();
        assertThat(Message.code(client.refresh(600))).as("who is known still").isZero();
    }

    @Test
    void newAlternatesAreTold() {
        TestClient second = TestClient.udp(driver, "198.51.100.9:1");
        reconfigure(
                TestServers.v4Only()
                        .alternate(
                                new AlternateServer(
                                        TransportAddress.parse("203.0.113.9:3478"), false, null)));
        assertThat(Message.code(second.allocate(UnaryOperator.identity())))
                .isEqualTo(StunErrorCode.TRY_ALTERNATE);
        assertThat(Message.code(client.refresh(600))).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"realm", "ports", "endpoint", "streams", "software"})
    void whatIsToldOnceCannotChangeAndThenNothingDoes(String what) {
        TurnServerConfigBuilder other = TestServers.v4Only().peerPolicy(denying("8.8.8.8/32"));
        switch (what) {
            case "realm" -> other.realm("elsewhere");
            case "ports" -> other.relayPorts(new PortRange(50_000, 50_100));
            case "endpoint" -> other.protectedEndpoint(TransportAddress.parse("127.0.0.1:1"));
            case "streams" -> other.tcpRelays(true);
            default -> other.software("other");
        }
        client.bind(0x4001, KEPT);
        TurnServerConfig config = other.build();
        assertThatThrownBy(() -> driver.server.reconfigure(driver.now, config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot change while a server runs");
        client.send(Message.channelData(0x4001, bytes("as before")));
        assertThat(driver.take(TransportAddress.parse(KEPT))).hasSize(1);
    }

    private static PeerPolicy denying(String block) {
        return new PeerPolicy(List.of(), List.of(IpPrefix.parse(block)));
    }

    private void reconfigure(TurnServerConfigBuilder config) {
        driver.server.reconfigure(driver.now, config.build());
        driver.drain();
    }
}
