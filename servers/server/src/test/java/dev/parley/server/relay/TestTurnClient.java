package dev.parley.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.RandomSource;
import dev.parley.core.TransportAddress;
import dev.parley.stun.LongTermKey;
import dev.parley.stun.MessageIntegrity;
import dev.parley.stun.ParseResult;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunClass;
import dev.parley.stun.StunMethod;
import dev.parley.stun.StunReader;
import dev.parley.stun.StunWriter;
import dev.parley.stun.TransactionId;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A small TURN client that waits for each answer. */
public final class TestTurnClient implements AutoCloseable {
    public static final String USER = "alice";
    public static final String PASSWORD = "wonderland";
    private static final String REALM = "parley";

    private final Wire wire;
    private final RandomSource random = RandomSource.seeded(7);
    private String user = USER;
    private String password = PASSWORD;
    private byte[] nonce = {};
    private TransportAddress relayed = TransportAddress.parse("0.0.0.0:0");

    public TestTurnClient(Wire wire) {
        this.wire = wire;
    }

    public TestTurnClient as(String name, String itsPassword) {
        user = name;
        password = itsPassword;
        return this;
    }

    public TransportAddress relayed() {
        return relayed;
    }

    public TestTurnClient allocate() throws IOException {
        return allocate(17);
    }

    /** Gets a relay that reaches peers by that protocol: 17 is UDP, 6 is TCP. */
    public TestTurnClient allocate(int protocol) throws IOException {
        UnaryOperator<StunWriter> transport =
                writer -> writer.u8(StunAttributeType.REQUESTED_TRANSPORT, protocol);
        StunReader challenge =
                parse(ask(message(StunClass.REQUEST, StunMethod.ALLOCATE, transport)));
        assertThat(challenge.errorCode()).isEqualTo(401);
        nonce = Objects.requireNonNull(challenge.bytes(StunAttributeType.NONCE));
        StunReader answer = request(StunMethod.ALLOCATE, transport);
        relayed = Objects.requireNonNull(answer.xorAddress(StunAttributeType.XOR_RELAYED_ADDRESS));
        return this;
    }

    /** Allocates with the nonce that it has; returns the error code, or 0. */
    int allocateAgain() throws IOException {
        StunReader answer = sealed(StunMethod.ALLOCATE, TestTurnClient::overUdp);
        TransportAddress got = answer.xorAddress(StunAttributeType.XOR_RELAYED_ADDRESS);
        relayed = got == null ? relayed : got;
        return Math.max(0, answer.errorCode());
    }

    /** Allocates an even port and has the next one kept; returns its token. */
    long allocatePair() throws IOException {
        return allocate(writer -> writer.u8(StunAttributeType.EVEN_PORT, 0x80))
                .u64(StunAttributeType.RESERVATION_TOKEN, 0);
    }

    /** Allocates the port that was kept. */
    TestTurnClient claim(long token) throws IOException {
        allocate(writer -> writer.u64(StunAttributeType.RESERVATION_TOKEN, token));
        return this;
    }

    /** Allocates what it can take along, RFC 8016; returns the ticket. */
    byte[] allocateMobile() throws IOException {
        return ticket(allocate(writer -> writer.flag(StunAttributeType.MOBILITY_TICKET)));
    }

    /** Takes the allocation of that ticket along; returns the next one. */
    byte[] takeAlong(byte[] ticket) throws IOException {
        challenge();
        return ticket(
                request(
                        StunMethod.REFRESH,
                        writer -> writer.bytes(StunAttributeType.MOBILITY_TICKET, ticket)));
    }

    private static byte[] ticket(StunReader answer) {
        return Objects.requireNonNull(answer.bytes(StunAttributeType.MOBILITY_TICKET));
    }

    private void challenge() throws IOException {
        StunReader challenge =
                parse(
                        ask(
                                message(
                                        StunClass.REQUEST,
                                        StunMethod.ALLOCATE,
                                        TestTurnClient::overUdp)));
        nonce = Objects.requireNonNull(challenge.bytes(StunAttributeType.NONCE));
    }

    private static StunWriter overUdp(StunWriter writer) {
        return writer.u8(StunAttributeType.REQUESTED_TRANSPORT, 17);
    }

    private StunReader allocate(UnaryOperator<StunWriter> attributes) throws IOException {
        challenge();
        StunReader answer =
                request(StunMethod.ALLOCATE, writer -> attributes.apply(overUdp(writer)));
        relayed = Objects.requireNonNull(answer.xorAddress(StunAttributeType.XOR_RELAYED_ADDRESS));
        return answer;
    }

    public void permit(TransportAddress peer) throws IOException {
        request(
                StunMethod.CREATE_PERMISSION,
                writer -> writer.xorAddress(StunAttributeType.XOR_PEER_ADDRESS, peer));
    }

    public void bind(int channel, TransportAddress peer) throws IOException {
        request(
                StunMethod.CHANNEL_BIND,
                writer ->
                        writer.u16(StunAttributeType.CHANNEL_NUMBER, channel)
                                .xorAddress(StunAttributeType.XOR_PEER_ADDRESS, peer));
    }

    /** The error code of the answer to a ChannelBind, or 0. */
    int tryToBind(int channel, TransportAddress peer) throws IOException {
        StunReader answer =
                sealed(
                        StunMethod.CHANNEL_BIND,
                        writer ->
                                writer.u16(StunAttributeType.CHANNEL_NUMBER, channel)
                                        .xorAddress(StunAttributeType.XOR_PEER_ADDRESS, peer));
        return Math.max(0, answer.errorCode());
    }

