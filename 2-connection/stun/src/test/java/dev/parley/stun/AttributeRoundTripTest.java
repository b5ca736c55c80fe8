package dev.parley.stun;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.IpAddress;
import dev.parley.core.RandomSource;
import dev.parley.core.TransportAddress;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Whatever is written is read back, for each attribute type; a type without a row here fails. */
class AttributeRoundTripTest {
    private static final long SEED = Long.getLong("parley.seed", 0x5354554EL);
    private static final int ROUNDS = 200;

    private static final MessageIntegrity KEY = new MessageIntegrity(ShortTermKey.of("a password"));

    /** Draws a value, writes it, and returns what the reader must then agree to. */
    private interface Row {
        Check write(StunWriter writer, int type, RandomSource random);
    }

    private interface Check {
        void check(StunReader reader, int type);
    }

    private static final Row FLAG =
            (writer, type, random) -> {
                writer.flag(type);
                return (reader, t) -> {
                    assertThat(reader.has(t)).isTrue();
                    assertThat(reader.valueLength(reader.find(t))).isZero();
                };
            };
    private static final Row U8 =
            (writer, type, random) -> {
                int value = random.nextInt(0x100);
                writer.u8(type, value);
                return (reader, t) -> assertThat(reader.u8(t)).isEqualTo(value);
            };
    private static final Row U16 =
            (writer, type, random) -> {
                int value = random.nextInt(0x10000);
                writer.u16(type, value);
                return (reader, t) -> assertThat(reader.u16(t)).isEqualTo(value);
            };
    private static final Row U32 =
            (writer, type, random) -> {
                int value = (int) random.nextLong();
                writer.u32(type, value);
                return (reader, t) ->
                        assertThat(reader.u32(t)).isEqualTo(Integer.toUnsignedLong(value));
            };
    private static final Row U64 =
            (writer, type, random) -> {
                long value = random.nextLong();
                writer.u64(type, value);
                return (reader, t) -> assertThat(reader.u64(t, ~value)).isEqualTo(value);
            };
    private static final Row BYTES =
            (writer, type, random) -> {
                byte[] value = bytes(random, random.nextInt(1300));
                writer.bytes(type, value);
                return (reader, t) -> assertThat(reader.bytes(t)).isEqualTo(value);
            };
    private static final Row TEXT =
            (writer, type, random) -> {
                String value = text(random);
                writer.text(type, value);
                return (reader, t) -> assertThat(reader.text(t)).isEqualTo(value);
            };
    private static final Row ADDRESS =
            (writer, type, random) -> {
                TransportAddress value = address(random);
                writer.address(type, value);
                return (reader, t) -> assertThat(reader.address(t)).isEqualTo(value);
            };
    private static final Row XOR_ADDRESS =
            (writer, type, random) -> {
                TransportAddress value = address(random);
                writer.xorAddress(type, value);
                return (reader, t) -> {
                    assertThat(reader.xorAddress(t)).isEqualTo(value);
                    assertThat(reader.xorAddressAt(reader.find(t))).isEqualTo(value);
                };
            };

