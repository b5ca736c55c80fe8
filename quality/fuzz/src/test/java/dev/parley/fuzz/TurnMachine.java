package dev.parley.fuzz;

import dev.parley.core.IpAddress;
import dev.parley.core.Paths;
import dev.parley.core.RandomSource;
import dev.parley.core.SocketCommand;
import dev.parley.core.SocketResult;
import dev.parley.core.TransmitSlot;
import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import dev.parley.core.WallClock;
import dev.parley.stun.LongTermKey;
import dev.parley.stun.MessageIntegrity;
import dev.parley.stun.ParseResult;
import dev.parley.stun.PasswordAlgorithm;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunClass;
import dev.parley.stun.StunMethod;
import dev.parley.stun.StunReader;
import dev.parley.stun.StunWriter;
import dev.parley.stun.TransactionId;
import dev.parley.turn.ChallengeLimit;
import dev.parley.turn.PortRange;
import dev.parley.turn.RelayPlane;
import dev.parley.turn.TurnCredentials;
import dev.parley.turn.TurnServer;
import dev.parley.turn.TurnServerConfig;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A TURN server with sockets of thought, and one client that has an allocation and a channel. */
final class TurnMachine {
    static final TransportAddress CLIENT = TransportAddress.parse("198.51.100.7:40000");
    static final TransportAddress PEER = TransportAddress.parse("8.8.8.8:7000");
    static final int CHANNEL = 0x4000;

    private static final int LISTENING = 1;
    private static final int STREAM = 2;
    private static final int PEER_STREAM = 3;
    private static final int QUEUE_BYTES = 256 * 1024; // the least there is
    private static final MessageIntegrity KEY =
            new MessageIntegrity(LongTermKey.md5("user", "parley", "pass"));

    private static final MessageIntegrity SHA256_KEY =
            new MessageIntegrity(LongTermKey.sha256("user", "parley", "pass"));

    /** Whether requests are sealed by the algorithm that challenges over streams offer. */
    boolean bySha256;

    final Paths paths = new Paths(64);
    final TurnServer server;
    final Map<Integer, TransportAddress> relaySockets = new HashMap<>();

    /** What the server sent since it was last emptied, one after the other. */
    final ByteArrayOutputStream sent = new ByteArrayOutputStream();

    /** Connections with peers. */
    final Set<Integer> peerPaths = new HashSet<>();

    boolean streamClosed;
    private final Transport transport;
    private final TransmitSlot slot = new TransmitSlot(new byte[32 * 1024]);
    private final byte[] buf = new byte[8192];
    private int streamPath = Paths.NONE;
    private int nextSocket = 10;
    private byte[] nonce = {};

    TurnMachine(Transport transport) {
        this.transport = transport;
        server =
                new TurnServer(
                        TurnServerConfig.builder()
                                .credentials(new TurnCredentials("parley").user("user", "pass"))
                                .relayAddress(IpAddress.parse("192.0.2.10"))
                                .relayPorts(new PortRange(50_000, 50_015))
                                .challengeLimit(new ChallengeLimit(100, 300, 24, 56, 64))
                                .tcpRelays(true)
                                .queueBytes(QUEUE_BYTES)
                                .build(),
                        paths,
                        RandomSource.seeded(1),
                        new WallClock(0, 1_800_000_000_000L),
                        new byte[16],
                        RelayPlane.NONE);
        server.listen(LISTENING);
    }

    /** Makes the allocation and the channel. */
    TurnMachine allocate() {
        UnsealedMessage transportOnly =
                writer -> writer.u8(StunAttributeType.REQUESTED_TRANSPORT, 17);
        fromClient(write(StunMethod.ALLOCATE, transportOnly, false));
        StunReader challenge = new StunReader();
        byte[] answer = sent.toByteArray();
        FuzzTarget.check(
                challenge.parse(answer, 0, answer.length) == ParseResult.OK, "a challenge comes");
        byte[] given = challenge.bytes(StunAttributeType.NONCE);
        nonce = given == null ? nonce : given;
        fromClient(write(StunMethod.ALLOCATE, transportOnly, true));
        fromClient(
                write(
                        StunMethod.CHANNEL_BIND,
                        writer ->
                                writer.u16(StunAttributeType.CHANNEL_NUMBER, CHANNEL)
                                        .xorAddress(StunAttributeType.XOR_PEER_ADDRESS, PEER),
                        true));
        FuzzTarget.check(server.allocations() == 1 && server.channels() == 1, "a client is there");
        sent.reset();
        return this;
    }

