package dev.parley.turn;

import static dev.parley.turn.TestServers.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.IpAddress;
import dev.parley.core.IpPrefix;
import dev.parley.core.TransportAddress;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunErrorCode;
import dev.parley.stun.StunReader;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two clients whose relays are on the same server must reach each other; nothing else there. */
class OwnRelayTest {
    private static final String BOUND = "10.0.0.5";
    private static final String EXTERNAL = "192.0.2.99";

    private static FakeDriver driver(PeerPolicy policy) {
        return new FakeDriver(
                TurnServerConfig.builder()
                        .credentials(
                                new TurnCredentials("parley")
                                        .user(TestServers.USER, TestServers.PASSWORD))
                        .relayAddress(
                                new RelayAddress(IpAddress.parse(BOUND), IpAddress.parse(EXTERNAL)))
                        .peerPolicy(policy)
                        .protectedEndpoint(TransportAddress.parse("0.0.0.0:50001"))
                        .protectedEndpoint(TransportAddress.parse("10.0.0.5:3478"))
                        .build());
    }

    private final FakeDriver driver = driver(PeerPolicy.PUBLIC_ONLY);
    private final TestClient alice = TestClient.udp(driver, "198.51.100.7:40000").allocate();
    private final TestClient bob = TestClient.udp(driver, "198.51.100.8:40000").allocate();

    @Test
    void relaysMeetByTheirExternalAddress() {
        assertThat(alice.permit(bob.relayed.toString())).isZero();
        assertThat(bob.permit(alice.relayed.toString())).isZero();
        alice.sendTo(bob.relayed.toString(), bytes("hello"));

        StunReader indication = Message.parse(driver.takeOne(bob.address));
        assertThat(indication.xorAddress(StunAttributeType.XOR_PEER_ADDRESS))
                .isEqualTo(alice.relayed);
        assertThat(indication.bytes(StunAttributeType.DATA)).isEqualTo(bytes("hello"));
        assertThat(driver.sent).as("nothing leaves by a relay socket").isEmpty();
    }

    @Test
    void relaysMeetByTheirBoundAddressAndShowTheExternalOne() {
        alice.permit(BOUND + ":1");
        bob.permit(alice.relayed.toString());
        alice.sendTo(BOUND + ":" + bob.relayed.port(), bytes("hello"));
        assertThat(
                        Message.xorAddress(
                                driver.takeOne(bob.address), StunAttributeType.XOR_PEER_ADDRESS))
                .isEqualTo(alice.relayed);
    }

    @Test
    void relaysMeetByChannels() {
        assertThat(alice.bind(0x4000, bob.relayed.toString())).isZero();
        assertThat(bob.bind(0x4FFF, alice.relayed.toString())).isZero();
        alice.send(Message.channelData(0x4000, bytes("hello")));
        assertThat(driver.takeOne(bob.address))
                .isEqualTo(Message.channelData(0x4FFF, bytes("hello")));
        bob.send(Message.channelData(0x4FFF, bytes("hi")));
        assertThat(driver.takeOne(alice.address))
                .isEqualTo(Message.channelData(0x4000, bytes("hi")));
    }

    @Test
    void theOtherSideNeedsAPermissionToo() {
        alice.permit(bob.relayed.toString());
        alice.sendTo(bob.relayed.toString(), bytes("hello"));
        assertThat(driver.sent).isEmpty();
        assertThat(driver.count(TurnCounter.DROPPED_PEER_NOT_PERMITTED)).isEqualTo(1);
    }

    @Test
    void portsWithoutALiveAllocationAreNotReached() {
        alice.permit(EXTERNAL + ":1", BOUND + ":1");
        int live = bob.relayed.port();
        for (int port : List.of(22, 80, 3478, 8080, 49152, 50001, 65535)) {
            if (port != live && port != alice.relayed.port()) {
                alice.sendTo(BOUND + ":" + port, bytes("x"));
                alice.sendTo(EXTERNAL + ":" + port, bytes("x"));
            }
        }
        alice.bind(0x4000, BOUND + ":3478");
        alice.send(Message.channelData(0x4000, bytes("x")));
        bob.refresh(0);
        alice.sendTo(EXTERNAL + ":" + live, bytes("x"));
        assertThat(driver.sent).isEmpty();
        assertThat(driver.count(TurnCounter.DROPPED_OWN_ADDRESS)).isGreaterThan(10);
    }