    private static final Map<Integer, Row> ROWS =
            Map.ofEntries(
                    entry(StunAttributeType.MAPPED_ADDRESS, ADDRESS),
                    entry(StunAttributeType.ALTERNATE_SERVER, ADDRESS),
                    entry(StunAttributeType.RESPONSE_ORIGIN, ADDRESS),
                    entry(StunAttributeType.OTHER_ADDRESS, ADDRESS),
                    entry(StunAttributeType.XOR_MAPPED_ADDRESS, XOR_ADDRESS),
                    entry(StunAttributeType.XOR_PEER_ADDRESS, XOR_ADDRESS),
                    entry(StunAttributeType.XOR_RELAYED_ADDRESS, XOR_ADDRESS),
                    entry(StunAttributeType.USERNAME, TEXT),
                    entry(StunAttributeType.REALM, TEXT),
                    entry(StunAttributeType.NONCE, TEXT),
                    entry(StunAttributeType.ALTERNATE_DOMAIN, TEXT),
                    entry(StunAttributeType.SOFTWARE, TEXT),
                    entry(StunAttributeType.DATA, BYTES),
                    entry(StunAttributeType.PADDING, BYTES),
                    entry(StunAttributeType.MOBILITY_TICKET, BYTES),
                    entry(StunAttributeType.USERHASH, BYTES),
                    entry(StunAttributeType.REQUESTED_ADDRESS_FAMILY, U8),
                    entry(StunAttributeType.ADDITIONAL_ADDRESS_FAMILY, U8),
                    entry(StunAttributeType.REQUESTED_TRANSPORT, U8),
                    entry(StunAttributeType.CHANNEL_NUMBER, U16),
                    entry(StunAttributeType.RESPONSE_PORT, U16),
                    entry(StunAttributeType.LIFETIME, U32),
                    entry(StunAttributeType.CONNECTION_ID, U32),
                    entry(StunAttributeType.CHANGE_REQUEST, U32),
                    entry(StunAttributeType.CACHE_TIMEOUT, U32),
                    entry(StunAttributeType.PRIORITY, U32),
                    entry(StunAttributeType.RESERVATION_TOKEN, U64),
                    entry(StunAttributeType.ICE_CONTROLLED, U64),
                    entry(StunAttributeType.ICE_CONTROLLING, U64),
                    entry(StunAttributeType.DONT_FRAGMENT, FLAG),
                    entry(StunAttributeType.USE_CANDIDATE, FLAG),
                    entry(
                            StunAttributeType.EVEN_PORT,
                            (writer, type, random) -> {
                                boolean next = random.nextInt(2) == 1;
                                writer.evenPort(next);
                                return (reader, t) ->
                                        assertThat(reader.u8(t)).isEqualTo(next ? 0x80 : 0);
                            }),
                    entry(
                            StunAttributeType.ERROR_CODE,
                            (writer, type, random) -> {
                                int code = 300 + random.nextInt(400);
                                String reason = text(random);
                                writer.errorCode(code, reason);
                                return (reader, t) -> {
                                    assertThat(reader.errorCode()).isEqualTo(code);
                                    assertThat(reader.errorReason()).isEqualTo(reason);
                                };
                            }),
                    entry(
                            StunAttributeType.ADDRESS_ERROR_CODE,
                            (writer, type, random) -> {
                                AddressErrorCode value =
                                        new AddressErrorCode(
                                                random.nextInt(256), 300 + random.nextInt(400));
                                writer.addressErrorCode(value);
                                return (reader, t) ->
                                        assertThat(reader.addressErrorCode()).isEqualTo(value);
                            }),
                    entry(
                            StunAttributeType.ICMP,
                            (writer, type, random) -> {
                                IcmpError value =
                                        new IcmpError(
                                                random.nextInt(0x80),
                                                random.nextInt(0x200),
                                                (int) random.nextLong());
                                writer.icmpError(value);
                                return (reader, t) ->
                                        assertThat(reader.icmpError()).isEqualTo(value);
                            }),
                    entry(
                            StunAttributeType.UNKNOWN_ATTRIBUTES,
                            (writer, type, random) -> {
                                int[] value = new int[random.nextInt(20)];
                                Arrays.setAll(value, i -> random.nextInt(0x10000));
                                writer.unknownAttributes(value, value.length);
                                return (reader, t) ->
                                        assertThat(reader.unknownAttributes()).isEqualTo(value);
                            }),
                    entry(
                            StunAttributeType.PASSWORD_ALGORITHM,
                            (writer, type, random) -> {
                                PasswordAlgorithm value = algorithm(random);
                                writer.passwordAlgorithm(value);
                                return (reader, t) ->
                                        assertThat(reader.passwordAlgorithm()).isEqualTo(value);
                            }),
                    entry(
                            StunAttributeType.PASSWORD_ALGORITHMS,
                            (writer, type, random) -> {
                                List<PasswordAlgorithm> value =
                                        List.of(algorithm(random), algorithm(random));
                                writer.passwordAlgorithms(value);
                                return (reader, t) ->
                                        assertThat(reader.passwordAlgorithms()).isEqualTo(value);
                            }),
                    entry(
                            StunAttributeType.MESSAGE_INTEGRITY,
                            (writer, type, random) -> {
                                writer.messageIntegrity(KEY);
                                return (reader, t) ->
                                        assertThat(reader.verifyIntegrity(KEY)).isTrue();
                            }),
                    entry(
                            StunAttributeType.MESSAGE_INTEGRITY_SHA256,
                            (writer, type, random) -> {
                                int length = 16 + 4 * random.nextInt(5);
                                writer.messageIntegritySha256(KEY, length);
                                return (reader, t) -> {
                                    assertThat(reader.verifyIntegritySha256(KEY)).isTrue();
                                    assertThat(reader.valueLength(reader.find(t)))
                                            .isEqualTo(length);
                                };
                            }),
                    entry(
                            StunAttributeType.FINGERPRINT,
                            (writer, type, random) -> {
                                writer.fingerprint();
                                return (reader, t) ->
                                        assertThat(reader.verifyFingerprint()).isTrue();
                            }));

