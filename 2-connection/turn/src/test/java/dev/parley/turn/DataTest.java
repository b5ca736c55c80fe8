package dev.parley.turn;

import static dev.parley.turn.TestServers.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.TransportAddress;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunClass;
import dev.parley.stun.StunErrorCode;
import dev.parley.stun.StunMethod;
import dev.parley.stun.StunReader;
import dev.parley.stun.TransactionId;
import java.util.List;
import org.junit.jupiter.api.Test;

class DataTest {
    private static final String PEER = "8.8.8.8:7000";
    private static final TransportAddress PEER_ADDRESS = TransportAddress.parse(PEER);
    private static final int CHANNEL = 0x4001;

    private final FakeDriver driver = new FakeDriver(TestServers.both().build());
    private final TestClient client = TestClient.udp(driver, "198.51.100.7:40000").allocate();

    @Test
    void carriesSendIndicationsToPermittedPeers() {
        assertThat(client.permit(PEER)).isZero();
        client.sendTo(PEER, bytes("hello"));

        SentMessage sent = driver.sent.getFirst();
        assertThat(sent.to()).isEqualTo(PEER_ADDRESS);
        assertThat(sent.socket()).isEqualTo(driver.relaySocket(client.relayed));
        assertThat(sent.bytes()).isEqualTo(bytes("hello"));
        assertThat(sent.dontFragment()).isFalse();
    }

    @Test
    void carriesSendIndicationsToEveryPortOfAPermittedAddress() {
        client.permit(PEER);
        client.sendTo("8.8.8.8:9009", bytes("x"));
        assertThat(driver.take(TransportAddress.parse("8.8.8.8:9009"))).hasSize(1);
    }

    @Test
    void setsDontFragmentWhereTheClientSaysSo() {
        client.permit(PEER);
        client.send(
                Message.of(
                        StunClass.INDICATION,
                        StunMethod.SEND,
                        new TransactionId(1, 1),
                        writer ->
                                writer.xorAddress(StunAttributeType.XOR_PEER_ADDRESS, PEER_ADDRESS)
                                        .flag(StunAttributeType.DONT_FRAGMENT)
                                        .bytes(StunAttributeType.DATA, bytes("x"))));
        assertThat(driver.sent.getFirst().dontFragment()).isTrue();
    }

    @Test
    void dropsSendIndicationsWithoutAPermission() {
        client.sendTo(PEER, bytes("hello"));
        assertThat(driver.sent).isEmpty();
        assertThat(driver.count(TurnCounter.DROPPED_NO_PERMISSION)).isEqualTo(1);
    }

    @Test
    void dropsSendIndicationsThatLackSomethingOrSayTooMuch() {
        client.permit(PEER);
        client.send(
                Message.of(
                        StunClass.INDICATION,
                        StunMethod.SEND,
                        new TransactionId(1, 1),
                        writer ->
                                writer.xorAddress(
                                        StunAttributeType.XOR_PEER_ADDRESS, PEER_ADDRESS)));
        client.send(
                Message.of(
                        StunClass.INDICATION,
                        StunMethod.SEND,
                        new TransactionId(1, 1),
                        writer ->
                                writer.xorAddress(StunAttributeType.XOR_PEER_ADDRESS, PEER_ADDRESS)
                                        .flag(0x7F01)
                                        .bytes(StunAttributeType.DATA, bytes("x"))));
        client.sendTo("8.8.8.8:0", bytes("x"));
        assertThat(driver.sent).isEmpty();
        assertThat(driver.count(TurnCounter.DROPPED_BAD_SEND)).isEqualTo(3);
    }

    @Test
    void takesTheFirstOfSeveralPeerAddresses() {
        client.permit(PEER, "8.8.4.4:1");
        client.send(
                Message.of(
                        StunClass.INDICATION,
                        StunMethod.SEND,
                        new TransactionId(1, 1),
                        writer ->
                                Message.peers(PEER_ADDRESS, TransportAddress.parse("8.8.4.4:1"))
                                        .apply(writer)
                                        .bytes(StunAttributeType.DATA, bytes("x"))));
        assertThat(driver.sent).extracting(SentMessage::to).containsExactly(PEER_ADDRESS);
    }

