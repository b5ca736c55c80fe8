package dev.parley.stun;

import static dev.parley.stun.ClientUnderTest.MAPPED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.stun.StunEvent.Failed;
import dev.parley.stun.StunEvent.Failure;
import dev.parley.stun.StunEvent.Mapped;
import dev.parley.stun.StunEvent.Refused;
import java.util.List;
import org.junit.jupiter.api.Test;

class StunClientAuthenticationTest {
    private static final String NONCE = "a nonce";
    private static final String SHA256_NONCE =
            NonceCookie.write(NonceCookie.PASSWORD_ALGORITHMS) + "x";
    private static final List<PasswordAlgorithm> BOTH =
            List.of(PasswordAlgorithm.SHA256, PasswordAlgorithm.MD5);

    private final ClientUnderTest it = new ClientUnderTest();
    private final MessageIntegrity md5 =
            new MessageIntegrity(LongTermKey.md5("user", "realm", "pass"));
    private final MessageIntegrity sha256 =
            new MessageIntegrity(LongTermKey.sha256("user", "realm", "pass"));
    private final MessageIntegrity wrong = new MessageIntegrity(ShortTermKey.of("wrong"));

    private int longTerm(int path) {
        int transaction = it.client.request(it.now, path, new LongTermCredential("user", "pass"));
        it.expectRequest(path);
        return transaction;
    }

    private StunWriter challenge(int code, String realm, String nonce) {
        return it.error(code)
                .text(StunAttributeType.REALM, realm)
                .text(StunAttributeType.NONCE, nonce);
    }

    private StunWriter unauthenticated(String nonce) {
        return challenge(StunErrorCode.UNAUTHENTICATED, "realm", nonce);
    }

    @Test
    void answersAChallengeWithANewTransaction() {
        int transaction = longTerm(it.udp);
        assertThat(it.request.attributeCount()).isZero();
        TransactionId first = it.request.transactionId();
        it.receive(it.udp, unauthenticated(NONCE));
        it.expectRequest(it.udp);
        assertThat(it.request.transactionId()).isNotEqualTo(first);
        assertThat(it.request.text(StunAttributeType.USERNAME)).isEqualTo("user");
        assertThat(it.request.text(StunAttributeType.REALM)).isEqualTo("realm");
        assertThat(it.request.text(StunAttributeType.NONCE)).isEqualTo(NONCE);
        assertThat(it.request.verifyIntegrity(md5)).isTrue();
        assertThat(it.events()).isEmpty();
        it.receive(it.udp, it.mapped().messageIntegrity(md5));
        assertThat(it.events()).containsExactly(new Mapped(transaction, MAPPED));
    }

    @Test
    void usesSha256AndAHashedNameWhereTheNonceSaysSo() {
        int transaction = longTerm(it.udp);
        String nonce =
                NonceCookie.write(NonceCookie.PASSWORD_ALGORITHMS | NonceCookie.USERNAME_ANONYMITY);
        it.receive(it.udp, unauthenticated(nonce).passwordAlgorithms(BOTH));
        it.expectRequest(it.udp);
        assertThat(it.request.has(StunAttributeType.USERNAME)).isFalse();
        assertThat(it.request.bytes(StunAttributeType.USERHASH))
                .isEqualTo(UserHash.of("user", "realm"));
        assertThat(it.request.passwordAlgorithms()).isEqualTo(BOTH);
        assertThat(it.request.passwordAlgorithm()).isEqualTo(PasswordAlgorithm.SHA256);
        assertThat(it.request.has(StunAttributeType.MESSAGE_INTEGRITY)).isFalse();
        assertThat(it.request.verifyIntegritySha256(sha256)).isTrue();
        it.receive(it.udp, it.mapped().messageIntegritySha256(sha256));
        assertThat(it.events()).containsExactly(new Mapped(transaction, MAPPED));
    }

    @Test
    void noticesThatTheAlgorithmsWereTakenAway() {
        int transaction = longTerm(it.udp);
        it.receive(it.udp, unauthenticated(SHA256_NONCE));
        it.expectSilence();
        assertThat(it.events())
                .containsExactly(new Refused(transaction, 401, "Unauthenticated", List.of()));
    }

    @Test
    void takesANewNonceAndGivesUpWhenThereIsNoEndOfThem() {
        int transaction = longTerm(it.udp);
        it.receive(it.udp, unauthenticated(NONCE));
        for (int i = 1; i < StunClient.MAX_CHALLENGES; i++) {
            it.expectRequest(it.udp);
            String nonce = "nonce " + i;
            it.receive(it.udp, challenge(StunErrorCode.STALE_NONCE, "realm", nonce));
        }
        it.expectRequest(it.udp);
        assertThat(it.request.text(StunAttributeType.NONCE)).isEqualTo("nonce 2");
        assertThat(it.request.verifyIntegrity(md5)).isTrue();
        it.receive(it.udp, challenge(StunErrorCode.STALE_NONCE, "realm", "nonce 3"));
        assertThat(it.events())
                .containsExactly(new Refused(transaction, 438, "Stale Nonce", List.of()));
    }

