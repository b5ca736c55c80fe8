package dev.parley.turn;

import static dev.parley.turn.TestServers.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.IpAddress;
import dev.parley.core.IpPrefix;
import dev.parley.core.SocketCommand;
import dev.parley.core.TransportAddress;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunErrorCode;
import dev.parley.stun.StunMethod;
import dev.parley.stun.StunReader;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Peers that are reached at another address than clients know. */
class PeerRewriteTest {
    private static final String NAMED = "8.8.8.8:7000";
    private static final TransportAddress REACHED = TransportAddress.parse("10.0.0.8:7000");
    private static final int CHANNEL = 0x4001;

    private final TestPlane plane = new TestPlane();
    private final FakeDriver driver = driver();
    private final TestClient client = TestClient.udp(driver, "198.51.100.7:40000").allocate();

    private static PeerRewrite rewrite(String named, String reached) {
        return new PeerRewrite(IpAddress.parse(named), IpAddress.parse(reached));
    }

    private static TurnServerConfigBuilder config() {
        return TestServers.both()
                .peerRewrite(rewrite("8.8.4.4", "10.0.0.4"))
                .peerRewrite(rewrite("8.8.8.8", "10.0.0.8"))
                .peerRewrite(rewrite("2606:4700::8", "fd00::8"))
                .protectedEndpoint(TransportAddress.parse("10.0.0.8:8080"))
                .protectedEndpoint(TransportAddress.parse("8.8.8.8:8081"));
    }

    private FakeDriver driver() {
        return new FakeDriver(config().build(), 1, plane);
    }

    @Test
    void indicationsGoToTheOneAddressAndComeFromTheOther() {
        assertThat(client.permit(NAMED)).isZero();
        client.sendTo(NAMED, bytes("there"));
        assertThat(driver.takeOne(REACHED)).isEqualTo(bytes("there"));
        driver.fromPeer(REACHED, client.relayed, bytes("back"));
        StunReader indication = Message.parse(driver.takeOne(client.address));
        assertThat(indication.xorAddress(StunAttributeType.XOR_PEER_ADDRESS))
                .isEqualTo(TransportAddress.parse(NAMED));
        assertThat(indication.bytes(StunAttributeType.DATA)).isEqualTo(bytes("back"));
    }

    @Test
    void soDoChannelsAndThePlaneKnowsTheAddressOfTheNetwork() {
        assertThat(client.bind(CHANNEL, NAMED)).isZero();
        assertThat(client.bind(CHANNEL, NAMED)).as("again").isZero();
        assertThat(plane.only().peer()).isEqualTo(REACHED);
        client.send(Message.channelData(CHANNEL, bytes("there")));
        assertThat(driver.takeOne(REACHED)).isEqualTo(bytes("there"));
        driver.fromPeer(REACHED, client.relayed, bytes("back"));
        assertThat(driver.takeOne(client.address))
                .isEqualTo(Message.channelData(CHANNEL, bytes("back")));
    }

    @Test
    void ipv6Too() {
        TestClient six = TestClient.udp(driver, "[2001:db8:1::7]:1").allocate();
        TransportAddress reached = TransportAddress.parse("[fd00::8]:9009");
        six.permit("[2606:4700::8]:9009");
        six.sendTo("[2606:4700::8]:9009", bytes("x"));
        assertThat(driver.takeOne(reached)).isEqualTo(bytes("x"));
        driver.fromPeer(reached, six.relayed, bytes("y"));
        assertThat(
                        Message.xorAddress(
                                driver.takeOne(six.address), StunAttributeType.XOR_PEER_ADDRESS))
                .isEqualTo(TransportAddress.parse("[2606:4700::8]:9009"));
    }

