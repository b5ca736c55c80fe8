package dev.parley.fuzz;

import dev.parley.core.Bytes;
import dev.parley.core.Deadlines;
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
import dev.parley.turn.client.TurnClient;
import dev.parley.turn.client.TurnClientConfig;
import dev.parley.turn.client.TurnClientEvent;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** A TURN client with a server of thought, and the laws that hold whatever the server says. */
final class TurnClientMachine {
    static final TransportAddress PEER = TransportAddress.parse("8.8.8.8:7000");
    static final int CHANNEL = 0x4000;

    private static final TransportAddress SERVER = TransportAddress.parse("192.0.2.1:3478");
    private static final TransportAddress RELAYED = TransportAddress.parse("192.0.2.1:50000");
    private static final int CONNECTION = 77;
    private static final int DATA_SOCKET = 1;
    private static final int HEADER_BYTES = 20;
    private static final int ID_AT = 8;
    private static final int ID_BYTES = 12;

    /** Seven requests of six kinds, and those that are put again. */
    private static final int MOST_STEPS = 256;

    private static final int QUEUE_BYTES = 2 * 65_552; // the least there is

    private static final MessageIntegrity KEY =
            new MessageIntegrity(LongTermKey.md5("user", "parley", "pass"));

    final TurnClient client;

    /** What peers sent, one after the other. */
    final ByteArrayOutputStream received = new ByteArrayOutputStream();

    boolean closed;
    int ends;

    /** Connections for peers, of a client whose relay is by TCP: those that became a peer's. */
    int bound;

    boolean dataClosed;
    private int dataPath = Paths.NONE;
    private final Transport transport;
    private final Paths paths = new Paths(4);
    private final int path;
    private final TransmitSlot slot = new TransmitSlot(new byte[70_000]);
    private final byte[] buf = new byte[8192];
    private byte[] request = {}; // the latest that was sent
    private int allocated;
    private long now;

    TurnClientMachine(Transport transport) {
        this(transport, false);
    }

    TurnClientMachine(Transport transport, boolean tcpRelay) {
        this.transport = transport;
        path = paths.intern(0, SERVER, transport);
        client =
                new TurnClient(
                        paths,
                        RandomSource.seeded(1),
                        RetransmissionPolicy.RFC_8489,
                        TurnClientConfig.builder("user", "pass")
                                .keepaliveSeconds(0)
                                .tcpRelay(tcpRelay)
                                .queueBytes(QUEUE_BYTES)
                                .build(),
                        (at, v6, high, low, port, data, off, len) ->
                                received.write(data, off, len));
        client.allocate(now, path);
        drain();
    }

    /** Answers the first Allocate with a challenge. */
    TurnClientMachine challenge() {
        answer(
                StunClass.ERROR,
                writer ->
                        writer.errorCode(401)
                                .text(StunAttributeType.REALM, "parley")
                                .text(StunAttributeType.NONCE, "nonce"));
        return this;
    }

    /** Makes the allocation, a permission and a channel. */
    TurnClientMachine allocate() {
        challenge();
        answer(
                StunClass.SUCCESS,
                writer ->
                        writer.xorAddress(StunAttributeType.XOR_RELAYED_ADDRESS, RELAYED)
                                .u32(StunAttributeType.LIFETIME, 600)
                                .xorAddress(StunAttributeType.XOR_MAPPED_ADDRESS, PEER)
                                .messageIntegrity(KEY));
        client.bind(now, PEER);
        drain();
        answer(StunClass.SUCCESS, writer -> writer.messageIntegrity(KEY));
        FuzzTarget.check(client.send(now, PEER, buf, 0, 100), "a channel is there");
        drain();
        return this;
    }

    /** Makes an allocation by TCP, and asks for a peer whose connection waits to be bound. */
    TurnClientMachine connect() {
        challenge();
        answer(
                StunClass.SUCCESS,
                writer ->
                        writer.xorAddress(StunAttributeType.XOR_RELAYED_ADDRESS, RELAYED)
                                .u32(StunAttributeType.LIFETIME, 600)
                                .xorAddress(StunAttributeType.XOR_MAPPED_ADDRESS, PEER)
                                .messageIntegrity(KEY));
        client.connect(now, PEER);
        drain();
        answer(
                StunClass.SUCCESS,
                writer ->
                        writer.u32(StunAttributeType.CONNECTION_ID, CONNECTION)
                                .messageIntegrity(KEY));
        return this;
    }

    /** Makes the connection that is to become the peer's. */
    TurnClientMachine bindConnection() {
        dataPath = paths.intern(DATA_SOCKET, SERVER, transport);
        client.bindConnection(now, dataPath, CONNECTION);
        drain();
        return this;
    }

    /** Bytes on that connection; what comes once it is the peer's goes past the client. */
    void feedData(byte[] bytes, int piece) {
        for (int at = 0; at < bytes.length && !dataClosed; at += piece) {
            int length = Math.min(piece, bytes.length - at);
            if (bound > 0) {
                received.write(bytes, at, length);
            } else {
                client.receiveStream(now, dataPath, bytes.clone(), at, length);
                drain();
            }
        }
    }

    private void answer(StunClass messageClass, TurnMachine.UnsealedMessage message) {
        StunReader asked = new StunReader();
        FuzzTarget.check(
                asked.parse(request, 0, request.length) == ParseResult.OK, "a request was sent");
        StunWriter writer = new StunWriter().wrap(buf, 0, buf.length);
        message.attributes(writer.beginResponse(messageClass, asked));
        feed(Arrays.copyOf(buf, writer.finish()));
    }

