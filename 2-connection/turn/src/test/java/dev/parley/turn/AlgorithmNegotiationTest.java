package dev.parley.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.RandomSource;
import dev.parley.stun.LongTermKey;
import dev.parley.stun.MessageIntegrity;
import dev.parley.stun.NonceCookie;
import dev.parley.stun.PasswordAlgorithm;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunClass;
import dev.parley.stun.StunErrorCode;
import dev.parley.stun.StunMethod;
import dev.parley.stun.StunReader;
import dev.parley.stun.StunWriter;
import dev.parley.stun.TransactionId;
import dev.parley.stun.UserHash;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * RFC 8489 section 9.2.4 as a table: what a request says about itself, and what the server makes of
 * it. The client here is written by hand and may lie in every part.
 */
@SuppressWarnings("ImmutableEnumChecker") // lists and records that nobody changes
class AlgorithmNegotiationTest {
    private static final List<PasswordAlgorithm> OFFERED =
            List.of(PasswordAlgorithm.SHA256, PasswordAlgorithm.MD5);
    private static final PasswordAlgorithm UNKNOWN = new PasswordAlgorithm(9, 0);
    private static final int SUCCESS = 0;
    private static final int ALL_FEATURES =
            NonceCookie.PASSWORD_ALGORITHMS | NonceCookie.USERNAME_ANONYMITY;

    /** What PASSWORD-ALGORITHMS says. */
    enum Listed {
        ABSENT(null),
        AS_OFFERED(OFFERED),
        REVERSED(List.of(PasswordAlgorithm.MD5, PasswordAlgorithm.SHA256)),
        MD5_ONLY(List.of(PasswordAlgorithm.MD5)),
        SHA256_ONLY(List.of(PasswordAlgorithm.SHA256)),
        ONE_MORE(List.of(PasswordAlgorithm.SHA256, PasswordAlgorithm.MD5, UNKNOWN)),
        EMPTY(List.of());

        final @Nullable List<PasswordAlgorithm> algorithms;

        Listed(@Nullable List<PasswordAlgorithm> algorithms) {
            this.algorithms = algorithms;
        }
    }

    /** What PASSWORD-ALGORITHM says. */
    enum Named {
        ABSENT(null),
        MD5(PasswordAlgorithm.MD5),
        SHA256(PasswordAlgorithm.SHA256),
        OTHER(UNKNOWN);

        final @Nullable PasswordAlgorithm algorithm;

        Named(@Nullable PasswordAlgorithm algorithm) {
            this.algorithm = algorithm;
        }
    }

    /** Which integrity attributes there are; those marked wrong are made with another key. */
    enum Sealed {
        NONE,
        SHA1,
        SHA256,
        BOTH,
        SHA1_WRONG,
        SHA256_WRONG,
        SHA256_AND_WRONG_SHA1,
        SHA1_AND_WRONG_SHA256;

        boolean sealsBySha256() {
            return this != NONE && this != SHA1 && this != SHA1_WRONG;
        }

        boolean holds() {
            return this == SHA1 || this == SHA256 || this == BOTH || this == SHA256_AND_WRONG_SHA1;
        }
    }

    private final RandomSource random = RandomSource.seeded(1);
    private byte[] nonce = {};

    private static TurnServerConfigBuilder config() {
        return TestServers.v4Only()
                .credentials(
                        new TurnCredentials("parley")
                                .user(TestServers.USER, TestServers.PASSWORD)
                                .user("bob", "builder"))
                .challengeLimit(new ChallengeLimit(10_000, 10_000, 24, 56, 64));
    }

    private static TestClient stream(FakeDriver driver) {
        return TestClient.tcp(driver, "198.51.100.7:40000");
    }

    private StunReader challenge(TestClient client) {
        byte[] answer =
                client.ask(
                        Message.request(random, StunMethod.ALLOCATE, Message::requestedTransport));
        StunReader reader = Message.parse(answer);
        assertThat(reader.errorCode()).isEqualTo(StunErrorCode.UNAUTHENTICATED);
        nonce = Objects.requireNonNull(reader.bytes(StunAttributeType.NONCE));
        return reader;
    }

    private int features() {
        return NonceCookie.read(new String(nonce, StandardCharsets.US_ASCII));
    }

