package dev.parley.stun;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.TransportAddress;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/**
 * The messages of RFC 5769 section 2 and of RFC 8489 appendix B.1 (as corrected by its erratum).
 */
class RfcVectorsTest {
    private static final String USERNAME = "\u30DE\u30C8\u30EA\u30C3\u30AF\u30B9";
    private static final TransactionId ICE_ID = new TransactionId(0xb7e7a701, 0xbc34d686fa87dfaeL);
    private static final TransactionId LONG_TERM_ID =
            new TransactionId(0x78ad3433, 0xc6ad72c029da412eL);

    private final MessageIntegrity shortTerm =
            new MessageIntegrity(ShortTermKey.of("VOkJxbRl1RmTxUk/WvJxBt"));
    private final StunReader reader = new StunReader();

    private static final byte[] SAMPLE_REQUEST =
            hex(
                    """
                    00010058 2112a442 b7e7a701bc34d686fa87dfae
                    80220010 5354554e207465737420636c69656e74
                    00240004 6e0001ff
                    80290008 932ff9b151263b36
                    00060009 6576746a3a68367659202020
                    00080014 9aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2
                    80280004 e57a3bcf
                    """);

    private static final byte[] SAMPLE_IPV4_RESPONSE =
            hex(
                    """
                    0101003c 2112a442 b7e7a701bc34d686fa87dfae
                    8022000b 7465737420766563746f7220
                    00200008 0001a147e112a643
                    00080014 2b91f599fd9e90c38c7489f92af9ba53f06be7d7
                    80280004 c07d4c96
                    """);

    private static final byte[] SAMPLE_IPV6_RESPONSE =
            hex(
                    """
                    01010048 2112a442 b7e7a701bc34d686fa87dfae
                    8022000b 7465737420766563746f7220
                    00200014 0002a1470113a9faa5d3f179bc25f4b5bed2b9d9
                    00080014 a382954e4be67bf11784c97c8292c275bfe3ed41
                    80280004 c8fb0b4c
                    """);

    private static final byte[] SAMPLE_LONG_TERM_REQUEST =
            hex(
                    """
                    00010060 2112a442 78ad3433c6ad72c029da412e
                    00060012 e3839ee38388e383aae38383e382afe382b90000
                    0015001c 662f2f3439396b3935346436 4f4c33346f4c394653547679363473 41
                    0014000b 6578616d706c652e6f726700
                    00080014 f67024656dd64a3e02b8e0712e85c9a28ca89666
                    """);

    private static final byte[] SAMPLE_SHA256_REQUEST =
            hex(
                    """
                    00010090 2112a442 78ad3433c6ad72c029da412e
                    001e0020 4a3cf38fef6992bda952c6780417da0f24819415569e60b205c46e41407f1704
                    00150029 6f624d61744a6f73324141414366
                             2f2f3439396b39353464364f4c33346f4c39465354767936347341000000
                    0014000b 6578616d706c652e6f726700
                    001d0004 00020000
                    001c0020 b5c7bf005b6c52a21c51c5e892f81924136296cb927c43149309278cc6518e65
                    """);

    @Test
    void readsTheSampleRequest() {
        assertThat(reader.parse(SAMPLE_REQUEST, 0, SAMPLE_REQUEST.length))
                .isEqualTo(ParseResult.OK);
        assertThat(reader.is(StunClass.REQUEST, StunMethod.BINDING)).isTrue();
        assertThat(reader.transactionId()).isEqualTo(ICE_ID);
        assertThat(reader.text(StunAttributeType.SOFTWARE)).isEqualTo("STUN test client");
        assertThat(reader.u32(StunAttributeType.PRIORITY)).isEqualTo(0x6e0001ffL);
        assertThat(reader.u64(StunAttributeType.ICE_CONTROLLED, 0)).isEqualTo(0x932ff9b151263b36L);
        assertThat(reader.text(StunAttributeType.USERNAME)).isEqualTo("evtj:h6vY");
        assertThat(reader.verifyIntegrity(shortTerm)).isTrue();
        assertThat(reader.verifyFingerprint()).isTrue();
    }

    @Test
    void readsTheIpv4Response() {
        readsResponse(SAMPLE_IPV4_RESPONSE, "192.0.2.1:32853");
    }

    @Test
    void readsTheIpv6Response() {
        readsResponse(SAMPLE_IPV6_RESPONSE, "[2001:db8:1234:5678:11:2233:4455:6677]:32853");
    }

