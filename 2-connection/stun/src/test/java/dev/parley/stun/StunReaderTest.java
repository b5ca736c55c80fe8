package dev.parley.stun;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Bytes;
import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class StunReaderTest {
    private static final TransactionId ID = new TransactionId(1, 2);
    private static final MessageIntegrity KEY = new MessageIntegrity(new byte[] {1});

    private final StunReader reader = new StunReader();
    private final byte[] buf = new byte[2048];
    private final StunWriter writer = new StunWriter();

    private StunWriter request() {
        return writer.wrap(buf, 0, buf.length).begin(StunClass.REQUEST, StunMethod.BINDING, ID);
    }

    private ParseResult parse(StunWriter written) {
        return reader.parse(buf, 0, written.finish());
    }

    /** Appends an attribute by hand, wherever the writer would refuse, and mends the length. */
    private int append(int length, int type, byte... value) {
        int padded = (value.length + 3) & ~3;
        Bytes.u16(buf, length, type);
        Bytes.u16(buf, length + 2, value.length);
        System.arraycopy(value, 0, buf, length + 4, value.length);
        Bytes.u16(buf, 2, length + 4 + padded - 20);
        return length + 4 + padded;
    }

    @Test
    void saysWhyBytesAreNoMessage() {
        int length = request().flag(StunAttributeType.USE_CANDIDATE).finish();
        assertThat(reader.parse(buf, 0, 19)).isEqualTo(ParseResult.TOO_SHORT);
        assertThat(reader.parse(buf, 0, 0)).isEqualTo(ParseResult.TOO_SHORT);
        assertThat(reader.parse(buf, 0, length + 4)).isEqualTo(ParseResult.LENGTH_MISMATCH);
        assertThat(reader.parse(buf, 0, length - 4)).isEqualTo(ParseResult.LENGTH_MISMATCH);
        buf[3] = 5;
        assertThat(reader.parse(buf, 0, 25)).isEqualTo(ParseResult.LENGTH_UNALIGNED);
        buf[3] = 4;
        buf[23] = 1;
        assertThat(reader.parse(buf, 0, 24)).isEqualTo(ParseResult.ATTRIBUTE_OVERRUN);
        buf[4] ^= 1;
        assertThat(reader.parse(buf, 0, 24)).isEqualTo(ParseResult.NO_MAGIC_COOKIE);
        buf[0] = 0x40;
        assertThat(reader.parse(buf, 0, 24)).isEqualTo(ParseResult.NOT_STUN);
        assertThat(reader.attributeCount()).isZero();
    }

    @Test
    void refusesMoreAttributesThanAnybodyNeeds() {
        StunWriter many = request();
        for (int i = 0; i < StunReader.MAX_ATTRIBUTES; i++) {
            many.flag(0x9000 + i);
        }
        int length = many.finish();
        assertThat(reader.parse(buf, 0, length)).isEqualTo(ParseResult.OK);
        assertThat(reader.attributeCount()).isEqualTo(StunReader.MAX_ATTRIBUTES);
        length = append(length, 0xA000);
        assertThat(reader.parse(buf, 0, length)).isEqualTo(ParseResult.TOO_MANY_ATTRIBUTES);
        assertThat(reader.attributeCount()).isZero();
    }

    @Test
    void takesTheFirstOfSeveralAttributes() {
        assertThat(
                        parse(
                                request()
                                        .u32(StunAttributeType.LIFETIME, 1)
                                        .u32(StunAttributeType.LIFETIME, 2)))
                .isEqualTo(ParseResult.OK);
        assertThat(reader.u32(StunAttributeType.LIFETIME)).isEqualTo(1);
        assertThat(reader.attributeCount()).isEqualTo(2);
    }

    @Test
    void doesNotSeeWhatFollowsIntegrity() {
        int length = request().messageIntegrity(KEY).finish();
        length = append(length, StunAttributeType.USE_CANDIDATE);
        length = append(length, StunAttributeType.USERNAME, (byte) 'a');
        assertThat(reader.parse(buf, 0, length)).isEqualTo(ParseResult.OK);
        assertThat(reader.has(StunAttributeType.USE_CANDIDATE)).isFalse();
        assertThat(reader.has(StunAttributeType.USERNAME)).isFalse();
        assertThat(reader.unknownRequired(AttributeSet.STUN, new int[1])).isZero();
        assertThat(reader.verifyIntegrity(KEY)).isTrue();
    }

    @Test
    void seesSha256AndFingerprintBehindIntegrity() {
        parse(request().messageIntegrity(KEY).messageIntegritySha256(KEY).fingerprint());
        assertThat(reader.verifyIntegrity(KEY)).isTrue();
        assertThat(reader.verifyIntegritySha256(KEY)).isTrue();
        assertThat(reader.verifyFingerprint()).isTrue();
    }

    @Test
    void doesNotSeeTheWeakerIntegrityBehindTheStronger() {
        int length = request().messageIntegritySha256(KEY).finish();
        length = append(length, StunAttributeType.MESSAGE_INTEGRITY, new byte[20]);
        assertThat(reader.parse(buf, 0, length)).isEqualTo(ParseResult.OK);
        assertThat(reader.has(StunAttributeType.MESSAGE_INTEGRITY)).isFalse();
        assertThat(reader.verifyIntegritySha256(KEY)).isTrue();
    }

    @Test
    void believesNoFingerprintThatIsNotLast() {
        int length = request().fingerprint().finish();
        length = append(length, 0x9000);
        assertThat(reader.parse(buf, 0, length)).isEqualTo(ParseResult.OK);
        assertThat(reader.verifyFingerprint()).isFalse();
    }

    @Test
    void refusesIntegrityOfAnotherKeyOrLength() {
        int length = request().messageIntegrity(KEY).finish();
        assertThat(reader.parse(buf, 0, length)).isEqualTo(ParseResult.OK);
        assertThat(reader.verifyIntegrity(new MessageIntegrity(new byte[] {2}))).isFalse();
        assertThat(reader.verifyIntegritySha256(KEY)).isFalse();
        for (int size : new int[] {0, 4, 12, 15, 17, 36}) {
            length = request().finish();
            length = append(length, StunAttributeType.MESSAGE_INTEGRITY_SHA256, new byte[size]);
            assertThat(reader.parse(buf, 0, length)).isEqualTo(ParseResult.OK);
            assertThat(reader.verifyIntegritySha256(KEY)).as("%d bytes", size).isFalse();
        }
    }

    @Test
    void oneIntegrityObjectServesManyKeysAndMessages() {
        MessageIntegrity key = new MessageIntegrity(new byte[] {9});
        parse(request().messageIntegrity(KEY).messageIntegritySha256(KEY));
        assertThat(reader.verifyIntegrity(key)).isFalse();
        key.rekey(new byte[] {1});
        assertThat(reader.verifyIntegrity(key)).isTrue();
        assertThat(reader.verifyIntegritySha256(key)).isTrue();
        key.rekey(new byte[] {9});
        assertThat(reader.verifyIntegrity(key)).isFalse();
        assertThat(reader.verifyIntegritySha256(key)).isFalse();
    }

    @Test
    void answersAbsentForShapesThatDoNotFit() {
        byte[] odd = {0, 7, 0, 0, 1, 2, 3, 4, 5};
        for (int size = 0; size <= odd.length; size++) {
            int length = append(20, StunAttributeType.XOR_MAPPED_ADDRESS, Arrays.copyOf(odd, size));
            length = append(length, StunAttributeType.ERROR_CODE, Arrays.copyOf(odd, size));
            length =
                    append(length, StunAttributeType.PASSWORD_ALGORITHMS, Arrays.copyOf(odd, size));
            length = append(length, StunAttributeType.ICMP, Arrays.copyOf(odd, size));
            length = append(length, StunAttributeType.ADDRESS_ERROR_CODE, Arrays.copyOf(odd, size));
            writer.wrap(buf, 0, buf.length).begin(StunClass.REQUEST, StunMethod.BINDING, ID);
            Bytes.u16(buf, 0, 1);
            Bytes.u16(buf, 2, length - 20);
            assertThat(reader.parse(buf, 0, length)).isEqualTo(ParseResult.OK);
            // Family 7 is none, code 0 is none.
            assertThat(reader.xorAddress(StunAttributeType.XOR_MAPPED_ADDRESS)).isNull();
            assertThat(reader.address(StunAttributeType.XOR_MAPPED_ADDRESS)).isNull();
            assertThat(reader.errorCode()).isEqualTo(StunReader.ABSENT);
            assertThat(reader.addressErrorCode()).isNull();
            assertThat(reader.icmpError() == null).isEqualTo(size != 8);
            assertThat(reader.passwordAlgorithms()).hasSize(size == 4 ? 1 : 0);
        }
    }

    @Test
    void answersAbsentForAttributesThatAreMissing() {
        parse(request());
        assertThat(reader.u8(1)).isEqualTo(StunReader.ABSENT);
        assertThat(reader.u16(1)).isEqualTo(StunReader.ABSENT);
        assertThat(reader.u32(1)).isEqualTo(StunReader.ABSENT);
        assertThat(reader.u64(1, 42)).isEqualTo(42);
        assertThat(reader.bytes(1)).isNull();
        assertThat(reader.text(1)).isNull();
        assertThat(reader.address(1)).isNull();
        assertThat(reader.errorReason()).isNull();
        assertThat(reader.unknownAttributes()).isEmpty();
        assertThat(reader.passwordAlgorithm()).isNull();
        assertThat(reader.verifyFingerprint()).isFalse();
        assertThat(reader.verifyIntegrity(KEY)).isFalse();
    }

    @Test
    void answersNoTextThatIsTooLongOrNotUtf8() {
        parse(request().bytes(StunAttributeType.USERNAME, new byte[509]));
        assertThat(reader.text(StunAttributeType.USERNAME)).isNull();
        parse(request().bytes(StunAttributeType.USERNAME, new byte[] {(byte) 0xC3, 0x28}));
        assertThat(reader.text(StunAttributeType.USERNAME)).isNull();
        parse(request().bytes(StunAttributeType.USERNAME, new byte[508]));
        assertThat(reader.text(StunAttributeType.USERNAME)).hasSize(508);
    }

    @Test
    void listsWhatMustBeUnderstoodAndIsNot() {
        parse(
                request()
                        .flag(0x7001)
                        .u32(StunAttributeType.PRIORITY, 1)
                        .flag(0xC057)
                        .text(StunAttributeType.USERNAME, "a:b"));
        int[] out = new int[8];
        assertThat(reader.unknownRequired(AttributeSet.STUN, out)).isEqualTo(2);
        assertThat(Arrays.copyOf(out, 2)).containsExactly(0x7001, StunAttributeType.PRIORITY);
        assertThat(reader.unknownRequired(AttributeSet.ICE, out)).isEqualTo(1);
        assertThat(reader.unknownRequired(AttributeSet.STUN, new int[1])).isEqualTo(1);
    }

    @Test
    void cutsAStreamByTheHeaderAlone() {
        int length = request().u32(StunAttributeType.PRIORITY, 1).finish();
        assertThat(StunReader.frameLength(buf, 0, 0)).isZero();
        assertThat(StunReader.frameLength(buf, 0, 3)).isZero();
        assertThat(StunReader.frameLength(buf, 0, 4)).isEqualTo(length);
        buf[0] = (byte) 0x80;
        assertThat(StunReader.frameLength(buf, 0, 1)).isEqualTo(StunReader.ABSENT);
        assertThat(StunReader.frameLength(buf, 0, 4)).isEqualTo(StunReader.ABSENT);
    }

    @Test
    void keepsNothingOfTheMessageBefore() {
        parse(request().xorAddress(StunAttributeType.XOR_PEER_ADDRESS, address()));
        assertThat(reader.has(StunAttributeType.XOR_PEER_ADDRESS)).isTrue();
        parse(request());
        assertThat(reader.has(StunAttributeType.XOR_PEER_ADDRESS)).isFalse();
    }

    private static TransportAddress address() {
        return new TransportAddress(IpAddress.v4(1), 2);
    }
}
