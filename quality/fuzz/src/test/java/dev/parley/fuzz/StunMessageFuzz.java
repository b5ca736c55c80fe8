package dev.parley.fuzz;

import dev.parley.core.TransportAddress;
import dev.parley.stun.MessageIntegrity;
import dev.parley.stun.ParseResult;
import dev.parley.stun.PasswordAlgorithm;
import dev.parley.stun.ShortTermKey;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunReader;
import dev.parley.stun.StunWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Whatever the reader takes for a message, the writer can write, and it reads the same again. */
class StunMessageFuzz extends FuzzTarget {
    private static final int SHIFT = 3;

    private final MessageIntegrity key =
            new MessageIntegrity(ShortTermKey.of("VOkJxbRl1RmTxUk/WvJxBt"));
    private final StunReader reader = new StunReader();
    private final StunReader again = new StunReader();
    private final StunWriter writer = new StunWriter();
    private final byte[] out = new byte[8192];

    @Override
    String corpus() {
        return "stun";
    }

    @Override
    void run(byte[] input) {
        byte[] before = input.clone();
        ParseResult result = reader.parse(input, 0, input.length);
        int frame = StunReader.frameLength(input, 0, input.length);
        if (result != ParseResult.OK) {
            check(reader.attributeCount() == 0, "what is refused has no attributes");
            return;
        }
        check(frame == input.length, "a stream cuts where a datagram ends");
        valuesLieInside(input.length);
        readsTheSameElsewhere(input);
        rewrites();
        rewritesTyped();
        check(Arrays.equals(before, input), "reading changes nothing");
    }

    private void valuesLieInside(int length) {
        int end = StunReader.HEADER_BYTES;
        for (int i = 0; i < reader.attributeCount(); i++) {
            int at = reader.valueOffset(i);
            check(at >= end + StunReader.ATTRIBUTE_HEADER_BYTES, "attributes follow each other");
            end = at + reader.valueLength(i);
            check(end <= length, "values lie inside the message");
            int first = reader.find(reader.attributeType(i));
            check(first >= 0 && first <= i, "the first of a type is found");
        }
    }

    private void readsTheSameElsewhere(byte[] input) {
        byte[] shifted = new byte[input.length + 2 * SHIFT];
        Arrays.fill(shifted, (byte) 0xFF);
        System.arraycopy(input, 0, shifted, SHIFT, input.length);
        check(again.parse(shifted, SHIFT, input.length) == ParseResult.OK, "place does not matter");
        check(
                again.verifyFingerprint() == reader.verifyFingerprint()
                        && again.verifyIntegrity(key) == reader.verifyIntegrity(key)
                        && again.verifyIntegritySha256(key) == reader.verifyIntegritySha256(key),
                "place does not matter to checks");
        for (int i = 0; i < reader.attributeCount(); i++) {
            sameTyped(reader.attributeType(i));
        }
    }

    /** Attribute by attribute, as bytes. */
    private void rewrites() {
        begin();
        for (int i = 0; i < reader.attributeCount(); i++) {
            writer.bytes(
                    reader.attributeType(i),
                    reader.buffer(),
                    reader.valueOffset(i),
                    reader.valueLength(i));
        }
        parseAgain();
        check(again.attributeCount() == reader.attributeCount(), "attributes survive");
        for (int i = 0; i < reader.attributeCount(); i++) {
            check(again.attributeType(i) == reader.attributeType(i), "types survive");
            check(
                    Arrays.equals(
                            again.buffer(),
                            again.valueOffset(i),
                            again.valueOffset(i) + again.valueLength(i),
                            reader.buffer(),
                            reader.valueOffset(i),
                            reader.valueOffset(i) + reader.valueLength(i)),
                    "values survive");
            sameTyped(reader.attributeType(i));
        }
    }

    private void begin() {
        writer.wrap(out, 0, out.length)
                .begin(reader.messageClass(), reader.method(), reader.transactionId());
    }

    private void parseAgain() {
        int length = writer.finish();
        check(again.parse(out, 0, length) == ParseResult.OK, "what is written is a message");
        check(
                again.messageClass() == reader.messageClass()
                        && again.method() == reader.method()
                        && again.hasTransactionId(reader.transactionId()),
                "headers survive");
    }

    private void sameTyped(int type) {
        check(Objects.equals(again.address(type), reader.address(type)), "addresses");
        check(Objects.equals(again.xorAddress(type), reader.xorAddress(type)), "XORed addresses");
        check(Objects.equals(again.text(type), reader.text(type)), "texts");
        check(again.u8(type) == reader.u8(type), "8 bits");
        check(again.u16(type) == reader.u16(type), "16 bits");
        check(again.u32(type) == reader.u32(type), "32 bits");
        check(again.u64(type, -1) == reader.u64(type, -1), "64 bits");
        check(again.errorCode() == reader.errorCode(), "error code");
        check(Objects.equals(again.errorReason(), reader.errorReason()), "error phrase");
        check(Objects.equals(again.icmpError(), reader.icmpError()), "ICMP");
        check(Objects.equals(again.addressErrorCode(), reader.addressErrorCode()), "family error");
        check(Objects.equals(again.passwordAlgorithm(), reader.passwordAlgorithm()), "algorithm");
        check(again.passwordAlgorithms().equals(reader.passwordAlgorithms()), "algorithms");
        check(Arrays.equals(again.unknownAttributes(), reader.unknownAttributes()), "unknown");
    }

    /** The typed readers and writers are each other's inverse, for any value of any type. */
    private void rewritesTyped() {
        for (int i = 0; i < reader.attributeCount(); i++) {
            int type = reader.attributeType(i);
            TransportAddress plain = reader.address(type);
            if (plain != null) {
                begin();
                writer.address(type, plain);
                parseAgain();
                check(plain.equals(again.address(type)), "an address comes back");
            }
            TransportAddress xored = reader.xorAddress(type);
            if (xored != null) {
                begin();
                writer.xorAddress(type, xored);
                parseAgain();
                check(xored.equals(again.xorAddress(type)), "an XORed address comes back");
            }
            String text = reader.text(type);
            if (text != null) {
                begin();
                writer.text(type, text);
                parseAgain();
                check(text.equals(again.text(type)), "a text comes back");
            }
        }
        rewritesLists();
    }

    private void rewritesLists() {
        int code = reader.errorCode();
        String reason = reader.errorReason();
        if (code != StunReader.ABSENT && reason != null) {
            begin();
            writer.errorCode(code, reason);
            parseAgain();
            check(again.errorCode() == code && reason.equals(again.errorReason()), "an error");
        }
        List<PasswordAlgorithm> algorithms = reader.passwordAlgorithms();
        if (algorithms.stream().allMatch(a -> a.parameterBytes() == 0)) {
            begin();
            writer.passwordAlgorithms(algorithms);
            parseAgain();
            check(again.passwordAlgorithms().equals(algorithms), "algorithms come back");
        }
        int[] unknown = reader.unknownAttributes();
        begin();
        writer.unknownAttributes(unknown, unknown.length);
        parseAgain();
        check(Arrays.equals(again.unknownAttributes(), unknown), "unknown types come back");
        check(again.has(StunAttributeType.UNKNOWN_ATTRIBUTES), "an empty list is a list");
    }
}
