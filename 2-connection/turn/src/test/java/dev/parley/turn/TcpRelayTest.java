package dev.parley.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.SocketCommand;
import dev.parley.core.SocketResult;
import dev.parley.core.TransportAddress;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunClass;
import dev.parley.stun.StunErrorCode;
import dev.parley.stun.StunMethod;
import dev.parley.stun.StunReader;
import dev.parley.stun.StunWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6062: relays that reach peers by TCP. */
class TcpRelayTest {
    private static final int TCP = 6;
    private static final TransportAddress PEER = TransportAddress.parse("8.8.8.8:80");

    private final FakeDriver driver = new FakeDriver(config().build());
    private final TestClient control = TestClient.tcp(driver, "198.51.100.7:40000");
    private final TestClient data = TestClient.tcp(driver, "198.51.100.7:40001");

    private static TurnServerConfigBuilder config() {
        return TestServers.v4Only()
                .tcpRelays(true)
                .quotas(new Quotas(9, 9, 9, 9, 9, 9).withConnections(3, 5, 5))
                .peerPolicy(PeerPolicy.PUBLIC_ONLY);
    }

    private static StunWriter tcp(StunWriter writer) {
        return writer.u8(StunAttributeType.REQUESTED_TRANSPORT, TCP);
    }

    /** Allocates and returns the relayed address. */
    private static TransportAddress allocate(TestClient client) {
        byte[] answer = client.request(StunMethod.ALLOCATE, TcpRelayTest::tcp);
        assertThat(Message.code(answer)).isZero();
        return Message.xorAddress(answer, StunAttributeType.XOR_RELAYED_ADDRESS);
    }

    private static int connect(TestClient client, TransportAddress peer) {
        client.send(client.sealed(StunMethod.CONNECT, Message.peers(peer)));
        return client.received().stream().findFirst().map(Message::code).orElse(-1);
    }

    private static UnaryOperator<StunWriter> connection(int id) {
        return writer -> writer.u32(StunAttributeType.CONNECTION_ID, id);
    }

    /** Connects to a peer that answers; returns CONNECTION-ID. */
    private int connected(TransportAddress peer) {
        assertThat(connect(control, peer)).as("no answer yet").isEqualTo(-1);
        driver.connectPeer(driver.connecting.getFirst());
        byte[] answer = driver.takeOne(control.address);
        assertThat(Message.code(answer)).isZero();
        return (int) Message.parse(answer).u32(StunAttributeType.CONNECTION_ID);
    }

    @Test
    void section52ConnectsFromTheRelayAndSection54JoinsTheTwo() {
        TransportAddress relayed = allocate(control);
        int id = connected(PEER);
        assertThat(driver.peerPaths).containsKey(PEER);

        assertThat(data.code(StunMethod.CONNECTION_BIND, connection(id))).isZero();
        assertThat(driver.joined).hasSize(1);
        SocketCommand.JoinPaths pair = driver.joined.getFirst();
        assertThat(driver.paths.remote(pair.first())).isEqualTo(data.address);
        assertThat(driver.paths.remote(pair.second())).isEqualTo(PEER);
        assertThat(pair.head()).isEmpty();
        assertThat(driver.server.peerConnections()).isEqualTo(1);
        assertThat(relayed.ip()).hasToString(TestServers.RELAY_V4);

        pair.tally().passed(driver.now, pair.first(), 1000);
        pair.tally().passed(driver.now, pair.second(), 50);
        driver.endPair(pair);
        assertThat(driver.server.peerConnections()).isZero();
        assertThat(Message.code(control.refresh(0))).isZero();
        Usage usage = driver.events(TurnEvent.AllocationEnded.class).getFirst().usage();
        assertThat(usage.bytesToPeers()).isEqualTo(1000);
        assertThat(usage.bytesToClient()).isEqualTo(50);
    }

    @Test
    void connectsFromTheRelayedAddressWithinThirtySeconds() {
        TransportAddress relayed = allocate(control);
        connect(control, PEER);
        SocketCommand.ConnectTcp connect = driver.connecting.getFirst();
        assertThat(connect.local()).isEqualTo(relayed);
        assertThat(connect.remote()).isEqualTo(PEER);
        assertThat(connect.timeoutNanos()).isEqualTo(30_000_000_000L);
    }