    @Test
    void carriesDataOfPermittedPeersAsIndications() {
        client.permit(PEER);
        driver.fromPeer(PEER_ADDRESS, client.relayed, bytes("abc"));

        StunReader indication = Message.parse(driver.takeOne(client.address));
        assertThat(indication.is(StunClass.INDICATION, StunMethod.DATA)).isTrue();
        assertThat(indication.xorAddress(StunAttributeType.XOR_PEER_ADDRESS))
                .isEqualTo(PEER_ADDRESS);
        assertThat(indication.bytes(StunAttributeType.DATA)).isEqualTo(bytes("abc"));
    }

    @Test
    void padsDataWithZeros() {
        client.permit(PEER);
        driver.fromPeer(PEER_ADDRESS, client.relayed, bytes("\u007F\u007F\u007F\u007F\u007F"));
        driver.take(client.address);
        for (int length = 1; length <= 8; length++) {
            byte[] data = new byte[length];
            java.util.Arrays.fill(data, (byte) 0xFF);
            driver.fromPeer(PEER_ADDRESS, client.relayed, data);
            byte[] indication = driver.takeOne(client.address);
            for (int i = indication.length - (-length & 3); i < indication.length; i++) {
                assertThat(indication[i]).isZero();
            }
        }
    }

    @Test
    void dropsDataOfOtherPeers() {
        client.permit(PEER);
        driver.fromPeer(TransportAddress.parse("8.8.4.4:1"), client.relayed, bytes("abc"));
        assertThat(driver.sent).isEmpty();
        assertThat(driver.count(TurnCounter.DROPPED_PEER_NOT_PERMITTED)).isEqualTo(1);
    }

    @Test
    void carriesChannelDataBothWays() {
        assertThat(client.bind(CHANNEL, PEER)).isZero();
        client.send(Message.channelData(CHANNEL, bytes("to you")));
        assertThat(driver.takeOne(PEER_ADDRESS)).isEqualTo(bytes("to you"));

        driver.fromPeer(PEER_ADDRESS, client.relayed, bytes("to me"));
        assertThat(driver.takeOne(client.address))
                .isEqualTo(Message.channelData(CHANNEL, bytes("to me")));
    }

    @Test
    void overlooksPaddingBehindChannelDataAndDropsWhatIsCutShort() {
        client.bind(CHANNEL, PEER);
        byte[] message = Message.channelData(CHANNEL, bytes("abcde"));
        client.send(java.util.Arrays.copyOf(message, message.length + 3));
        assertThat(driver.takeOne(PEER_ADDRESS)).isEqualTo(bytes("abcde"));

        client.send(java.util.Arrays.copyOf(message, message.length - 1));
        assertThat(driver.sent).isEmpty();
        assertThat(driver.count(TurnCounter.DROPPED_MALFORMED)).isEqualTo(1);
    }

    @Test
    void dropsChannelDataOnAChannelThatIsNotBound() {
        client.send(Message.channelData(CHANNEL, bytes("x")));
        assertThat(driver.count(TurnCounter.DROPPED_NO_CHANNEL)).isEqualTo(1);
    }

    @Test
    void dropsDataOfClientsWithoutAnAllocation() {
        TestClient other = TestClient.udp(driver, "198.51.100.8:40000");
        other.send(Message.channelData(CHANNEL, bytes("x")));
        other.sendTo(PEER, bytes("x"));
        assertThat(driver.count(TurnCounter.DROPPED_NO_ALLOCATION)).isEqualTo(2);
    }

    @Test
    void bindsAChannelToOnePeerOnly() {
        assertThat(client.bind(CHANNEL, PEER)).isZero();
        assertThat(client.bind(CHANNEL, PEER)).as("again").isZero();
        assertThat(client.bind(CHANNEL, "8.8.8.8:7001")).isEqualTo(StunErrorCode.BAD_REQUEST);
        assertThat(client.bind(CHANNEL + 1, PEER)).isEqualTo(StunErrorCode.BAD_REQUEST);
        assertThat(driver.server.channels()).isEqualTo(1);
    }

    @Test
    void bindsOnlyNumbersThatAreChannels() {
        assertThat(client.bind(0x3FFF, PEER)).isEqualTo(StunErrorCode.BAD_REQUEST);
        assertThat(client.bind(0x8000, PEER)).isEqualTo(StunErrorCode.BAD_REQUEST);
        assertThat(client.bind(0x4000, PEER)).isZero();
        assertThat(client.bind(0x7FFF, "8.8.8.8:7001")).isZero();
    }