    private void readsResponse(byte[] message, String mapped) {
        assertThat(reader.parse(message, 0, message.length)).isEqualTo(ParseResult.OK);
        assertThat(reader.is(StunClass.SUCCESS, StunMethod.BINDING)).isTrue();
        assertThat(reader.transactionId()).isEqualTo(ICE_ID);
        assertThat(reader.text(StunAttributeType.SOFTWARE)).isEqualTo("test vector");
        assertThat(reader.xorAddress(StunAttributeType.XOR_MAPPED_ADDRESS))
                .isEqualTo(TransportAddress.parse(mapped));
        assertThat(reader.verifyIntegrity(shortTerm)).isTrue();
        assertThat(reader.verifyFingerprint()).isTrue();
    }

    /** These vectors pad with zeros, as we do, so they must come out byte for byte. */
    @Test
    void readsAndWritesTheLongTermRequest() {
        MessageIntegrity key =
                new MessageIntegrity(LongTermKey.md5(USERNAME, "example.org", "TheMatrIX"));
        assertThat(reader.parse(SAMPLE_LONG_TERM_REQUEST, 0, SAMPLE_LONG_TERM_REQUEST.length))
                .isEqualTo(ParseResult.OK);
        assertThat(reader.text(StunAttributeType.USERNAME)).isEqualTo(USERNAME);
        assertThat(reader.text(StunAttributeType.NONCE)).isEqualTo("f//499k954d6OL34oL9FSTvy64sA");
        assertThat(reader.text(StunAttributeType.REALM)).isEqualTo("example.org");
        assertThat(reader.verifyIntegrity(key)).isTrue();
        assertThat(reader.has(StunAttributeType.FINGERPRINT)).isFalse();
        assertThat(reader.verifyFingerprint()).isFalse();

        byte[] written = new byte[SAMPLE_LONG_TERM_REQUEST.length];
        int length =
                new StunWriter()
                        .wrap(written, 0, written.length)
                        .begin(StunClass.REQUEST, StunMethod.BINDING, LONG_TERM_ID)
                        .text(StunAttributeType.USERNAME, USERNAME)
                        .text(StunAttributeType.NONCE, "f//499k954d6OL34oL9FSTvy64sA")
                        .text(StunAttributeType.REALM, "example.org")
                        .messageIntegrity(key)
                        .finish();
        assertThat(length).isEqualTo(written.length);
        assertThat(written).isEqualTo(SAMPLE_LONG_TERM_REQUEST);
    }

    @Test
    void readsAndWritesTheRequestWithUserHashAndSha256() {
        String nonce = "obMatJos2AAACf//499k954d6OL34oL9FSTvy64sA";
        MessageIntegrity key =
                new MessageIntegrity(LongTermKey.sha256(USERNAME, "example.org", "TheMatrIX"));
        assertThat(reader.parse(SAMPLE_SHA256_REQUEST, 0, SAMPLE_SHA256_REQUEST.length))
                .isEqualTo(ParseResult.OK);
        assertThat(reader.bytes(StunAttributeType.USERHASH))
                .isEqualTo(UserHash.of(USERNAME, "example.org"));
        assertThat(reader.text(StunAttributeType.NONCE)).isEqualTo(nonce);
        assertThat(reader.passwordAlgorithm()).isEqualTo(PasswordAlgorithm.SHA256);
        assertThat(reader.verifyIntegritySha256(key)).isTrue();

        byte[] written = new byte[SAMPLE_SHA256_REQUEST.length];
        int length =
                new StunWriter()
                        .wrap(written, 0, written.length)
                        .begin(StunClass.REQUEST, StunMethod.BINDING, LONG_TERM_ID)
                        .bytes(StunAttributeType.USERHASH, UserHash.of(USERNAME, "example.org"))
                        .text(StunAttributeType.NONCE, nonce)
                        .text(StunAttributeType.REALM, "example.org")
                        .passwordAlgorithm(PasswordAlgorithm.SHA256)
                        .messageIntegritySha256(key)
                        .finish();
        assertThat(length).isEqualTo(written.length);
        assertThat(written).isEqualTo(SAMPLE_SHA256_REQUEST);
    }

    /** Every single changed bit is noticed by FINGERPRINT, and by integrity where it is covered. */
    @Test
    void noticesEveryChangedBit() {
        int fingerprintAt = SAMPLE_REQUEST.length - 8;
        for (int bit = 0; bit < SAMPLE_REQUEST.length * 8; bit++) {
            byte[] changed = SAMPLE_REQUEST.clone();
            changed[bit / 8] ^= (byte) (0x80 >> bit % 8);
            if (reader.parse(changed, 0, changed.length) == ParseResult.OK) {
                assertThat(reader.verifyFingerprint()).as("bit %d", bit).isFalse();
                assertThat(reader.verifyIntegrity(shortTerm))
                        .as("bit %d", bit)
                        .isEqualTo(bit / 8 >= fingerprintAt);
            }
        }
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
    }
}
