package dev.parley.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.RandomSource;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunClass;
import dev.parley.stun.StunErrorCode;
import dev.parley.stun.StunMethod;
import dev.parley.stun.TransactionId;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ChallengeTest {
    private final RandomSource random = RandomSource.seeded(1);
    private final FakeDriver driver = new FakeDriver(TestServers.v4Only().build());
    private final TestClient client = TestClient.udp(driver, "198.51.100.7:40000");

    @Test
    void refusesAWrongPassword() {
        client.as(TestServers.USER, "wrong");
        assertThat(Message.code(client.allocate(UnaryOperator.identity())))
                .isEqualTo(StunErrorCode.UNAUTHENTICATED);
        assertThat(driver.server.allocations()).isZero();
    }

    @Test
    void refusesAnUnknownUserTheSameWay() {
        client.as("mallory", "x");
        byte[] unknown = client.allocate(UnaryOperator.identity());
        client.as(TestServers.USER, "x");
        byte[] wrong = client.allocate(UnaryOperator.identity());
        assertThat(Message.code(unknown)).isEqualTo(StunErrorCode.UNAUTHENTICATED);
        assertThat(unknown).hasSameSizeAs(wrong);
    }

    @Test
    void anotherAddressCannotUseANonce() {
        client.learnNonce();
        TestClient thief = TestClient.udp(driver, "198.51.100.8:40000");
        thief.nonce = client.nonce;
        assertThat(Message.code(thief.allocate(UnaryOperator.identity())))
                .isEqualTo(StunErrorCode.STALE_NONCE);
        TestClient otherPort = TestClient.udp(driver, "198.51.100.7:40001");
        otherPort.nonce = client.nonce;
        assertThat(Message.code(otherPort.allocate(UnaryOperator.identity())))
                .isEqualTo(StunErrorCode.STALE_NONCE);
    }

    @Test
    void aNonceGrowsStaleAndIsReplaced() {
        client.allocate();
        client.refresh(3600);
        driver.advance(3590);
        assertThat(Message.code(client.refresh(3600))).isZero();
        driver.advance(20);
        byte[] stale = client.refresh(3600);
        assertThat(Message.code(stale)).isEqualTo(StunErrorCode.STALE_NONCE);

        client.nonce = Objects.requireNonNull(Message.parse(stale).bytes(StunAttributeType.NONCE));
        assertThat(Message.code(client.refresh(3600))).isZero();
    }

    @Test
    void refusesANonceThatWasAltered() {
        client.learnNonce();
        for (int i = 0; i < client.nonce.length; i++) {
            byte original = client.nonce[i];
            client.nonce[i] = (byte) (original == 'A' ? 'B' : 'A');
            assertThat(Message.code(client.allocate(UnaryOperator.identity())))
                    .as("character %d", i)
                    .isEqualTo(StunErrorCode.STALE_NONCE);
            client.nonce[i] = original;
        }
        client.allocate();
    }

    @Test
    void wantsRealmNonceAndUserWithIntegrity() {
        byte[] answer =
                client.ask(
                        Message.request(
                                random,
                                StunMethod.ALLOCATE,
                                writer ->
                                        Message.requestedTransport(writer)
                                                .messageIntegrity(client.integrity())));
        assertThat(Message.code(answer)).isEqualTo(StunErrorCode.BAD_REQUEST);
    }

    @Test
    void anotherUserCannotTouchAnAllocation() {
        client.allocate();
        client.as("bob", "builder");
        assertThat(Message.code(client.refresh(0))).isEqualTo(StunErrorCode.WRONG_CREDENTIALS);
        assertThat(client.permit("8.8.8.8:1")).isEqualTo(StunErrorCode.WRONG_CREDENTIALS);
        assertThat(driver.server.allocations()).isEqualTo(1);
    }

    @Test
    void answersFingerprintsWithFingerprints() {
        byte[] answer =
                client.ask(
                        Message.request(
                                random,
                                StunMethod.ALLOCATE,
                                writer -> Message.requestedTransport(writer).fingerprint()));
        assertThat(Message.parse(answer).verifyFingerprint()).isTrue();
        client.learnNonce();
        byte[] request = client.sealed(StunMethod.ALLOCATE, Message::requestedTransport);
        assertThat(Message.parse(client.ask(request)).has(StunAttributeType.FINGERPRINT)).isFalse();
    }

    @Test
    void dropsAWrongFingerprint() {
        byte[] request =
                Message.request(random, StunMethod.BINDING, writer -> writer.fingerprint());
        request[request.length - 1] ^= 1;
        client.send(request);
        assertThat(driver.sent).isEmpty();
        assertThat(driver.count(TurnCounter.DROPPED_MALFORMED)).isEqualTo(1);
    }

    @Test
    void sendsSoftwareOnlyToThoseItKnows() {
        FakeDriver named = new FakeDriver(TestServers.v4Only().software("Parley").build());
        TestClient asking = TestClient.udp(named, "198.51.100.7:40000");
        byte[] challenge =
                asking.ask(
                        Message.request(random, StunMethod.ALLOCATE, Message::requestedTransport));
        assertThat(Message.parse(challenge).has(StunAttributeType.SOFTWARE)).isFalse();
        assertThat(
                        Message.parse(asking.allocate(UnaryOperator.identity()))
                                .text(StunAttributeType.SOFTWARE))
                .isEqualTo("Parley");
    }

    @Test
    void limitsAnswersToStrangersOfOneNetwork() {
        for (int i = 0; i < 1000; i++) {
            TestClient.udp(driver, "198.51.100." + (1 + i % 200) + ":" + (2000 + i))
                    .send(
                            Message.request(
                                    random, StunMethod.ALLOCATE, Message::requestedTransport));
        }
        assertThat(driver.sent).hasSize(ChallengeLimit.DEFAULT.burst());
        assertThat(driver.count(TurnCounter.CHALLENGES_LIMITED)).isEqualTo(700);
        driver.sent.clear();

        TestClient.udp(driver, "203.0.113.9:1").learnNonce();
        driver.advance(1);
        client.learnNonce();
    }

    @Test
    void doesNotLimitThoseItKnows() {
        client.allocate();
        // More than a network of strangers gets, and no more than one client does.
        for (int i = 0; i < RequestRate.BURST; i++) {
            assertThat(Message.code(client.refresh(600))).isZero();
        }
    }

    @Test
    void answersBindingWithTheAddressThatItSees() {
        byte[] answer = client.ask(Message.request(random, StunMethod.BINDING, writer -> writer));
        assertThat(Message.parse(answer).xorAddress(StunAttributeType.XOR_MAPPED_ADDRESS))
                .isEqualTo(client.address);
    }

    @Test
    void answersNeitherAnswersNorIndicationsNorUnknownMethods() {
        TransactionId id = new TransactionId(1, 2);
        client.send(Message.of(StunClass.SUCCESS, StunMethod.BINDING, id, writer -> writer));
        client.send(
                Message.of(
                        StunClass.ERROR,
                        StunMethod.ALLOCATE,
                        id,
                        writer -> writer.errorCode(StunErrorCode.STALE_NONCE)));
        client.send(Message.of(StunClass.INDICATION, StunMethod.BINDING, id, writer -> writer));
        client.send(Message.of(StunClass.INDICATION, StunMethod.DATA, id, writer -> writer));
        client.send(Message.of(StunClass.REQUEST, 0x0FF, id, writer -> writer));
        client.send(Message.of(StunClass.REQUEST, StunMethod.CONNECT, id, writer -> writer));
        client.send(new byte[] {(byte) 0x80, 0, 0, 0});
        client.send(new byte[0]);
        assertThat(driver.sent).isEmpty();
        assertThat(driver.paths.size()).isZero();
    }

    @Test
    void dropsDatagramsOnSocketsThatNobodyNamed() {
        driver.receive(
                77, client.address, Message.request(random, StunMethod.BINDING, writer -> writer));
        assertThat(driver.sent).isEmpty();
        assertThat(driver.count(TurnCounter.DROPPED_PEER_NO_ALLOCATION)).isEqualTo(1);
    }
}
