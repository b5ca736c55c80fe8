package dev.parley.bench;

import dev.parley.core.TransportAddress;
import dev.parley.stun.BindingResponder;
import dev.parley.stun.LongTermKey;
import dev.parley.stun.MessageIntegrity;
import dev.parley.stun.ParseResult;
import dev.parley.stun.ShortTermKey;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunClass;
import dev.parley.stun.StunMethod;
import dev.parley.stun.StunReader;
import dev.parley.stun.StunWriter;
import dev.parley.stun.TransactionId;
import java.util.concurrent.TimeUnit;
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

/** What one STUN message costs. Run with {@code -prof gc} to see the garbage, too. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class StunBenchmark {
    private static final TransactionId ID = new TransactionId(0xb7e7a701, 0xbc34d686fa87dfaeL);
    private static final TransportAddress SOURCE =
            TransportAddress.parse("[2001:db8:1234:5678:11:2233:4455:6677]:32853");

    private final StunReader reader = new StunReader();
    private final StunWriter writer = new StunWriter();
    private final BindingResponder responder = new BindingResponder();
    private final MessageIntegrity key = new MessageIntegrity(ShortTermKey.of("a password"));
    private final byte[] bare = new byte[20];
    private final byte[] check = new byte[256];
    private final byte[] wide = new byte[256];
    private final byte[] out = new byte[256];
    private final byte[][] keys = new byte[2][];
    private int checkLength;
    private int wideLength;
    private int turn;

    /** A bare Binding request, and a connectivity check as browsers send it, in two strengths. */
    @Setup
    public void write() {
        begin(bare).finish();
        checkLength = beginCheck(check).messageIntegrity(key).fingerprint().finish();
        wideLength = beginCheck(wide).messageIntegritySha256(key).fingerprint().finish();
        keys[0] = LongTermKey.md5("user", "realm", "one");
        keys[1] = LongTermKey.md5("user", "realm", "two");
    }

    private StunWriter begin(byte[] buf) {
        return writer.wrap(buf, 0, buf.length).begin(StunClass.REQUEST, StunMethod.BINDING, ID);
    }

    private StunWriter beginCheck(byte[] buf) {
        return begin(buf)
                .text(StunAttributeType.USERNAME, "evtj:h6vY")
                .u32(StunAttributeType.PRIORITY, 0x6e0001ff)
                .u64(StunAttributeType.ICE_CONTROLLING, 0x932ff9b151263b36L)
                .flag(StunAttributeType.USE_CANDIDATE);
    }

    private void parse(byte[] buf, int length) {
        if (reader.parse(buf, 0, length) != ParseResult.OK) {
            throw new IllegalStateException("the benchmark's own message is malformed");
        }
    }

    /** Parse a bare request, write the answer: all a STUN server does. */
    @Benchmark
    public int respond() {
        parse(bare, bare.length);
        return responder.respond(reader, SOURCE, out, 0);
    }

    @Benchmark
    public int parseCheck() {
        parse(check, checkLength);
        return reader.find(StunAttributeType.USE_CANDIDATE);
    }

    @Benchmark
    public boolean parseAndVerifyFingerprint() {
        parse(check, checkLength);
        return reader.verifyFingerprint();
    }

    @Benchmark
    public boolean parseAndVerifySha1() {
        parse(check, checkLength);
        return reader.verifyIntegrity(key);
    }

    @Benchmark
    public boolean parseAndVerifySha256() {
        parse(wide, wideLength);
        return reader.verifyIntegritySha256(key);
    }

    /** As a server with many users does: another key for each message. */
    @Benchmark
    public boolean parseAndVerifySha1WithAnotherKey() {
        parse(check, checkLength);
        return reader.verifyIntegrity(key.rekey(keys[turn++ & 1]));
    }

    /** A whole connectivity check: parse, verify, answer, seal. */
    @Benchmark
    public int answerCheck() {
        parse(check, checkLength);
        if (!reader.verifyFingerprint() || !reader.verifyIntegrity(key)) {
            throw new IllegalStateException("the benchmark's own message is not authentic");
        }
        return writer.wrap(out, 0, out.length)
                .beginResponse(StunClass.SUCCESS, reader)
                .xorAddress(StunAttributeType.XOR_MAPPED_ADDRESS, SOURCE)
                .messageIntegrity(key)
                .fingerprint()
                .finish();
    }
}