    private static byte[] key(@Nullable PasswordAlgorithm algorithm, String password) {
        boolean sha256 = PasswordAlgorithm.SHA256.equals(algorithm);
        return LongTermKey.of(
                sha256 ? PasswordAlgorithm.SHA256 : PasswordAlgorithm.MD5,
                TestServers.USER,
                "parley",
                password);
    }

    private static StunWriter username(StunWriter writer) {
        return writer.text(StunAttributeType.USERNAME, TestServers.USER);
    }

    private static UnaryOperator<StunWriter> userHash(String name) {
        return writer -> writer.bytes(StunAttributeType.USERHASH, UserHash.of(name, "parley"));
    }

    private byte[] allocate(
            UnaryOperator<StunWriter> name, Listed listed, Named named, Sealed sealed) {
        return Message.of(
                StunClass.REQUEST,
                StunMethod.ALLOCATE,
                TransactionId.random(random),
                writer -> {
                    Message.requestedTransport(writer);
                    name.apply(writer)
                            .text(StunAttributeType.REALM, "parley")
                            .bytes(StunAttributeType.NONCE, nonce);
                    if (listed.algorithms != null) {
                        writer.passwordAlgorithms(listed.algorithms);
                    }
                    if (named.algorithm != null) {
                        writer.passwordAlgorithm(named.algorithm);
                    }
                    return seal(writer, named.algorithm, sealed);
                });
    }

    private static StunWriter seal(
            StunWriter writer, @Nullable PasswordAlgorithm algorithm, Sealed sealed) {
        MessageIntegrity right = new MessageIntegrity(key(algorithm, TestServers.PASSWORD));
        MessageIntegrity wrong = new MessageIntegrity(key(algorithm, "another"));
        return switch (sealed) {
            case NONE -> writer;
            case SHA1 -> writer.messageIntegrity(right);
            case SHA256 -> writer.messageIntegritySha256(right);
            case BOTH -> writer.messageIntegrity(right).messageIntegritySha256(right);
            case SHA1_WRONG -> writer.messageIntegrity(wrong);
            case SHA256_WRONG -> writer.messageIntegritySha256(wrong);
            case SHA256_AND_WRONG_SHA1 ->
                    writer.messageIntegrity(wrong).messageIntegritySha256(right);
            case SHA1_AND_WRONG_SHA256 ->
                    writer.messageIntegrity(right).messageIntegritySha256(wrong);
        };
    }

    /** Every list with every name and every integrity, against a server that offers. */
    @ParameterizedTest(name = "section 9.2.4: {0}")
    @EnumSource(Sealed.class)
    void answersEveryCombination(Sealed sealed) {
        for (Listed listed : Listed.values()) {
            for (Named named : Named.values()) {
                for (boolean hashed : new boolean[] {false, true}) {
                    check(sealed, listed, named, hashed);
                }
            }
        }
    }

    private void check(Sealed sealed, Listed listed, Named named, boolean hashed) {
        FakeDriver driver = new FakeDriver(config().build());
        TestClient client = stream(driver);
        challenge(client);
        byte[] answer =
                client.ask(
                        allocate(
                                hashed
                                        ? userHash(TestServers.USER)
                                        : AlgorithmNegotiationTest::username,
                                listed,
                                named,
                                sealed));
        String row = sealed + ", list " + listed + ", named " + named + ", hashed " + hashed;
        int expected = expected(sealed, listed, named);
        assertThat(Message.code(answer)).as(row).isEqualTo(expected);
        StunReader reader = Message.parse(answer);
        boolean agreed = named != Named.ABSENT;
        if (expected == SUCCESS) {
            MessageIntegrity right =
                    new MessageIntegrity(key(named.algorithm, TestServers.PASSWORD));
            assertThat(reader.verifyIntegritySha256(right)).as(row).isEqualTo(agreed);
            assertThat(reader.verifyIntegrity(right)).as(row).isEqualTo(!agreed);
            assertThat(reader.has(StunAttributeType.MESSAGE_INTEGRITY)).isEqualTo(!agreed);
        } else {
            assertThat(reader.has(StunAttributeType.MESSAGE_INTEGRITY)).as(row).isFalse();
            assertThat(reader.has(StunAttributeType.MESSAGE_INTEGRITY_SHA256)).as(row).isFalse();
            assertThat(reader.has(StunAttributeType.PASSWORD_ALGORITHMS))
                    .as(row)
                    .isEqualTo(expected == StunErrorCode.UNAUTHENTICATED);
        }
        assertThat(reader.has(StunAttributeType.USERNAME)).isFalse();
        assertThat(reader.has(StunAttributeType.USERHASH)).isFalse();
        assertThat(driver.server.allocations()).as(row).isEqualTo(expected == SUCCESS ? 1 : 0);
    }