    @Test
    void nobodyReachesItByTheAddressBehind() {
        FakeDriver open =
                new FakeDriver(
                        config().peerPolicy(
                                        new PeerPolicy(
                                                List.of(
                                                        IpPrefix.parse("10.0.0.0/8"),
                                                        IpPrefix.parse("::/0")),
                                                List.of()))
                                .build());
        TestClient asking = TestClient.udp(open, "198.51.100.7:40000").allocate();
        assertThat(asking.permit("10.0.0.9:1")).as("another one").isZero();
        assertThat(asking.permit("10.0.0.8:7000")).isEqualTo(StunErrorCode.FORBIDDEN);
        assertThat(asking.bind(CHANNEL, "10.0.0.8:7000")).isEqualTo(StunErrorCode.FORBIDDEN);
        TestClient six = TestClient.udp(open, "[2001:db8:1::7]:1").allocate();
        assertThat(six.permit("[64:ff9b::a00:8]:7000"))
                .as("in disguise")
                .isEqualTo(StunErrorCode.FORBIDDEN);
    }

    @Test
    void theRulesJudgeTheNameAndNoRuleOpensAGuardedSocket() {
        FakeDriver closed =
                new FakeDriver(
                        config().peerPolicy(
                                        new PeerPolicy(
                                                List.of(), List.of(IpPrefix.parse("8.8.8.8/32"))))
                                .build());
        TestClient asking = TestClient.udp(closed, "198.51.100.7:40000").allocate();
        assertThat(asking.permit(NAMED)).isEqualTo(StunErrorCode.FORBIDDEN);
        assertThat(asking.permit("8.8.4.4:1")).isZero();

        for (int port : new int[] {8080, 8081}) {
            client.bind(CHANNEL + port, "8.8.8.8:" + port);
            client.send(Message.channelData(CHANNEL + port, bytes("x")));
            client.sendTo("8.8.8.8:" + port, bytes("x"));
        }
        assertThat(plane.installed).isEmpty();
        assertThat(driver.sent).isEmpty();
        assertThat(driver.count(TurnCounter.DROPPED_BY_POLICY)).isEqualTo(4);
    }

    @Test
    void connectionsByTcpToo() {
        FakeDriver tcp = new FakeDriver(config().tcpRelays(true).build());
        TestClient control = TestClient.tcp(tcp, "198.51.100.7:40000");
        byte[] answer =
                control.request(
                        StunMethod.ALLOCATE,
                        writer -> writer.u8(StunAttributeType.REQUESTED_TRANSPORT, 6));
        TransportAddress relayed =
                Message.xorAddress(answer, StunAttributeType.XOR_RELAYED_ADDRESS);

        control.send(
                control.sealed(StunMethod.CONNECT, Message.peers(TransportAddress.parse(NAMED))));
        SocketCommand.ConnectTcp connect = tcp.connecting.getFirst();
        assertThat(connect.remote()).isEqualTo(REACHED);
        tcp.connectPeer(connect);
        assertThat(Message.code(tcp.takeOne(control.address))).isZero();
        assertThat(
                        control.code(
                                StunMethod.CONNECT,
                                Message.peers(TransportAddress.parse("8.8.8.8:8080"))))
                .isEqualTo(StunErrorCode.FORBIDDEN);

        control.permit("8.8.4.4:1");
        tcp.acceptPeer(relayed, TransportAddress.parse("10.0.0.4:5555"));
        assertThat(
                        Message.xorAddress(
                                tcp.takeOne(control.address), StunAttributeType.XOR_PEER_ADDRESS))
                .isEqualTo(TransportAddress.parse("8.8.4.4:5555"));
    }

    @Test
    void whatMakesNoSenseIsRefusedInWords() {
        assertThatThrownBy(() -> rewrite("8.8.8.8", "fd00::8")).hasMessageContaining("family");
        assertThatThrownBy(() -> rewrite("8.8.8.8", "0.0.0.0")).hasMessageContaining("concrete");
        assertThatThrownBy(() -> rewrite("8.8.8.8", "8.8.8.8")).hasMessageContaining("another");
        assertThatThrownBy(() -> config().peerRewrite(rewrite("9.9.9.9", "10.0.0.8")).build())
                .hasMessageContaining("10.0.0.8 occurs twice");
        assertThatThrownBy(() -> config().peerRewrite(rewrite("9.9.9.9", "8.8.8.8")).build())
                .hasMessageContaining("8.8.8.8 occurs twice");
        assertThatThrownBy(() ->
                        config().peerRewrite(rewrite("9.9.9.9", TestServers.RELAY_V4)).build())
                .hasMessageContaining("relay address of this server");
    }
}