    @Test
    void otherProgramsOfTheMachineCannotSendToRelays() {
        alice.permit(BOUND + ":1");
        driver.fromPeer(TransportAddress.parse(BOUND + ":53"), alice.relayed, bytes("x"));
        assertThat(driver.sent).isEmpty();
    }

    @Test
    void aRuleOpensOtherPortsOfAnOwnAddressButNeverOurSockets() {
        FakeDriver open = driver(new PeerPolicy(List.of(IpPrefix.parse("10.0.0.0/8")), List.of()));
        TestClient client = TestClient.udp(open, "198.51.100.7:40000").allocate();
        client.permit(BOUND + ":1");
        client.sendTo(BOUND + ":9999", bytes("x"));
        assertThat(open.take(TransportAddress.parse(BOUND + ":9999"))).hasSize(1);
        client.sendTo(BOUND + ":3478", bytes("x"));
        client.sendTo(BOUND + ":50001", bytes("x"));
        assertThat(client.bind(0x4000, BOUND + ":3478")).isZero();
        client.send(Message.channelData(0x4000, bytes("x")));
        assertThat(open.sent).isEmpty();
        assertThat(open.count(TurnCounter.DROPPED_BY_POLICY)).isEqualTo(3);

        open.fromPeer(TransportAddress.parse(BOUND + ":9999"), client.relayed, bytes("y"));
        assertThat(open.take(client.address)).hasSize(1);
    }

    @Test
    void aSocketOnEveryAddressIsGuardedOnLoopbackToo() {
        FakeDriver open = driver(new PeerPolicy(List.of(IpPrefix.parse("127.0.0.0/8")), List.of()));
        TestClient client = TestClient.udp(open, "198.51.100.7:40000").allocate();
        client.permit("127.0.0.1:1");
        client.sendTo("127.0.0.1:50001", bytes("x"));
        assertThat(open.sent).isEmpty();
        client.sendTo("127.0.0.1:50002", bytes("x"));
        assertThat(open.sent).hasSize(1);
    }

    @Test
    void anOwnAddressInDisguiseIsNobodysPeer() {
        FakeDriver open =
                new FakeDriver(
                        TestServers.both()
                                .peerPolicy(
                                        new PeerPolicy(
                                                List.of(IpPrefix.parse(TestServers.RELAY_V4)),
                                                List.of()))
                                .build());
        TestClient six = TestClient.udp(open, "[2001:db8:1::7]:40000").allocate();
        long own = IpAddress.parse(TestServers.RELAY_V4).low();
        IpAddress translated = IpAddress.v6(0x0064_FF9B_0000_0000L, own);
        String peer = new TransportAddress(translated, 3478).toString();
        assertThat(six.permit(peer)).isEqualTo(StunErrorCode.FORBIDDEN);
        assertThat(six.bind(0x4000, peer)).isEqualTo(StunErrorCode.FORBIDDEN);
        six.sendTo(peer, bytes("x"));
        assertThat(open.sent).isEmpty();
    }

    @Test
    void denyingAnOwnAddressKeepsRelaysApart() {
        FakeDriver closed = driver(new PeerPolicy(List.of(), List.of(IpPrefix.parse(EXTERNAL))));
        TestClient client = TestClient.udp(closed, "198.51.100.7:40000").allocate();
        assertThat(client.permit(client.relayed.toString())).isEqualTo(StunErrorCode.FORBIDDEN);
    }

    @Test
    void aRelayMayEvenTalkToItself() {
        alice.permit(alice.relayed.toString());
        alice.sendTo(alice.relayed.toString(), bytes("echo"));
        assertThat(Message.parse(driver.takeOne(alice.address)).bytes(StunAttributeType.DATA))
                .isEqualTo(bytes("echo"));
    }
}