    @Test
    void bytesBehindTheRequestArePassedOnFirst() {
        allocate(control);
        int id = connected(PEER);
        data.learnNonce();
        byte[] request = data.sealed(StunMethod.CONNECTION_BIND, connection(id));
        byte[] both = Arrays.copyOf(request, request.length + 5);
        System.arraycopy("hello".getBytes(StandardCharsets.US_ASCII), 0, both, request.length, 5);
        driver.fromStream(data.address, both, 0, 9);
        driver.fromStream(data.address, both, 9, both.length - 9);
        assertThat(driver.joined.getFirst().head()).asString().isEqualTo("hello");
    }

    @Test
    void section53TellsTheClientOfAPeerThatMayCome() {
        TransportAddress relayed = allocate(control);
        assertThat(control.permit("8.8.8.8:1")).isZero();
        driver.acceptPeer(relayed, TransportAddress.parse("8.8.8.8:5555"));
        StunReader attempt = Message.parse(driver.takeOne(control.address));
        assertThat(attempt.is(StunClass.INDICATION, StunMethod.CONNECTION_ATTEMPT)).isTrue();
        assertThat(attempt.xorAddress(StunAttributeType.XOR_PEER_ADDRESS))
                .hasToString("8.8.8.8:5555");
        int id = (int) attempt.u32(StunAttributeType.CONNECTION_ID);
        assertThat(data.code(StunMethod.CONNECTION_BIND, connection(id))).isZero();
        assertThat(driver.joined).hasSize(1);
    }

    @Test
    void section53TurnsAPeerWithoutPermissionAway() {
        TransportAddress relayed = allocate(control);
        TransportAddress stranger = TransportAddress.parse("9.9.9.9:5555");
        driver.acceptPeer(relayed, stranger);
        assertThat(driver.closedStreams).containsExactly(stranger);
        assertThat(driver.take(control.address)).isEmpty();
        assertThat(driver.count(TurnCounter.PEER_CONNECTIONS_REFUSED)).isEqualTo(1);
    }

    @Test
    void section53ClosesWhatIsNotBoundWithinThirtySeconds() {
        allocate(control);
        int id = connected(PEER);
        driver.advance(29);
        assertThat(driver.peerPaths).hasSize(1);
        driver.advance(2);
        assertThat(driver.peerPaths).isEmpty();
        assertThat(driver.count(TurnCounter.PEER_CONNECTIONS_NOT_BOUND)).isEqualTo(1);
        assertThat(data.code(StunMethod.CONNECTION_BIND, connection(id)))
                .isEqualTo(StunErrorCode.BAD_REQUEST);
    }

    @Test
    void whatIsBoundStaysForAsLongAsTheAllocation() {
        allocate(control);
        int id = connected(PEER);
        data.code(StunMethod.CONNECTION_BIND, connection(id));
        driver.advance(500);
        assertThat(driver.joined).hasSize(1);
        driver.advance(200);
        assertThat(driver.joined).isEmpty();
        assertThat(driver.closedStreams).contains(PEER, data.address);
        assertThat(driver.server.peerConnections()).isZero();
        assertThat(driver.relaySockets).isEmpty();
    }

    @Test
    void theEndOfTheControlConnectionEndsAll() {
        allocate(control);
        int id = connected(PEER);
        data.code(StunMethod.CONNECTION_BIND, connection(id));
        connected(TransportAddress.parse("8.8.4.4:80"));
        driver.disconnect(control.address);
        assertThat(driver.closedStreams)
                .contains(PEER, data.address, TransportAddress.parse("8.8.4.4:80"));
        assertThat(driver.server.peerConnections()).isZero();
        assertThat(driver.server.streams()).isZero();
        driver.advance(100);
        assertThat(driver.paths.size()).isZero();
    }

    @Test
    void section52SaysThatAPeerCouldNotBeReached() {
        allocate(control);
        connect(control, PEER);
        SocketCommand.ConnectTcp connect = driver.connecting.removeFirst();
        driver.server.onResult(
                driver.now,
                new SocketResult.Failed(connect.request(), SocketResult.Reason.NOT_REACHED));
        driver.drain();
        assertThat(Message.code(driver.takeOne(control.address)))
                .isEqualTo(StunErrorCode.CONNECTION_TIMEOUT_OR_FAILURE);
        assertThat(connect(control, PEER)).as("it may be tried again").isEqualTo(-1);
    }