    /** A connectivity check of ICE, in a channel. */
    void check(int channel, String receiver, String sender) throws IOException {
        channelData(
                channel,
                message(
                        StunClass.REQUEST,
                        StunMethod.BINDING,
                        writer ->
                                writer.text(StunAttributeType.USERNAME, receiver + ":" + sender)));
    }

    /** Connects to a peer by TCP; returns CONNECTION-ID. */
    int connect(TransportAddress peer) throws IOException {
        StunReader answer =
                request(
                        StunMethod.CONNECT,
                        writer -> writer.xorAddress(StunAttributeType.XOR_PEER_ADDRESS, peer));
        return (int) answer.u32(StunAttributeType.CONNECTION_ID);
    }

    /** Waits for a peer to connect; returns CONNECTION-ID. */
    int attempt() throws IOException {
        StunReader attempt = parse(receive());
        assertThat(attempt.is(StunClass.INDICATION, StunMethod.CONNECTION_ATTEMPT)).isTrue();
        return (int) attempt.u32(StunAttributeType.CONNECTION_ID);
    }

    /** Makes the wire of another client of ours the client's half of a connection. */
    void bindConnection(TestTurnClient control, int id) throws IOException {
        nonce = control.nonce;
        request(
                StunMethod.CONNECTION_BIND,
                writer -> writer.u32(StunAttributeType.CONNECTION_ID, id));
    }

    public void release() throws IOException {
        request(StunMethod.REFRESH, writer -> writer.u32(StunAttributeType.LIFETIME, 0));
    }

    void binding() throws IOException {
        StunReader answer =
                parse(ask(message(StunClass.REQUEST, StunMethod.BINDING, writer -> writer)));
        assertThat(answer.messageClass()).isEqualTo(StunClass.SUCCESS);
    }

    void send(byte[] message) throws IOException {
        wire.send(message);
    }

    public void channelData(int channel, byte[] data) throws IOException {
        wire.send(channelMessage(channel, data.length, data));
    }

    /** With any length in the header. */
    static byte[] channelMessage(int channel, int length, byte[] data) {
        byte[] message = new byte[4 + data.length];
        message[0] = (byte) (channel >> 8);
        message[1] = (byte) channel;
        message[2] = (byte) (length >> 8);
        message[3] = (byte) length;
        System.arraycopy(data, 0, message, 4, data.length);
        return message;
    }

    /** The next message, which must come. */
    public byte[] receive() throws IOException {
        return Objects.requireNonNull(wire.receive(Wire.WAIT_MILLIS), "nothing came");
    }

    byte @Nullable [] receive(int waitMillis) throws IOException {
        return wire.receive(waitMillis);
    }

    private StunReader request(int method, UnaryOperator<StunWriter> attributes)
            throws IOException {
        StunReader reader = sealed(method, attributes);
        assertThat(reader.messageClass())
                .as("method %d, error %d", method, reader.errorCode())
                .isEqualTo(StunClass.SUCCESS);
        return reader;
    }

    /** The error code of the answer to an Allocate, or 0. */
    public int tryToAllocate() throws IOException {
        UnaryOperator<StunWriter> transport =
                writer -> writer.u8(StunAttributeType.REQUESTED_TRANSPORT, 17);
        StunReader challenge =
                parse(ask(message(StunClass.REQUEST, StunMethod.ALLOCATE, transport)));
        nonce = Objects.requireNonNull(challenge.bytes(StunAttributeType.NONCE));
        return Math.max(0, sealed(StunMethod.ALLOCATE, transport).errorCode());
    }

    /** The error code of the answer to a Refresh, or 0. */
    public int refresh(int seconds) throws IOException {
        StunReader answer =
                sealed(
                        StunMethod.REFRESH,
                        writer -> writer.u32(StunAttributeType.LIFETIME, seconds));
        return Math.max(0, answer.errorCode());
    }

    private StunReader sealed(int method, UnaryOperator<StunWriter> attributes) throws IOException {
        MessageIntegrity key = new MessageIntegrity(LongTermKey.md5(user, REALM, password));
        byte[] answer =
                ask(
                        message(
                                StunClass.REQUEST,
                                method,
                                writer ->
                                        attributes
                                                .apply(writer)
                                                .text(StunAttributeType.USERNAME, user)
                                                .text(StunAttributeType.REALM, REALM)
                                                .bytes(StunAttributeType.NONCE, nonce)
                                                .messageIntegrity(key)));
        return parse(answer);
    }

    private byte[] ask(byte[] message) throws IOException {
        wire.send(message);
        return receive();
    }

    private byte[] message(
            StunClass messageClass, int method, UnaryOperator<StunWriter> attributes) {
        byte[] buf = new byte[1500];
        StunWriter writer = new StunWriter().wrap(buf, 0, buf.length);
        TransactionId id = TransactionId.random(random);
        int length = attributes.apply(writer.begin(messageClass, method, id)).finish();
        assertThat(length).isPositive();
        return Arrays.copyOf(buf, length);
    }

    private static StunReader parse(byte[] message) {
        StunReader reader = new StunReader();
        assertThat(reader.parse(message, 0, message.length)).isEqualTo(ParseResult.OK);
        return reader;
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }
}