    @Test
    void everyAttributeTypeHasARow() throws IllegalAccessException {
        assertThat(ROWS.keySet()).isEqualTo(declaredTypes());
    }

    @Test
    void everyAttributeTypeHasItsOwnNumberAndName() throws IllegalAccessException {
        for (Field field : StunAttributeType.class.getFields()) {
            assertThat(StunAttributeType.name(field.getInt(null)))
                    .isEqualTo(field.getName().replace('_', '-'));
        }
    }

    private static Set<Integer> declaredTypes() throws IllegalAccessException {
        Set<Integer> types = new TreeSet<>();
        for (Field field : StunAttributeType.class.getFields()) {
            types.add(field.getInt(null));
        }
        return types;
    }

    @Test
    void readsBackWhatWasWritten() {
        RandomSource random = RandomSource.seeded(SEED);
        StunReader reader = new StunReader();
        StunWriter writer = new StunWriter();
        ROWS.forEach((type, row) -> {
            for (int round = 0; round < ROUNDS; round++) {
                String trace =
                        "seed %#x, %s, round %d"
                                .formatted(SEED, StunAttributeType.name(type), round);
                // Old bytes in the buffer, a message somewhere in its middle.
                byte[] buf = bytes(random, 2000);
                int off = random.nextInt(100);
                TransactionId id = TransactionId.random(random);
                StunClass messageClass = StunClass.values()[random.nextInt(4)];
                int method = random.nextInt(StunMethod.MAX + 1);
                writer.wrap(buf, off, buf.length - off).begin(messageClass, method, id);
                Check check = row.write(writer, type, random);
                int length = writer.finish();

                assertThat(reader.parse(buf, off, length)).as(trace).isEqualTo(ParseResult.OK);
                assertThat(reader.messageClass()).as(trace).isEqualTo(messageClass);
                assertThat(reader.method()).as(trace).isEqualTo(method);
                assertThat(reader.transactionId()).as(trace).isEqualTo(id);
                assertThat(reader.attributeCount()).as(trace).isEqualTo(1);
                assertThat(reader.attributeType(0)).as(trace).isEqualTo(type);
                check.check(reader, type);
                assertPaddingIsZero(reader, off + length, trace);
            }
        });
    }

    private static void assertPaddingIsZero(StunReader reader, int end, String trace) {
        for (int at = reader.valueOffset(0) + reader.valueLength(0); at < end; at++) {
            assertThat(reader.buffer()[at]).as(trace).isZero();
        }
    }

    private static PasswordAlgorithm algorithm(RandomSource random) {
        return new PasswordAlgorithm(random.nextInt(0x10000), 0);
    }

    private static byte[] bytes(RandomSource random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes, 0, length);
        return bytes;
    }

    /** Up to 63 code points of one to four bytes: below every cap. */
    private static String text(RandomSource random) {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(64); left > 0; left--) {
            text.appendCodePoint(
                    switch (random.nextInt(4)) {
                        case 0 -> random.nextInt(0x80);
                        case 1 -> 0x80 + random.nextInt(0x780);
                        case 2 -> 0x800 + random.nextInt(0xD000);
                        default -> 0x10000 + random.nextInt(0x100000);
                    });
        }
        return text.toString();
    }

    private static TransportAddress address(RandomSource random) {
        IpAddress ip =
                random.nextInt(2) == 0
                        ? IpAddress.v4((int) random.nextLong())
                        : IpAddress.v6(random.nextLong(), random.nextLong());
        return new TransportAddress(ip, random.nextInt(0x10000));
    }
}