    @Test
    void refusesPeersOfAnotherFamily() {
        assertThat(client.permit("[2606:4700::1]:1"))
                .isEqualTo(StunErrorCode.PEER_ADDRESS_FAMILY_MISMATCH);
        assertThat(client.bind(CHANNEL, "[2606:4700::1]:1"))
                .isEqualTo(StunErrorCode.PEER_ADDRESS_FAMILY_MISMATCH);
    }

    @Test
    void permitsAllPeersOfARequestOrNone() {
        assertThat(client.permit("8.8.8.8:1", "10.0.0.1:1", "8.8.4.4:1"))
                .isEqualTo(StunErrorCode.FORBIDDEN);
        assertThat(driver.server.permissions()).isZero();
        assertThat(client.permit("8.8.8.8:1", "8.8.8.8:2", "8.8.4.4:1")).isZero();
        assertThat(driver.server.permissions()).isEqualTo(2);
    }

    @Test
    void wantsAtLeastOnePeer() {
        assertThat(client.permit()).isEqualTo(StunErrorCode.BAD_REQUEST);
    }

    @Test
    void capsPermissionsAndChannels() {
        FakeDriver tight =
                new FakeDriver(TestServers.v4Only().quotas(new Quotas(9, 9, 9, 3, 2, 9)).build());
        TestClient one = TestClient.udp(tight, "198.51.100.7:40000").allocate();
        assertThat(one.permit("8.0.0.1:1", "8.0.0.2:1", "8.0.0.3:1", "8.0.0.4:1"))
                .isEqualTo(StunErrorCode.INSUFFICIENT_CAPACITY);
        assertThat(one.permit("8.0.0.1:1", "8.0.0.2:1", "8.0.0.3:1")).isZero();
        assertThat(one.permit("8.0.0.3:1")).as("one that is there").isZero();
        assertThat(one.bind(CHANNEL, "8.0.0.4:2001"))
                .isEqualTo(StunErrorCode.INSUFFICIENT_CAPACITY);
        assertThat(one.bind(CHANNEL, "8.0.0.1:2001")).isZero();
        assertThat(one.bind(CHANNEL + 1, "8.0.0.1:2002")).isZero();
        assertThat(one.bind(CHANNEL + 2, "8.0.0.1:2003"))
                .isEqualTo(StunErrorCode.INSUFFICIENT_CAPACITY);
    }

    @Test
    void carriesTheLargestDatagramsAndDropsWhatCannotBeCarried() {
        client.permit(PEER);
        byte[] large = new byte[65_507];
        driver.fromPeer(PEER_ADDRESS, client.relayed, large);
        assertThat(driver.sent).isEmpty();
        assertThat(driver.count(TurnCounter.DROPPED_PEER_TOO_LARGE)).isEqualTo(1);

        driver.fromPeer(PEER_ADDRESS, client.relayed, new byte[65_400]);
        assertThat(driver.take(client.address)).hasSize(1);

        client.bind(CHANNEL, PEER);
        driver.fromPeer(PEER_ADDRESS, client.relayed, new byte[65_503]);
        assertThat(driver.takeOne(client.address)).hasSize(65_507);
    }

    @Test
    void countsWhatEveryAllocationCarried() {
        client.bind(CHANNEL, PEER);
        client.send(Message.channelData(CHANNEL, new byte[100]));
        client.sendTo(PEER, new byte[10]);
        driver.fromPeer(PEER_ADDRESS, client.relayed, new byte[7]);
        driver.server.refreshCounters();
        assertThat(driver.count(TurnCounter.RELAYED_BYTES_TO_PEERS)).isEqualTo(110);
        assertThat(driver.count(TurnCounter.RELAYED_BYTES_TO_CLIENTS)).isEqualTo(7);

        driver.sent.clear();
        client.refresh(0);
        List<TurnEvent.AllocationEnded> ended = driver.events(TurnEvent.AllocationEnded.class);
        assertThat(ended).hasSize(1);
        assertThat(ended.getFirst().usage()).isEqualTo(new Usage(2, 110, 1, 7, 0, 0, driver.now));
        assertThat(driver.count(TurnCounter.RELAYED_PACKETS_TO_PEERS)).isEqualTo(2);
        assertThat(driver.count(TurnCounter.RELAYED_PACKETS_TO_CLIENTS)).isEqualTo(1);
    }
}