    /** The section, in its order. */
    private static int expected(Sealed sealed, Listed listed, Named named) {
        if (sealed == Sealed.NONE) {
            return StunErrorCode.UNAUTHENTICATED;
        }
        boolean legacy = listed == Listed.ABSENT && named == Named.ABSENT;
        boolean kept = listed == Listed.AS_OFFERED && (named == Named.MD5 || named == Named.SHA256);
        if (!legacy && !kept) {
            return StunErrorCode.BAD_REQUEST;
        }
        return sealed.holds() ? SUCCESS : StunErrorCode.UNAUTHENTICATED;
    }

    // ---- section 9.2.1: what is offered, and attempts to take it away

    @ParameterizedTest(name = "section 9.2.1: {0} over TCP: {1}")
    @CsvSource({
        "NEVER, false, false",
        "NEVER, true, false",
        "ON_STREAMS, false, false",
        "ON_STREAMS, true, true",
        "ALWAYS, false, true",
        "ALWAYS, true, true"
    })
    void offersWhereItIsTold(SecurityFeatures where, boolean tcp, boolean offered) {
        FakeDriver driver = new FakeDriver(config().securityFeatures(where).build());
        TestClient client = tcp ? stream(driver) : TestClient.udp(driver, "198.51.100.7:40000");
        StunReader challenge = challenge(client);
        assertThat(features()).isEqualTo(offered ? ALL_FEATURES : NonceCookie.NONE);
        assertThat(challenge.passwordAlgorithms()).isEqualTo(offered ? OFFERED : List.of());
        int code =
                Message.code(
                        client.ask(
                                allocate(
                                        AlgorithmNegotiationTest::username,
                                        Listed.AS_OFFERED,
                                        Named.SHA256,
                                        Sealed.SHA256)));
        assertThat(code).isEqualTo(offered ? SUCCESS : StunErrorCode.BAD_REQUEST);
    }

    @ParameterizedTest(name = "section 9.2.1: served by RFC 5389, {0} over TCP: {1}")
    @CsvSource({
        "NEVER, false",
        "NEVER, true",
        "ON_STREAMS, false",
        "ON_STREAMS, true",
        "ALWAYS, false",
        "ALWAYS, true"
    })
    void servesClientsThatKnowNothingOfIt(SecurityFeatures where, boolean tcp) {
        FakeDriver driver = new FakeDriver(config().securityFeatures(where).build());
        TestClient client = tcp ? stream(driver) : TestClient.udp(driver, "198.51.100.7:40000");
        client.allocate();
        assertThat(client.permit("8.8.8.8:1")).isZero();
        assertThat(Message.code(client.refresh(0))).isZero();
    }

    /** Each bit of the cookie turned, and the cookie cut off: the nonce is none of ours. */
    @Test
    void section921TakesNoNonceWhoseCookieWasTamperedWith() {
        FakeDriver driver = new FakeDriver(config().build());
        TestClient client = stream(driver);
        for (int bit = 0; bit < 24; bit++) {
            challenge(client);
            String text = new String(nonce, StandardCharsets.US_ASCII);
            String tampered =
                    NonceCookie.write(features() ^ (1 << bit)) + text.substring(NonceCookie.LENGTH);
            nonce = tampered.getBytes(StandardCharsets.US_ASCII);
            expectStale(client, "bit " + bit);
        }
        challenge(client);
        nonce =
                new String(nonce, StandardCharsets.US_ASCII)
                        .substring(NonceCookie.LENGTH)
                        .getBytes(StandardCharsets.US_ASCII);
        expectStale(client, "no cookie");
    }