    @Test
    void section52HasOneConnectionToAPeer() {
        allocate(control);
        connect(control, PEER);
        assertThat(connect(control, PEER)).isEqualTo(StunErrorCode.CONNECTION_ALREADY_EXISTS);
        driver.connectPeer(driver.connecting.getFirst());
        driver.take(control.address);
        assertThat(connect(control, PEER)).isEqualTo(StunErrorCode.CONNECTION_ALREADY_EXISTS);
    }

    @Test
    void aConnectionThatComesTooLateIsClosed() {
        allocate(control);
        connect(control, PEER);
        SocketCommand.ConnectTcp connect = driver.connecting.getFirst();
        assertThat(Message.code(control.refresh(0))).isZero();
        driver.connectPeer(connect);
        assertThat(driver.closedStreams).containsExactly(PEER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:80", "10.0.0.1:80", "169.254.169.254:80", "0.0.0.0:80"})
    void connectsToPublicAddressesOnly(String peer) {
        allocate(control);
        assertThat(connect(control, TransportAddress.parse(peer)))
                .isEqualTo(StunErrorCode.FORBIDDEN);
        assertThat(driver.connecting).isEmpty();
    }

    @Test
    void atAnOwnAddressOnlyLiveTcpRelaysAreReached() {
        TransportAddress relayed = allocate(control);
        TestClient other = TestClient.tcp(driver, "198.51.100.8:40000");
        TransportAddress theirs = allocate(other);
        TestClient udp = TestClient.udp(driver, "198.51.100.9:40000").allocate();

        int listening = theirs.port() == 3478 ? 3479 : 3478;
        for (TransportAddress closed :
                List.of(udp.relayed, new TransportAddress(theirs.ip(), listening))) {
            assertThat(connect(control, closed)).isEqualTo(StunErrorCode.FORBIDDEN);
        }
        assertThat(connect(control, theirs)).isEqualTo(-1);
        assertThat(driver.connecting.getFirst().remote()).isEqualTo(theirs);

        assertThat(other.permit(relayed.toString())).isZero();
        driver.acceptPeer(theirs, relayed);
        StunReader attempt = Message.parse(driver.takeOne(other.address));
        assertThat(attempt.xorAddress(StunAttributeType.XOR_PEER_ADDRESS)).isEqualTo(relayed);
        driver.acceptPeer(theirs, new TransportAddress(relayed.ip(), 33));
        assertThat(driver.take(other.address)).as("another program here").isEmpty();
    }

    @Test
    void aProtectedEndpointIsOutOfReach() {
        TransportAddress admin = TransportAddress.parse("8.8.8.8:9641");
        FakeDriver guarded = new FakeDriver(config().protectedEndpoint(admin).build());
        TestClient client = TestClient.tcp(guarded, "198.51.100.7:40000");
        allocate(client);
        assertThat(connect(client, admin)).isEqualTo(StunErrorCode.FORBIDDEN);
    }

    @Test
    void hasCaps() {
        TransportAddress relayed = allocate(control);
        control.permit("8.8.8.8:1");
        for (int i = 2001; i <= 2003; i++) {
            connect(control, TransportAddress.parse("8.8.8.8:" + i));
        }
        assertThat(connect(control, PEER)).isEqualTo(StunErrorCode.INSUFFICIENT_CAPACITY);
        driver.acceptPeer(relayed, TransportAddress.parse("8.8.8.8:5555"));
        assertThat(driver.closedStreams).hasSize(1);

        TestClient other = TestClient.tcp(driver, "198.51.100.8:40000");
        allocate(other);
        connect(other, TransportAddress.parse("8.8.8.8:2001"));
        connect(other, TransportAddress.parse("8.8.8.8:2002"));
        assertThat(connect(other, PEER)).as("of all").isEqualTo(508);
    }

    @Test
    void whatIsStillBeingMadeCountsAfterItsAllocationEnded() {
        for (int i = 0; i < 2; i++) {
            TestClient client = TestClient.tcp(driver, "198.51.100.9:4100" + i);
            allocate(client);
            for (int port = 2001; port <= 2003; port++) {
                connect(client, TransportAddress.parse("8.8.8.8:" + port));
            }
            assertThat(Message.code(client.refresh(0))).isZero();
        }
        assertThat(driver.connecting).as("no more than the cap of all").hasSize(5);
        assertThat(driver.server.peerConnections()).isEqualTo(5);
        driver.connectPeer(driver.connecting.getFirst());
        while (!driver.connecting.isEmpty()) {
            driver.server.onResult(
                    driver.now,
                    new SocketResult.Failed(
                            driver.connecting.removeFirst().request(),
                            SocketResult.Reason.NOT_REACHED));
            driver.drain();
        }
        assertThat(driver.server.peerConnections()).isZero();
        assertThat(driver.closedStreams).hasSize(1);
        allocate(control);
        assertThat(connect(control, PEER)).as("under way").isEqualTo(-1);
    }

    @Test
    void section51RefusesWhatDoesNotGoWithTcp() {
        control.learnNonce();
        assertThat(control.code(StunMethod.ALLOCATE, writer -> tcp(writer).evenPort(false)))
                .isEqualTo(StunErrorCode.BAD_REQUEST);
        assertThat(
                        control.code(
                                StunMethod.ALLOCATE,
                                writer -> tcp(writer).flag(StunAttributeType.DONT_FRAGMENT)))
                .isEqualTo(StunErrorCode.BAD_REQUEST);
        assertThat(
                        control.code(
                                StunMethod.ALLOCATE,
                                writer -> tcp(writer).u64(StunAttributeType.RESERVATION_TOKEN, 7)))
                .isEqualTo(StunErrorCode.BAD_REQUEST);
        TestClient udp = TestClient.udp(driver, "198.51.100.7:40000");
        assertThat(udp.code(StunMethod.ALLOCATE, TcpRelayTest::tcp))
                .isEqualTo(StunErrorCode.BAD_REQUEST);
    }

    @Test
    void isOffUnlessConfigured() {
        FakeDriver off = new FakeDriver(TestServers.v4Only().build());
        TestClient client = TestClient.tcp(off, "198.51.100.7:40000");
        assertThat(client.code(StunMethod.ALLOCATE, TcpRelayTest::tcp))
                .isEqualTo(StunErrorCode.UNSUPPORTED_TRANSPORT_PROTOCOL);
        client.allocate();
        assertThat(connect(client, PEER)).as("no answer").isEqualTo(-1);
    }

    @Test
    void takesNoChannelsAndNoDatagrams() {
        allocate(control);
        assertThat(control.bind(0x4000, "8.8.8.8:80")).isEqualTo(StunErrorCode.FORBIDDEN);
        control.permit("8.8.8.8:80");
        control.send(
                Message.of(
                        StunClass.INDICATION,
                        StunMethod.SEND,
                        new dev.parley.stun.TransactionId(1, 2),
                        writer ->
                                writer.xorAddress(StunAttributeType.XOR_PEER_ADDRESS, PEER)
                                        .bytes(StunAttributeType.DATA, new byte[] {1})));
        assertThat(driver.sent).isEmpty();
    }

    @Test
    void anotherUserCannotTakeAConnection() {
        allocate(control);
        int id = connected(PEER);
        data.as("bob", "builder");
        assertThat(data.code(StunMethod.CONNECTION_BIND, connection(id)))
                .isEqualTo(StunErrorCode.WRONG_CREDENTIALS);
        assertThat(driver.joined).isEmpty();
    }

    @Test
    void aConnectionIsTakenOnce() {
        allocate(control);
        int id = connected(PEER);
        assertThat(data.code(StunMethod.CONNECTION_BIND, connection(id))).isZero();
        TestClient late = TestClient.tcp(driver, "198.51.100.7:40002");
        assertThat(late.code(StunMethod.CONNECTION_BIND, connection(id)))
                .isEqualTo(StunErrorCode.BAD_REQUEST);
        assertThat(late.code(StunMethod.CONNECTION_BIND, connection(id ^ 1)))
                .isEqualTo(StunErrorCode.BAD_REQUEST);
        assertThat(control.code(StunMethod.CONNECTION_BIND, connection(id)))
                .as("on a control connection")
                .isEqualTo(StunErrorCode.BAD_REQUEST);
    }

    @Test
    void connectNeedsATcpAllocation() {
        control.learnNonce();
        assertThat(control.code(StunMethod.CONNECT, Message.peers(PEER)))
                .isEqualTo(StunErrorCode.ALLOCATION_MISMATCH);
        control.allocate();
        assertThat(control.code(StunMethod.CONNECT, Message.peers(PEER)))
                .isEqualTo(StunErrorCode.BAD_REQUEST);
    }
}
