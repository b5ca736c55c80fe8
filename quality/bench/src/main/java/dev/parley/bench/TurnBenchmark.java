package dev.parley.bench;

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
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunClass;
import dev.parley.stun.StunMethod;
import dev.parley.stun.StunReader;
import dev.parley.stun.StunWriter;
import dev.parley.stun.TransactionId;
import dev.parley.turn.Quotas;
import dev.parley.turn.RelayPlane;
import dev.parley.turn.TurnCredentials;
import dev.parley.turn.TurnServer;
import dev.parley.turn.TurnServerConfig;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the TURN core costs for one packet, from bytes in to bytes out, with the look-up of the path
 * that a driver does. No sockets: those cost a hundred times as much.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TurnBenchmark {
    private static final int LISTENING = 1;
    private static final int FIRST_RELAY_SOCKET = 10;
    private static final int CHANNEL = 0x4000;
    private static final long NOW = 1;
    private static final IpAddress PEER = IpAddress.parse("8.8.8.8");
    private static final TransportAddress BOUND_PEER = new TransportAddress(PEER, 7000);
    private static final TransportAddress OTHER_PORT = new TransportAddress(PEER, 7001);
    private static final TransportAddress STRANGER = TransportAddress.parse("203.0.113.9:9");

    /** Clients with an allocation each; packets go round among them. */
    @Param({"1", "1000"})
    public int clients;

    /** The size of the data. */
    @Param({"120", "1200"})
    public int dataBytes;

    private final Paths paths = new Paths(100_000);
    private final TransmitSlot slot = new TransmitSlot(new byte[66_000]);
    private final StunWriter writer = new StunWriter();
    private final StunReader reader = new StunReader();
    private final byte[] buf = new byte[2048];
    private final byte[] allocate = new byte[28];
    private TurnServer server;
    private TransportAddress[] addresses;
    private byte[] data;
    private byte[] channelData;
    private byte[] send;
    private int sockets = FIRST_RELAY_SOCKET;
    private int next;

    /** Makes the allocations, a channel and a permission for each. */
    @Setup
    public void allocate() {
        server =
                new TurnServer(
                        TurnServerConfig.builder()
                                .credentials(new TurnCredentials("parley").user("u", "p"))
                                .relayAddress(IpAddress.parse("192.0.2.10"))
                                .quotas(new Quotas(clients, clients, clients, 9, 9, 9))
                                .build(),
                        paths,
                        RandomSource.seeded(1),
                        new WallClock(0, 1_800_000_000_000L),
                        new byte[16],
                        RelayPlane.NONE);
        server.listen(LISTENING);
        addresses = new TransportAddress[clients];
        for (int i = 0; i < clients; i++) {
            addresses[i] =
                    new TransportAddress(IpAddress.v4(0xC6336400 + (i << 8)), 40_000 + i % 9000);
            allocate(addresses[i]);
        }
        if (server.channels() != clients) {
            throw new IllegalStateException("not every client has its channel");
        }
        data = new byte[dataBytes];
        channelData = new byte[4 + dataBytes];
        channelData[0] = CHANNEL >> 8;
        channelData[2] = (byte) (dataBytes >> 8);
        channelData[3] = (byte) dataBytes;
        int length =
                begin(StunClass.INDICATION, StunMethod.SEND)
                        .xorAddress(StunAttributeType.XOR_PEER_ADDRESS, OTHER_PORT)
                        .bytes(StunAttributeType.DATA, data)
                        .finish();
        send = Arrays.copyOf(buf, length);
        writer.wrap(allocate, 0, allocate.length)
                .begin(StunClass.REQUEST, StunMethod.ALLOCATE, new TransactionId(1, 2))
                .u8(StunAttributeType.REQUESTED_TRANSPORT, 17)
                .finish();
        if (channelUp() != dataBytes
                || channelDown() != 4 + dataBytes
                || sendIndication() != dataBytes
                || dataIndication() <= dataBytes) {
            throw new IllegalStateException("data does not pass");
        }
    }

    private void allocate(TransportAddress client) {
        UnaryOperator<StunWriter> udp =
                writer -> writer.u8(StunAttributeType.REQUESTED_TRANSPORT, 17);
        int length = udp.apply(begin(StunClass.REQUEST, StunMethod.ALLOCATE)).finish();
        int answer = pass(LISTENING, client, buf, length);
        if (reader.parse(slot.buf, 0, answer) != ParseResult.OK) {
            throw new IllegalStateException("no challenge came");
        }
        byte[] nonce = reader.bytes(StunAttributeType.NONCE);
        ask(client, nonce, StunMethod.ALLOCATE, udp);
        ask(
                client,
                nonce,
                StunMethod.CHANNEL_BIND,
                writer ->
                        writer.u16(StunAttributeType.CHANNEL_NUMBER, CHANNEL)
                                .xorAddress(StunAttributeType.XOR_PEER_ADDRESS, BOUND_PEER));
    }

    private void ask(
            TransportAddress client,
            byte[] nonce,
            int method,
            UnaryOperator<StunWriter> attributes) {
        int length =
                attributes
                        .apply(begin(StunClass.REQUEST, method))
                        .text(StunAttributeType.USERNAME, "u")
                        .text(StunAttributeType.REALM, "parley")
                        .bytes(StunAttributeType.NONCE, nonce)
                        .messageIntegrity(new MessageIntegrity(LongTermKey.md5("u", "parley", "p")))
                        .finish();
        pass(LISTENING, client, buf, length);
        for (SocketCommand command; (command = server.pollCommand()) != null; ) {
            if (command instanceof SocketCommand.OpenUdp open) {
                server.onResult(
                        NOW, new SocketResult.Opened(open.request(), sockets++, open.local()));
            }
        }
        while (server.pollTransmit(NOW, slot) > 0) {
            paths.sweep();
        }
    }

    private StunWriter begin(StunClass messageClass, int method) {
        return writer.wrap(buf, 0, buf.length).begin(messageClass, method, new TransactionId(1, 2));
    }

    /** What a driver does for a datagram. */
    private int pass(int socket, TransportAddress from, byte[] bytes, int length) {
        int path = paths.intern(socket, from, Transport.UDP);
        server.receive(NOW, path, bytes, 0, length);
        int sent = server.pollTransmit(NOW, slot);
        server.pollEvent();
        paths.sweep();
        return sent;
    }

    private int turn() {
        next = next + 1 == clients ? 0 : next + 1;
        return next;
    }

    /** ChannelData from a client to its peer. */
    @Benchmark
    public int channelUp() {
        return pass(LISTENING, addresses[turn()], channelData, channelData.length);
    }

    /** A peer's datagram to a client that has a channel for it. */
    @Benchmark
    public int channelDown() {
        return pass(FIRST_RELAY_SOCKET + turn(), BOUND_PEER, data, data.length);
    }

    /** A Send indication from a client to a peer. */
    @Benchmark
    public int sendIndication() {
        return pass(LISTENING, addresses[turn()], send, send.length);
    }

    /** A peer's datagram to a client that has only a permission for it. */
    @Benchmark
    public int dataIndication() {
        return pass(FIRST_RELAY_SOCKET + turn(), OTHER_PORT, data, data.length);
    }

    /** A stranger's Allocate, dropped by the limit nearly always: what a flood costs. */
    @Benchmark
    public int floodOfAllocates() {
        return pass(LISTENING, STRANGER, allocate, allocate.length);
    }
}