    private void expectStale(TestClient client, String how) {
        for (boolean legacy : new boolean[] {true, false}) {
            byte[] request =
                    legacy
                            ? allocate(
                                    AlgorithmNegotiationTest::username,
                                    Listed.ABSENT,
                                    Named.ABSENT,
                                    Sealed.SHA1)
                            : allocate(
                                    AlgorithmNegotiationTest::username,
                                    Listed.AS_OFFERED,
                                    Named.SHA256,
                                    Sealed.SHA256);
            StunReader answer = Message.parse(client.ask(request));
            assertThat(answer.errorCode()).as(how).isEqualTo(StunErrorCode.STALE_NONCE);
            assertThat(answer.passwordAlgorithms()).as(how).isEqualTo(OFFERED);
        }
    }

    @Test
    void section921NoticesANonceThatWasPutBackOnItsWayToTheServer() {
        FakeDriver driver = new FakeDriver(config().build());
        TestClient client = stream(driver);
        challenge(client);
        byte[] original = nonce.clone();
        nonce[NonceCookie.LENGTH - 4] = 'A'; // the client was shown no features
        byte[] request =
                allocate(
                        AlgorithmNegotiationTest::username,
                        Listed.ABSENT,
                        Named.ABSENT,
                        Sealed.SHA1);
        int at =
                Message.parse(request)
                        .valueOffset(Message.parse(request).find(StunAttributeType.NONCE));
        System.arraycopy(original, 0, request, at, original.length);
        assertThat(Message.code(client.ask(request))).isEqualTo(StunErrorCode.UNAUTHENTICATED);
    }

    // ---- section 9.2.4: names, nonces, missing parts

    @Test
    void section924AnUnknownUserHashIsAnsweredAsAnUnknownName() {
        FakeDriver driver = new FakeDriver(config().build());
        TestClient client = stream(driver);
        challenge(client);
        byte[] hashed =
                client.ask(
                        allocate(
                                userHash("mallory"),
                                Listed.AS_OFFERED,
                                Named.SHA256,
                                Sealed.SHA256));
        byte[] named =
                client.ask(
                        allocate(
                                writer -> writer.text(StunAttributeType.USERNAME, "mallory"),
                                Listed.AS_OFFERED,
                                Named.SHA256,
                                Sealed.SHA256));
        assertThat(Message.code(hashed)).isEqualTo(StunErrorCode.UNAUTHENTICATED);
        assertThat(Message.code(named)).isEqualTo(StunErrorCode.UNAUTHENTICATED);
        assertThat(hashed).hasSameSizeAs(named);
        byte[] cut =
                client.ask(
                        allocate(
                                writer -> writer.bytes(StunAttributeType.USERHASH, new byte[31]),
                                Listed.ABSENT,
                                Named.ABSENT,
                                Sealed.SHA1));
        assertThat(Message.code(cut)).isEqualTo(StunErrorCode.UNAUTHENTICATED);
    }

    @ParameterizedTest(name = "section 9.2.4: without {0}")
    @CsvSource({"USERNAME", "REALM", "NONCE", "none of them but both names"})
    void wantsAllPartsWithIntegrity(String missing) {
        FakeDriver driver = new FakeDriver(config().build());
        TestClient client = stream(driver);
        challenge(client);
        for (Sealed sealed : List.of(Sealed.SHA1, Sealed.SHA256)) {
            byte[] request =
                    Message.request(
                            random,
                            StunMethod.ALLOCATE,
                            writer -> {
                                Message.requestedTransport(writer);
                                if (!missing.equals("USERNAME")) {
                                    username(writer);
                                }
                                if (missing.startsWith("none")) {
                                    writer.bytes(
                                            StunAttributeType.USERHASH, new byte[UserHash.BYTES]);
                                }
                                if (!missing.equals("REALM")) {
                                    writer.text(StunAttributeType.REALM, "parley");
                                }
                                if (!missing.equals("NONCE")) {
                                    writer.bytes(StunAttributeType.NONCE, nonce);
                                }
                                return seal(writer, null, sealed);
                            });
            StunReader answer = Message.parse(client.ask(request));
            assertThat(answer.errorCode()).isEqualTo(StunErrorCode.BAD_REQUEST);
            assertThat(answer.has(StunAttributeType.NONCE)).isFalse();
            assertThat(answer.has(StunAttributeType.REALM)).isFalse();
        }
    }

