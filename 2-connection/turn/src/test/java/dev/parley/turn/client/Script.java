package dev.parley.turn.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Paths;
import dev.parley.core.RandomSource;
import dev.parley.core.SocketCommand;
import dev.parley.core.TransmitSlot;
import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import dev.parley.stun.LongTermKey;
import dev.parley.stun.MessageIntegrity;
import dev.parley.stun.ParseResult;
import dev.parley.stun.RetransmissionPolicy;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunClass;
import dev.parley.stun.StunMethod;
import dev.parley.stun.StunReader;
import dev.parley.stun.StunWriter;
import dev.parley.stun.TransactionId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** A client whose server is the test: it reads each request and writes any answer to it. */
final class Script {
    static final TransportAddress SERVER = TransportAddress.parse("203.0.113.1:3478");
    static final TransportAddress RELAYED = TransportAddress.parse("203.0.113.1:50000");
    static final TransportAddress MAPPED = TransportAddress.parse("198.51.100.7:40000");
    static final TransportAddress PEER = TransportAddress.parse("192.0.2.8:7000");
    static final MessageIntegrity KEY =
            new MessageIntegrity(LongTermKey.md5("alice", "here", "wonderland"));
    static final MessageIntegrity WRONG_KEY =
            new MessageIntegrity(LongTermKey.md5("alice", "here", "looking-glass"));

    final Paths paths = new Paths(8);
    final Transport transport;
    final int path;
    final TurnClient client;
    long now;

    /** What the client sent and nobody looked at yet. */
    final List<byte[]> sent = new ArrayList<>();

    /** By which path each of all those left, in order. */
    final List<Integer> sentBy = new ArrayList<>();

    final List<TurnClientEvent> events = new ArrayList<>();
    final List<String> received = new ArrayList<>();
    boolean closed;
    private final TransmitSlot slot = new TransmitSlot(new byte[70_000]);
    private byte[] request = {};

    /** By which path the server answers. */
    int answersBy;

    Script(Transport transport) {
        this(transport, TurnClientConfigBuilder::build);
    }

    Script(Transport transport, TwoCores.Finish finish) {
        this.transport = transport;
        path = paths.intern(0, SERVER, transport);
        answersBy = path;
        client =
                new TurnClient(
                        paths,
                        RandomSource.seeded(5),
                        RetransmissionPolicy.RFC_8489,
                        finish.config(TurnClientConfig.builder("alice", "wonderland")),
                        (at, v6, high, low, port, buf, off, len) ->
                                received.add(new String(buf, off, len, StandardCharsets.UTF_8)));
    }

    /** Up to the request with credentials. */
    static Script challenged(Transport transport) {
        Script script = new Script(transport);
        script.start();
        return script;
    }

    static Script allocated(Transport transport) {
        Script script = challenged(transport);
        script.succeed(script::allocation);
        script.takeEvents();
        return script;
    }

    void start() {
        client.allocate(now, path);
        drain();
        challenge(401, "nonce 1");
    }

    StunWriter allocation(StunWriter writer) {
        return writer.xorAddress(StunAttributeType.XOR_RELAYED_ADDRESS, RELAYED)
                .u32(StunAttributeType.LIFETIME, 600)
                .xorAddress(StunAttributeType.XOR_MAPPED_ADDRESS, MAPPED);
    }

    void drain() {
        for (int length; (length = client.pollTransmit(now, slot)) > 0; ) {
            sent.add(Arrays.copyOfRange(slot.buf, slot.off, slot.off + length));
            sentBy.add(slot.path);
        }
        for (TurnClientEvent event; (event = client.pollEvent()) != null; ) {
            events.add(event);
        }
        if (client.pollCommand() instanceof SocketCommand.ClosePath) {
            closed = true;
        }
        paths.sweep();
    }

    /** Lets time pass, stopping wherever the client wants to be called. */
    void run(double seconds) {
        long until = now + (long) (seconds * 1e9);
        drain();
        while (client.nextTimeout() <= until) {
            now = Math.max(now, client.nextTimeout());
            client.onTimeout(now);
            assertThat(client.nextTimeout()).as("no timer asks for now twice").isGreaterThan(now);
            drain();
        }
        now = until;
    }

