package dev.parley.siege;

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

/**
 * A client that waits for each answer, and counts the data that come meanwhile. It can also write
 * messages for others to send.
 */
final class TurnSession implements AutoCloseable {
    static final int UDP_RELAY = 17;
    private static final int CHANNEL_HEADER_BYTES = 4;

    private final Line line;
    private final RandomSource random;
    private final MessageIntegrity key =
            new MessageIntegrity(
                    LongTermKey.md5(
                            ServerProcess.USER, ServerProcess.REALM, ServerProcess.PASSWORD));
    private final StunReader reader = new StunReader();
    private byte[] nonce = {};
    private TransportAddress relayed = TransportAddress.parse("0.0.0.0:0");
    private long dataPackets;
    private long dataBytes;

    TurnSession(Line line, RandomSource random) {
        this.line = line;
        this.random = random;
    }

    /** Gets a relay: asks, is challenged, and asks again. */
    TurnSession allocate() throws IOException {
        nonce = challenge();
        StunReader answer = ask(StunMethod.ALLOCATE, TurnSession::udpRelay);
        relayed = Objects.requireNonNull(answer.xorAddress(StunAttributeType.XOR_RELAYED_ADDRESS));
        return this;
    }

    /** The nonce of a 401. */
    byte[] challenge() throws IOException {
        byte[] first = message(StunClass.REQUEST, StunMethod.ALLOCATE, TurnSession::udpRelay);
        StunReader answer = exchange(first);
        if (answer.errorCode() != 401) {
            throw new IOException("an Allocate got " + answer.errorCode() + " instead of 401");
        }
        return Objects.requireNonNull(answer.bytes(StunAttributeType.NONCE));
    }

    static StunWriter udpRelay(StunWriter writer) {
        return writer.u8(StunAttributeType.REQUESTED_TRANSPORT, UDP_RELAY);
    }

    Line line() {
        return line;
    }

    TransportAddress relayed() {
        return relayed;
    }

    /** Packets that came from peers. */
    long dataPackets() {
        return dataPackets;
    }

    /** Their bytes, without headers. */
    long dataBytes() {
        return dataBytes;
    }

    void permit(TransportAddress peer) throws IOException {
        ask(StunMethod.CREATE_PERMISSION, writer -> peer(writer, peer));
    }

    void bind(int channel, TransportAddress peer) throws IOException {
        ask(StunMethod.CHANNEL_BIND, writer -> channel(writer, channel, peer));
    }

    void refresh() throws IOException {
        ask(StunMethod.REFRESH, writer -> writer);
    }

    void release() throws IOException {
        ask(StunMethod.REFRESH, writer -> writer.u32(StunAttributeType.LIFETIME, 0));
    }

    static StunWriter peer(StunWriter writer, TransportAddress peer) {
        return writer.xorAddress(StunAttributeType.XOR_PEER_ADDRESS, peer);
    }

    static StunWriter channel(StunWriter writer, int channel, TransportAddress peer) {
        return peer(writer.u16(StunAttributeType.CHANNEL_NUMBER, channel), peer);
    }

    static byte[] channelData(int channel, byte[] data) {
        byte[] message = new byte[CHANNEL_HEADER_BYTES + data.length];
        message[0] = (byte) (channel >> 8);
        message[1] = (byte) channel;
        message[2] = (byte) (data.length >> 8);
        message[3] = (byte) data.length;
        System.arraycopy(data, 0, message, CHANNEL_HEADER_BYTES, data.length);
        return message;
    }

    byte[] sendIndication(TransportAddress peer, byte[] data) {
        return message(
                StunClass.INDICATION,
                StunMethod.SEND,
                writer -> peer(writer, peer).bytes(StunAttributeType.DATA, data));
    }

    /** A request with everything that proves who asks. */
    byte[] sealed(int method, UnaryOperator<StunWriter> attributes) {
        return message(
                StunClass.REQUEST,
                method,
                writer ->
                        attributes
                                .apply(writer)
                                .text(StunAttributeType.USERNAME, ServerProcess.USER)
                                .text(StunAttributeType.REALM, ServerProcess.REALM)
                                .bytes(StunAttributeType.NONCE, nonce)
                                .messageIntegrity(key));
    }

    byte[] message(StunClass messageClass, int method, UnaryOperator<StunWriter> attributes) {
        byte[] buf = new byte[2048];
        StunWriter writer = new StunWriter().wrap(buf, 0, buf.length);
        TransactionId id = TransactionId.random(random);
        int length = attributes.apply(writer.begin(messageClass, method, id)).finish();
        return Arrays.copyOf(buf, length);
    }

    private StunReader ask(int method, UnaryOperator<StunWriter> attributes) throws IOException {
        StunReader answer = exchange(sealed(method, attributes));
        if (answer.messageClass() != StunClass.SUCCESS) {
            throw new IOException(
                    StunMethod.name(method) + " got error " + answer.errorCode() + " " + line);
        }
        return answer;
    }

    private StunReader exchange(byte[] request) throws IOException {
        line.send(request);
        while (true) {
            byte[] message = line.receive(Line.WAIT_MILLIS);
            if (message == null) {
                throw new IOException("no answer to a request of " + request.length + " bytes");
            }
            if (!isData(message) && isAnswer(message, request)) {
                return reader;
            }
        }
    }

    /** Answers of others may be late ones to what was damaged on purpose. */
    private boolean isAnswer(byte[] message, byte[] request) {
        return reader.parse(message, 0, message.length) == ParseResult.OK
                && Arrays.equals(message, 4, 20, request, 4, 20);
    }

    /** Takes what has come; returns whether anything did, within that time. */
    boolean look(int waitMillis) throws IOException {
        byte[] message = line.receive(waitMillis);
        return message != null && (isData(message) || message.length > 0);
    }

    private boolean isData(byte[] message) {
        if ((message[0] & 0xC0) == 0x40) {
            count(message.length - CHANNEL_HEADER_BYTES);
            return true;
        }
        if (reader.parse(message, 0, message.length) == ParseResult.OK
                && reader.is(StunClass.INDICATION, StunMethod.DATA)) {
            count(reader.valueLength(reader.find(StunAttributeType.DATA)));
            return true;
        }
        return false;
    }

    private void count(int bytes) {
        dataPackets++;
        dataBytes += bytes;
    }

    @Override
    public void close() throws IOException {
        line.close();
    }
}