    @Test
    void doesNotTryARefusedPasswordAgain() {
        int transaction = longTerm(it.udp);
        it.receive(it.udp, unauthenticated(NONCE));
        it.expectRequest(it.udp);
        it.receive(it.udp, unauthenticated("another nonce"));
        it.expectSilence();
        assertThat(it.events())
                .containsExactly(new Refused(transaction, 401, "Unauthenticated", List.of()));
    }

    @Test
    void aServerThatAsksForNoPasswordIsBelieved() {
        int transaction = longTerm(it.udp);
        it.receive(it.udp, it.mapped());
        assertThat(it.events()).containsExactly(new Mapped(transaction, MAPPED));
    }

    @Test
    void ignoresAnswersWithoutTheRightIntegrity() {
        int transaction = longTerm(it.udp);
        it.receive(it.udp, unauthenticated(NONCE));
        it.expectRequest(it.udp);
        it.receive(it.udp, it.mapped());
        it.receive(it.udp, it.mapped().messageIntegrity(wrong));
        it.receive(it.udp, it.error(StunErrorCode.SERVER_ERROR));
        assertThat(it.events()).isEmpty();
        assertThat(it.client.ignored()).isEqualTo(3);
        it.receive(it.udp, it.mapped().messageIntegrity(md5));
        assertThat(it.events()).containsExactly(new Mapped(transaction, MAPPED));
    }

    @Test
    void saysAtTheEndThatIntegrityWasViolated() {
        int transaction = it.client.request(it.now, it.udp, new ShortTermCredential("a:b", "pass"));
        it.expectRequest(it.udp);
        it.receive(it.udp, it.mapped().messageIntegrity(wrong));
        for (int i = 1; i < RetransmissionPolicy.RFC_8489.requests(); i++) {
            it.jump(it.now);
            it.expectRequest(it.udp);
        }
        it.jump(it.now);
        assertThat(it.events())
                .containsExactly(new Failed(transaction, Failure.INTEGRITY_VIOLATED));
    }

    @Test
    void saysAtOnceOnAStreamThatIntegrityWasViolated() {
        int transaction = it.client.request(it.now, it.tcp, new ShortTermCredential("a:b", "pass"));
        it.expectRequest(it.tcp);
        it.client.receiveStream(
                it.now, it.tcp, it.out, 0, it.mapped().messageIntegrity(wrong).finish());
        assertThat(it.events())
                .containsExactly(new Failed(transaction, Failure.INTEGRITY_VIOLATED));
    }

    @Test
    void shortTermRequestsSatisfyOldAndNewServers() {
        MessageIntegrity key = new MessageIntegrity(ShortTermKey.of("pass"));
        for (boolean wide : new boolean[] {false, true}) {
            int transaction =
                    it.client.request(it.now, it.udp, new ShortTermCredential("a:b", "pass"));
            it.expectRequest(it.udp);
            assertThat(it.request.text(StunAttributeType.USERNAME)).isEqualTo("a:b");
            assertThat(it.request.verifyIntegrity(key)).isTrue();
            assertThat(it.request.verifyIntegritySha256(key)).isTrue();
            it.receive(
                    it.udp,
                    wide
                            ? it.mapped().messageIntegritySha256(key)
                            : it.mapped().messageIntegrity(key));
            assertThat(it.events()).containsExactly(new Mapped(transaction, MAPPED));
        }
    }

    /** No realm, no nonce, a list that is cut, one that is huge, one of unknown algorithms. */
    @Test
    void takesNonsenseInAChallengeForARefusal() {
        int type = StunAttributeType.PASSWORD_ALGORITHMS;
        byte[] huge = new byte[404];
        huge[1] = 1; // MD5, and then an algorithm 0 with 396 bytes of parameters
        huge[6] = 1;
        huge[7] = (byte) 0x8C;
        for (int form = 0; form < 5; form++) {
            longTerm(it.udp);
            StunWriter response =
                    switch (form) {
                        case 0 -> it.error(401).text(StunAttributeType.NONCE, NONCE);
                        case 1 -> it.error(401).text(StunAttributeType.REALM, "realm");
                        case 2 -> unauthenticated(SHA256_NONCE).bytes(type, new byte[] {0, 1, 0});
                        case 3 -> unauthenticated(SHA256_NONCE).bytes(type, huge);
                        default ->
                                unauthenticated(SHA256_NONCE)
                                        .passwordAlgorithms(List.of(new PasswordAlgorithm(9, 0)));
                    };
            it.receive(it.udp, response);
            it.expectSilence();
            assertThat(it.events())
                    .as("form %d", form)
                    .hasSize(1)
                    .hasOnlyElementsOfType(Refused.class);
        }
    }

    @Test
    void refusesNamesThatDoNotFitBeforeAnythingIsSent() {
        assertThatThrownBy(() -> new LongTermCredential("x".repeat(509), "pass"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
