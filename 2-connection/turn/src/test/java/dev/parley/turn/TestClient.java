package dev.parley.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.RandomSource;
import dev.parley.core.TransportAddress;
import dev.parley.stun.LongTermKey;
import dev.parley.stun.MessageIntegrity;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunClass;
import dev.parley.stun.StunErrorCode;
import dev.parley.stun.StunMethod;
import dev.parley.stun.StunReader;
import dev.parley.stun.StunWriter;
import dev.parley.stun.TransactionId;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** A small TURN client, over UDP or over a stream. */
final class TestClient {
    private final FakeDriver driver;
    private final RandomSource random;
    final TransportAddress address;
    private final boolean stream;
    String username;
    String password;
    String realm = "parley";
    byte[] nonce = {};
    TransportAddress relayed = TransportAddress.parse("0.0.0.0:0");

    TestClient(FakeDriver driver, String address, boolean stream) {
        this.driver = driver;
        this.address = TransportAddress.parse(address);
        this.random = RandomSource.seeded(address.hashCode());
        this.stream = stream;
        this.username = TestServers.USER;
        this.password = TestServers.PASSWORD;
    }

    static TestClient udp(FakeDriver driver, String address) {
        return new TestClient(driver, address, false);
    }

    static TestClient tcp(FakeDriver driver, String address) {
        return new TestClient(driver, address, true);
    }

    TestClient as(String username, String password) {
        this.username = username;
        this.password = password;
        return this;
    }

    boolean isStream() {
        return stream;
    }

    void send(byte[] message) {
        if (stream) {
            driver.fromStream(address, message);
        } else {
            driver.fromClient(address, message);
        }
    }

    /** Sends and takes the one answer. */
    byte[] ask(byte[] message) {
        send(message);
        return driver.takeOne(address);
    }

    List<byte[]> received() {
        return driver.take(address);
    }

    /** A request with credentials as they are known now. */
    byte[] sealed(int method, UnaryOperator<StunWriter> attributes) {
        return sealed(method, TransactionId.random(random), attributes);
    }

    byte[] sealed(int method, TransactionId id, UnaryOperator<StunWriter> attributes) {
        return Message.of(
                StunClass.REQUEST,
                method,
                id,
                writer ->
                        attributes
                                .apply(writer)
                                .text(StunAttributeType.USERNAME, username)
                                .text(StunAttributeType.REALM, realm)
                                .bytes(StunAttributeType.NONCE, nonce)
                                .messageIntegrity(integrity()));
    }

    MessageIntegrity integrity() {
        return new MessageIntegrity(LongTermKey.md5(username, realm, password));
    }

    /** Gets a nonce by an Allocate without credentials. */
    TestClient learnNonce() {
        byte[] answer =
                ask(Message.request(random, StunMethod.ALLOCATE, Message::requestedTransport));
        StunReader reader = Message.parse(answer);
        assertThat(reader.errorCode()).isEqualTo(StunErrorCode.UNAUTHENTICATED);
        nonce = Objects.requireNonNull(reader.bytes(StunAttributeType.NONCE));
        realm = Objects.requireNonNull(reader.text(StunAttributeType.REALM));
        return this;
    }

    /** Asks with credentials; the answer must be sealed unless it is a challenge. */
    byte[] request(int method, UnaryOperator<StunWriter> attributes) {
        if (nonce.length == 0) {
            learnNonce();
        }
        byte[] answer = ask(sealed(method, attributes));
        int code = Message.code(answer);
        if (code != StunErrorCode.UNAUTHENTICATED && code != StunErrorCode.STALE_NONCE) {
            assertThat(Message.parse(answer).verifyIntegrity(integrity()))
                    .as("the answer %d is sealed", code)
                    .isTrue();
        }
        return answer;
    }

    int code(int method, UnaryOperator<StunWriter> attributes) {
        return Message.code(request(method, attributes));
    }

    byte[] allocate(UnaryOperator<StunWriter> attributes) {
        byte[] answer =
                request(
                        StunMethod.ALLOCATE,
                        writer -> attributes.apply(Message.requestedTransport(writer)));
        TransportAddress told =
                Message.parse(answer).xorAddress(StunAttributeType.XOR_RELAYED_ADDRESS);
        if (told != null) {
            relayed = told;
        }
        return answer;
    }

    /** Allocates, which must succeed. */
    TestClient allocate() {
        assertThat(Message.code(allocate(UnaryOperator.identity()))).isZero();
        return this;
    }

    byte[] refresh(int seconds) {
        return request(
                StunMethod.REFRESH, writer -> writer.u32(StunAttributeType.LIFETIME, seconds));
    }

    int permit(String... peers) {
        return code(
                StunMethod.CREATE_PERMISSION,
                Message.peers(
                        List.of(peers).stream()
                                .map(TransportAddress::parse)
                                .toArray(TransportAddress[]::new)));
    }

    int bind(int channel, String peer) {
        return code(
                StunMethod.CHANNEL_BIND,
                writer ->
                        writer.u16(StunAttributeType.CHANNEL_NUMBER, channel)
                                .xorAddress(
                                        StunAttributeType.XOR_PEER_ADDRESS,
                                        TransportAddress.parse(peer)));
    }

    void sendTo(String peer, byte[] data) {
        send(
                Message.of(
                        StunClass.INDICATION,
                        StunMethod.SEND,
                        TransactionId.random(random),
                        writer ->
                                writer.xorAddress(
                                                StunAttributeType.XOR_PEER_ADDRESS,
                                                TransportAddress.parse(peer))
                                        .bytes(StunAttributeType.DATA, data)));
    }
}