    /** Takes the one request that was sent, which the next answer is for. */
    StunReader request() {
        drain();
        assertThat(sent).hasSize(1);
        request = sent.removeFirst();
        return parse(request);
    }

    StunReader request(int method) {
        StunReader reader = request();
        assertThat(reader.is(StunClass.REQUEST, method))
                .as(StunMethod.name(reader.method()))
                .isTrue();
        return reader;
    }

    static StunReader parse(byte[] message) {
        StunReader reader = new StunReader();
        assertThat(reader.parse(message, 0, message.length)).isEqualTo(ParseResult.OK);
        return reader;
    }

    private StunReader latest() {
        drain();
        if (!sent.isEmpty()) {
            request();
        }
        return parse(request);
    }

    byte[] answer(StunClass messageClass, UnaryOperator<StunWriter> attributes) {
        StunReader asked = latest();
        return message(messageClass, asked.method(), asked.transactionId(), attributes);
    }

    static byte[] message(
            StunClass messageClass,
            int method,
            TransactionId id,
            UnaryOperator<StunWriter> attributes) {
        byte[] buf = new byte[66_000];
        StunWriter writer = new StunWriter().wrap(buf, 0, buf.length);
        return Arrays.copyOf(
                buf, attributes.apply(writer.begin(messageClass, method, id)).finish());
    }

    void deliver(byte[] message) {
        deliver(answersBy, message);
    }

    void deliver(int by, byte[] message) {
        if (paths.transport(by).isStream()) {
            client.receiveStream(now, by, message.clone(), 0, message.length);
        } else {
            client.receive(now, by, message.clone(), 0, message.length);
        }
        drain();
    }

    /** A sealed success for the request that waits. */
    void succeed(UnaryOperator<StunWriter> attributes) {
        deliver(
                answer(
                        StunClass.SUCCESS,
                        writer -> attributes.apply(writer).messageIntegrity(KEY)));
    }

    void succeed() {
        succeed(UnaryOperator.identity());
    }

    void refuse(int code) {
        refuse(code, UnaryOperator.identity());
    }

    void refuse(int code, UnaryOperator<StunWriter> attributes) {
        deliver(
                answer(
                        StunClass.ERROR,
                        writer -> attributes.apply(writer.errorCode(code)).messageIntegrity(KEY)));
    }

    void challenge(int code, String nonce) {
        deliver(
                answer(
                        StunClass.ERROR,
                        writer ->
                                writer.errorCode(code)
                                        .text(StunAttributeType.REALM, "here")
                                        .text(StunAttributeType.NONCE, nonce)));
    }

    /** A Data indication. */
    static byte[] data(TransportAddress peer, String text) {
        return message(
                StunClass.INDICATION,
                StunMethod.DATA,
                new TransactionId(1, 2),
                writer ->
                        writer.xorAddress(StunAttributeType.XOR_PEER_ADDRESS, peer)
                                .bytes(
                                        StunAttributeType.DATA,
                                        text.getBytes(StandardCharsets.UTF_8)));
    }

    static byte[] channelData(int number, String text) {
        byte[] data = text.getBytes(StandardCharsets.UTF_8);
        byte[] message = new byte[4 + (data.length + 3) / 4 * 4];
        message[0] = (byte) (number >> 8);
        message[1] = (byte) number;
        message[3] = (byte) data.length;
        System.arraycopy(data, 0, message, 4, data.length);
        return message;
    }

    /** Permits the peer, which succeeds. */
    Script permitted() {
        client.permit(now, PEER.ip());
        request(StunMethod.CREATE_PERMISSION);
        succeed();
        takeEvents();
        return this;
    }

    /** Binds a channel, which succeeds. */
    Script bound() {
        client.bind(now, PEER);
        request(StunMethod.CHANNEL_BIND);
        succeed();
        takeEvents();
        return this;
    }

    boolean send(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        boolean done = client.send(now, PEER, bytes, 0, bytes.length);
        drain();
        return done;
    }

    List<TurnClientEvent> takeEvents() {
        List<TurnClientEvent> taken = List.copyOf(events);
        events.clear();
        return taken;
    }
}