    @Test
    void section924AStaleNonceIsReplacedWithTheSameOffer() {
        FakeDriver driver = new FakeDriver(config().build());
        TestClient client = stream(driver);
        challenge(client);
        assertThat(
                        Message.code(
                                client.ask(
                                        allocate(
                                                userHash(TestServers.USER),
                                                Listed.AS_OFFERED,
                                                Named.SHA256,
                                                Sealed.SHA256))))
                .isZero();
        byte[] old = nonce;
        // Short of the lifetime that the allocation was granted, beyond that of the nonce.
        FakeDriver other =
                new FakeDriver(
                        config().lifetimes(new Lifetimes(600, 3600, 300, 600, 20, 30)).build());
        TestClient late = stream(other);
        challenge(late);
        other.advance(25);
        StunReader answer =
                Message.parse(
                        late.ask(
                                allocate(
                                        userHash(TestServers.USER),
                                        Listed.AS_OFFERED,
                                        Named.SHA256,
                                        Sealed.SHA256)));
        assertThat(answer.errorCode()).isEqualTo(StunErrorCode.STALE_NONCE);
        assertThat(answer.passwordAlgorithms()).isEqualTo(OFFERED);
        assertThat(answer.text(StunAttributeType.REALM)).isEqualTo("parley");
        nonce = Objects.requireNonNull(answer.bytes(StunAttributeType.NONCE));
        assertThat(nonce).isNotEqualTo(old);
        assertThat(features()).isEqualTo(ALL_FEATURES);
        assertThat(
                        Message.code(
                                late.ask(
                                        allocate(
                                                userHash(TestServers.USER),
                                                Listed.AS_OFFERED,
                                                Named.SHA256,
                                                Sealed.SHA256))))
                .isZero();
    }

    @Test
    void section144HashedNamesAreNotOfferedWhereATimeLimitedOneMayCome() {
        TurnCredentials credentials =
                new TurnCredentials("parley")
                        .user(TestServers.USER, TestServers.PASSWORD)
                        .secret("a secret");
        FakeDriver driver = new FakeDriver(config().credentials(credentials).build());
        TestClient client = stream(driver);
        challenge(client);
        assertThat(features()).isEqualTo(NonceCookie.PASSWORD_ALGORITHMS);
        byte[] known =
                allocate(
                        userHash(TestServers.USER), Listed.AS_OFFERED, Named.SHA256, Sealed.SHA256);
        assertThat(Message.code(client.ask(known))).as("taken all the same").isZero();
    }

    @Test
    void timeLimitedUsersMayNameSha256() {
        TurnCredentials credentials = new TurnCredentials("parley").secret("a secret");
        FakeDriver driver = new FakeDriver(config().credentials(credentials).build());
        TestClient client = stream(driver);
        challenge(client);
        String name = "1900000000:carol";
        String password = TurnCredentials.password("a secret", name);
        MessageIntegrity key = new MessageIntegrity(LongTermKey.sha256(name, "parley", password));
        byte[] request =
                Message.request(
                        random,
                        StunMethod.ALLOCATE,
                        writer ->
                                Message.requestedTransport(writer)
                                        .text(StunAttributeType.USERNAME, name)
                                        .text(StunAttributeType.REALM, "parley")
                                        .bytes(StunAttributeType.NONCE, nonce)
                                        .passwordAlgorithms(OFFERED)
                                        .passwordAlgorithm(PasswordAlgorithm.SHA256)
                                        .messageIntegritySha256(key));
        byte[] answer = client.ask(request);
        assertThat(Message.code(answer)).isZero();
        assertThat(Message.parse(answer).verifyIntegritySha256(key)).isTrue();
    }

    @Test
    void anAllocationMayBeRefreshedByTheOtherAlgorithm() {
        FakeDriver driver = new FakeDriver(config().build());
        TestClient client = stream(driver);
        challenge(client);
        byte[] request =
                allocate(
                        AlgorithmNegotiationTest::username,
                        Listed.AS_OFFERED,
                        Named.SHA256,
                        Sealed.SHA256);
        assertThat(Message.code(client.ask(request))).isZero();
        client.nonce = nonce;
        assertThat(Message.code(client.refresh(600))).as("by MD5 and SHA-1").isZero();
    }
}