    /** Has every kind of request under way. */
    void askForEverything() {
        client.refresh(now);
        client.permit(now, TransportAddress.parse("8.8.4.4:1").ip());
        client.bind(now, TransportAddress.parse("8.8.8.8:7001"));
        drain();
    }

    /** The same message with the transaction id of the latest request. */
    byte[] answering(byte[] input) {
        byte[] answer = input.clone();
        if (input.length >= HEADER_BYTES) {
            System.arraycopy(request, ID_AT, answer, ID_AT, ID_BYTES);
        }
        return answer;
    }

    /** The same as an answer to the latest request, sealed by one who knows the password. */
    byte[] sealed(byte[] input) {
        StunReader reader = new StunReader();
        StunReader asked = new StunReader();
        if (reader.parse(input, 0, input.length) != ParseResult.OK
                || asked.parse(request, 0, request.length) != ParseResult.OK) {
            return new byte[0];
        }
        StunClass messageClass =
                reader.messageClass() == StunClass.ERROR ? StunClass.ERROR : StunClass.SUCCESS;
        StunWriter writer =
                new StunWriter().wrap(buf, 0, buf.length).beginResponse(messageClass, asked);
        for (int i = 0; i < reader.attributeCount(); i++) {
            switch (reader.attributeType(i)) {
                case StunAttributeType.MESSAGE_INTEGRITY,
                        StunAttributeType.MESSAGE_INTEGRITY_SHA256,
                        StunAttributeType.FINGERPRINT -> {}
                default ->
                        writer.bytes(
                                reader.attributeType(i),
                                input,
                                reader.valueOffset(i),
                                reader.valueLength(i));
            }
        }
        return Arrays.copyOf(buf, writer.messageIntegrity(KEY).finish());
    }

    void feed(byte[] bytes) {
        if (transport.isStream()) {
            feed(bytes, 0, bytes.length);
        } else {
            client.receive(now, path, bytes.clone(), 0, bytes.length);
            drain();
        }
    }

    void feed(byte[] bytes, int off, int len) {
        if (!closed) {
            client.receiveStream(now, path, bytes.clone(), off, len);
            drain();
        }
    }

    private void drain() {
        for (int length; (length = client.pollTransmit(now, slot)) > 0; ) {
            if (Bytes.u8(slot.buf, slot.off) < 0x40 && isRequest()) {
                request = Arrays.copyOfRange(slot.buf, slot.off, slot.off + length);
            }
        }
        for (TurnClientEvent event; (event = client.pollEvent()) != null; ) {
            tell(event);
        }
        for (SocketCommand command; (command = client.pollCommand()) != null; ) {
            if (command instanceof SocketCommand.ClosePath close && close.path() == path) {
                closed = true;
            } else {
                FuzzTarget.check(!dataClosed && bound == 0, "a connection is closed once");
                dataClosed = true;
            }
        }
        FuzzTarget.check(client.nextTimeout() > now, "no timer is due");
        paths.sweep();
    }

    private boolean isRequest() {
        return StunClass.of(Bytes.u16(slot.buf, slot.off)) == StunClass.REQUEST
                && StunMethod.of(Bytes.u16(slot.buf, slot.off)) != StunMethod.BINDING;
    }

    private void tell(TurnClientEvent event) {
        FuzzTarget.check(ends == 0, "nothing follows the end");
        switch (event) {
            case TurnClientEvent.Allocated _ ->
                    FuzzTarget.check(++allocated == 1, "there is one allocation");
            case TurnClientEvent.AllocationFailed _, TurnClientEvent.Redirected _ -> {
                FuzzTarget.check(allocated == 0, "what stands does not fail to begin");
                ends++;
            }
            case TurnClientEvent.Ended _ -> ends++;
            case TurnClientEvent.ConnectionBound one -> {
                FuzzTarget.check(++bound == 1 && !dataClosed, "a connection is bound once");
                FuzzTarget.check(one.path() == dataPath, "it is the one that was given");
                received.writeBytes(one.head());
            }
            case TurnClientEvent.Permitted _,
                    TurnClientEvent.PermissionFailed _,
                    TurnClientEvent.Bound _,
                    TurnClientEvent.BindFailed _,
                    TurnClientEvent.StreamEvent _,
                    TurnClientEvent.MobilityEvent _,
                    TurnClientEvent.PeerUnreachable _ ->
                    FuzzTarget.check(allocated == 1, "peers are for allocations");
            case TurnClientEvent.Expiring expiring ->
                    FuzzTarget.check(expiring.end() > now, "it has not expired yet");
        }
    }

    /** Lets the server be silent from now on: the client ends, and gives everything back. */
    void end() {
        for (int step = 0; client.nextTimeout() != Deadlines.NONE; step++) {
            FuzzTarget.check(step < MOST_STEPS, "an allocation without a server ends");
            now = Math.max(now, client.nextTimeout());
            client.onTimeout(now);
            drain();
        }
        FuzzTarget.check(ends == 1, "it ends once");
        FuzzTarget.check(closed == transport.isStream(), "a stream is closed at the end");
        FuzzTarget.check(paths.size() == 0, "the path is given back");
    }
}