    /** Makes a relay that reaches peers by TCP, with one connection that waits to be bound. */
    TurnMachine allocateTcp() {
        UnsealedMessage transportOnly =
                writer -> writer.u8(StunAttributeType.REQUESTED_TRANSPORT, 6);
        fromClient(write(StunMethod.ALLOCATE, transportOnly, false));
        StunReader challenge = new StunReader();
        byte[] answer = sent.toByteArray();
        FuzzTarget.check(
                challenge.parse(answer, 0, answer.length) == ParseResult.OK, "a challenge comes");
        byte[] given = challenge.bytes(StunAttributeType.NONCE);
        nonce = given == null ? nonce : given;
        fromClient(write(StunMethod.ALLOCATE, transportOnly, true));
        fromClient(
                write(
                        StunMethod.CONNECT,
                        writer -> writer.xorAddress(StunAttributeType.XOR_PEER_ADDRESS, PEER),
                        true));
        FuzzTarget.check(server.peerConnections() == 1, "a peer is connected");
        sent.reset();
        return this;
    }

    /** The attributes of a message, before it is sealed. */
    interface UnsealedMessage {
        StunWriter attributes(StunWriter writer);
    }

    private byte[] write(int method, UnsealedMessage message, boolean sealed) {
        StunWriter writer = new StunWriter().wrap(buf, 0, buf.length);
        message.attributes(writer.begin(StunClass.REQUEST, method, new TransactionId(1, 2)));
        return Arrays.copyOf(buf, (sealed ? seal(writer) : writer).finish());
    }

    private StunWriter seal(StunWriter writer) {
        writer.text(StunAttributeType.USERNAME, "user")
                .text(StunAttributeType.REALM, "parley")
                .bytes(StunAttributeType.NONCE, nonce);
        return bySha256
                ? writer.passwordAlgorithms(
                                List.of(PasswordAlgorithm.SHA256, PasswordAlgorithm.MD5))
                        .passwordAlgorithm(PasswordAlgorithm.SHA256)
                        .messageIntegritySha256(SHA256_KEY)
                : writer.messageIntegrity(KEY);
    }

    /** The same request as the client would send it, with credentials; empty when it is none. */
    byte[] sealed(byte[] input) {
        StunReader reader = new StunReader();
        if (reader.parse(input, 0, input.length) != ParseResult.OK
                || reader.messageClass() != StunClass.REQUEST) {
            return new byte[0];
        }
        StunWriter writer =
                new StunWriter()
                        .wrap(buf, 0, buf.length)
                        .begin(StunClass.REQUEST, reader.method(), reader.transactionId());
        Unsealed.write(reader, input, writer);
        return Arrays.copyOf(buf, seal(writer).finish());
    }

    void fromClient(byte[] bytes) {
        if (transport.isStream()) {
            fromStream(bytes, 0, bytes.length);
        } else {
            from(LISTENING, CLIENT, bytes);
        }
    }

    void from(int socket, TransportAddress source, byte[] bytes) {
        int path = paths.intern(socket, source, Transport.UDP);
        server.receive(0, path, bytes.clone(), 0, bytes.length);
        drain();
    }

    void fromPeer(byte[] bytes) {
        for (int socket : relaySockets.keySet().toArray(Integer[]::new)) {
            from(socket, PEER, bytes);
        }
    }

    void fromStream(byte[] bytes, int off, int len) {
        if (streamPath == Paths.NONE) {
            streamPath = paths.intern(STREAM, CLIENT, transport);
            paths.retain(streamPath);
        }
        if (!streamClosed) {
            server.receiveStream(0, streamPath, bytes.clone(), off, len);
            drain();
        }
    }

    void drain() {
        for (boolean more = true; more; ) {
            for (int length; (length = server.pollTransmit(0, slot)) > 0; ) {
                sent.write(slot.buf, slot.off, length);
            }
            SocketCommand command = server.pollCommand();
            more = command != null;
            switch (command) {
                case null -> {}
                case SocketCommand.OpenUdp open -> {
                    relaySockets.put(nextSocket, open.local());
                    server.onResult(
                            0, new SocketResult.Opened(open.request(), nextSocket++, open.local()));
                }
                case SocketCommand.CloseSocket close -> relaySockets.remove(close.socket());
                case SocketCommand.OpenTcp open -> {
                    relaySockets.put(nextSocket, open.local());
                    server.onResult(
                            0, new SocketResult.Opened(open.request(), nextSocket++, open.local()));
                }
                case SocketCommand.ConnectTcp connect -> {
                    int path = paths.intern(PEER_STREAM, connect.remote(), Transport.TCP);
                    paths.retain(path);
                    peerPaths.add(path);
                    server.onResult(0, new SocketResult.Connected(connect.request(), path));
                }
                case SocketCommand.JoinPaths join ->
                        FuzzTarget.check(
                                peerPaths.contains(join.second()), "a peer's half is open");
                case SocketCommand.ClosePath close -> {
                    if (!peerPaths.remove((Integer) close.path())) {
                        streamClosed = true;
                    }
                    paths.release(close.path());
                }
            }
        }
        while (server.pollEvent() != null) {
            FuzzTarget.check(server.nextTimeout() > 0, "no timer is due");
        }
        FuzzTarget.check(server.nextTimeout() > 0, "no timer is due");
        FuzzTarget.check(
                server.relayPortsInUse() == relaySockets.size(), "each port has its socket");
        paths.sweep();
    }
}
