package dev.parley.bench;

import dev.parley.core.IpAddress;
import dev.parley.core.Paths;
import dev.parley.core.RandomSource;
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
import dev.parley.turn.client.TurnClient;
import dev.parley.turn.client.TurnClientConfig;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What the TURN client core costs for one packet of 1200 bytes, either way. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TurnClientBenchmark {
    private static final int DATA_BYTES = 1200;
    private static final int CHANNEL = 0x4000;
    private static final long NOW = 1;
    private static final IpAddress PEER = IpAddress.parse("8.8.8.8");
    private static final int BOUND_PORT = 7000;
    private static final int OTHER_PORT = 7001;
    private static final TransportAddress SERVER = TransportAddress.parse("192.0.2.1:3478");
    private static final MessageIntegrity KEY =
            new MessageIntegrity(LongTermKey.md5("u", "parley", "p"));

    private final Paths paths = new Paths(4);
    private final TransmitSlot slot = new TransmitSlot(new byte[66_000]);
    private final StunWriter writer = new StunWriter();
    private final byte[] buf = new byte[2048];
    private final byte[] data = new byte[DATA_BYTES];
    private final byte[] channelData = new byte[4 + DATA_BYTES];
    private byte[] dataIndication;
    private TurnClient client;
    private int path;
    private long received;

    /** Makes the allocation and a channel, by answering in the server's place. */
    @Setup
    public void allocate() {
        path = paths.intern(0, SERVER, Transport.UDP);
        client =
                new TurnClient(
                        paths,
                        RandomSource.seeded(1),
                        RetransmissionPolicy.RFC_8489,
                        TurnClientConfig.builder("u", "p").build(),
                        (now, v6, high, low, port, buf, off, len) -> received += len);
        client.allocate(NOW, path);
        answer(
                StunClass.ERROR,
                writer ->
                        writer.errorCode(401)
                                .text(StunAttributeType.REALM, "parley")
                                .text(StunAttributeType.NONCE, "nonce"));
        answer(
                StunClass.SUCCESS,
                writer ->
                        writer.xorAddress(StunAttributeType.XOR_RELAYED_ADDRESS, SERVER)
                                .u32(StunAttributeType.LIFETIME, 600)
                                .xorAddress(StunAttributeType.XOR_MAPPED_ADDRESS, SERVER)
                                .messageIntegrity(KEY));
        client.bind(NOW, new TransportAddress(PEER, BOUND_PORT));
        answer(StunClass.SUCCESS, writer -> writer.messageIntegrity(KEY));
        channelData[0] = CHANNEL >> 8;
        channelData[2] = (byte) (DATA_BYTES >> 8);
        channelData[3] = (byte) DATA_BYTES;
        int length =
                writer.wrap(buf, 0, buf.length)
                        .begin(StunClass.INDICATION, StunMethod.DATA, new TransactionId(1, 2))
                        .xorAddress(
                                StunAttributeType.XOR_PEER_ADDRESS,
                                new TransportAddress(PEER, OTHER_PORT))
                        .bytes(StunAttributeType.DATA, data)
                        .finish();
        dataIndication = Arrays.copyOf(buf, length);
        if (sendChannelData() != 4 + DATA_BYTES
                || sendIndication() <= DATA_BYTES
                || receiveChannelData() != DATA_BYTES
                || receiveIndication() != 2 * DATA_BYTES) {
            throw new IllegalStateException("data does not pass");
        }
    }

    private void answer(StunClass messageClass, UnaryOperator<StunWriter> attributes) {
        StunReader asked = new StunReader();
        int length = client.pollTransmit(NOW, slot);
        if (asked.parse(slot.buf, 0, length) != ParseResult.OK) {
            throw new IllegalStateException("no request came");
        }
        StunWriter begun = writer.wrap(buf, 0, buf.length).beginResponse(messageClass, asked);
        client.receive(NOW, path, buf, 0, attributes.apply(begun).finish());
    }

    private int send(int port) {
        client.send(NOW, false, 0, PEER.low(), port, data, 0, data.length);
        return client.pollTransmit(NOW, slot);
    }

    /** To a peer that has a channel. */
    @Benchmark
    public int sendChannelData() {
        return send(BOUND_PORT);
    }

    /** To a peer that has only a permission. */
    @Benchmark
    public int sendIndication() {
        return send(OTHER_PORT);
    }

    /** From a peer that has a channel. */
    @Benchmark
    public long receiveChannelData() {
        client.receive(NOW, path, channelData, 0, channelData.length);
        return received;
    }

    /** From a peer that has only a permission. */
    @Benchmark
    public long receiveIndication() {
        client.receive(NOW, path, dataIndication, 0, dataIndication.length);
        return received;
    }
}
