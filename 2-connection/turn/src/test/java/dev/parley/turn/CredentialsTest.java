package dev.parley.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.stun.PasswordAlgorithm;
import dev.parley.stun.StunErrorCode;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class CredentialsTest {
    private final FakeDriver driver = new FakeDriver(TestServers.v4Only().build());
    private int nextPort = 40000;

    private TestClient client(String username, String secret) {
        return TestClient.udp(driver, "198.51.100.7:" + nextPort++)
                .as(username, TurnCredentials.password(secret, username));
    }

    private static int allocate(TestClient client) {
        return Message.code(client.allocate(UnaryOperator.identity()));
    }

    @Test
    void acceptsTimeLimitedUsersOfEverySecret() {
        long soon = driver.epochSeconds() + 60;
        assertThat(allocate(client(soon + ":carol", "old secret"))).isZero();
        assertThat(allocate(client(soon + ":carol", "new secret"))).isZero();
        assertThat(allocate(client(soon + ":", "new secret"))).isZero();
        assertThat(allocate(client(Long.toString(soon), "new secret"))).isZero();
        assertThat(allocate(client(soon + ":carol", "no secret")))
                .isEqualTo(StunErrorCode.UNAUTHENTICATED);
    }

    @Test
    void refusesWhatHasExpiredOrIsNoTime() {
        long now = driver.epochSeconds();
        for (String username :
                new String[] {
                    now + ":carol", (now - 1) + "", ":carol", "", "-5:x", "99999999999999:x", "x:1"
                }) {
            assertThat(allocate(client(username, "new secret")))
                    .as(username)
                    .isEqualTo(StunErrorCode.UNAUTHENTICATED);
        }
    }

    @Test
    void aCallOutlivesItsCredential() {
        TestClient client = client((driver.epochSeconds() + 60) + ":carol", "new secret");
        assertThat(allocate(client)).isZero();
        driver.advance(120);
        assertThat(Message.code(client.refresh(600))).isZero();
        client.refresh(0);
        assertThat(allocate(client)).isEqualTo(StunErrorCode.UNAUTHENTICATED);
    }

    @Test
    void countsTimeLimitedUsersByWhoTheyAre() {
        TurnCredentials credentials = new TurnCredentials("parley").secret("s");
        assertThat(
                        Objects.requireNonNull(
                                        credentials.lookUp(
                                                "2000000000:carol", PasswordAlgorithm.MD5, 0))
                                .name())
                .isEqualTo("carol");
        assertThat(
                        Objects.requireNonNull(
                                        credentials.lookUp("2000000000", PasswordAlgorithm.MD5, 0))
                                .name())
                .isEqualTo("2000000000");
    }

    @Test
    void makesThePasswordThatOthersMake() {
        // printf '%s' 1433895918:user | openssl dgst -sha1 -hmac my-secret -binary | base64
        assertThat(TurnCredentials.password("my-secret", "1433895918:user"))
                .isEqualTo("apkaJxKxig4WkKI8WihCKQjKDYk=");
    }

    @Test
    void refusesEmptyNamesPasswordsAndSecrets() {
        TurnCredentials credentials = new TurnCredentials("parley");
        assertThatIllegalArgumentException().isThrownBy(() -> credentials.user("", "x"));
        assertThatIllegalArgumentException().isThrownBy(() -> credentials.user("x", ""));
        assertThatIllegalArgumentException().isThrownBy(() -> credentials.secret(""));
    }

    @Test
    void showsNoSecretInText() {
        TurnUser user =
                Objects.requireNonNull(
                        new TurnCredentials("parley")
                                .user("alice", "pw")
                                .lookUp("alice", PasswordAlgorithm.MD5, 0));
        assertThat(user.toString()).doesNotContain("alice");
        assertThat(new Key(new byte[] {1, 2, 3}, null)).hasToString("Key");
    }

    // ---- quotas

    @Test
    void limitsAllocationsOfAUserAcrossItsNames() {
        FakeDriver tight =
                new FakeDriver(TestServers.v4Only().quotas(new Quotas(2, 9, 9, 9, 9, 9)).build());
        long soon = tight.epochSeconds() + 60;
        for (int i = 0; i < 3; i++) {
            String username = (soon + i) + ":carol";
            TestClient one =
                    TestClient.udp(tight, "198.51.100." + (7 + i) + ":1")
                            .as(username, TurnCredentials.password("new secret", username));
            assertThat(allocate(one)).isEqualTo(i < 2 ? 0 : StunErrorCode.ALLOCATION_QUOTA_REACHED);
        }
        assertThat(tight.events(TurnEvent.QuotaReached.class))
                .extracting(TurnEvent.QuotaReached::scope)
                .containsExactly(TurnEvent.QuotaReached.Scope.USER);
        assertThat(allocate(TestClient.udp(tight, "198.51.100.99:1"))).isZero();
    }

    @Test
    void limitsAllocationsOfANetwork() {
        FakeDriver tight =
                new FakeDriver(TestServers.v4Only().quotas(new Quotas(9, 2, 9, 9, 9, 9)).build());
        assertThat(allocate(TestClient.udp(tight, "198.51.100.1:1"))).isZero();
        assertThat(allocate(TestClient.udp(tight, "198.51.100.2:1").as("bob", "builder"))).isZero();
        assertThat(allocate(TestClient.udp(tight, "198.51.100.3:1")))
                .isEqualTo(StunErrorCode.ALLOCATION_QUOTA_REACHED);
        assertThat(allocate(TestClient.udp(tight, "198.51.101.3:1"))).isZero();
    }

    @Test
    void limitsAllocationsOfAllAndGivesPlacesBack() {
        FakeDriver tight =
                new FakeDriver(TestServers.v4Only().quotas(new Quotas(9, 9, 2, 9, 9, 9)).build());
        TestClient first = TestClient.udp(tight, "198.51.100.1:1").allocate();
        TestClient.udp(tight, "198.51.100.2:1").allocate();
        TestClient third = TestClient.udp(tight, "198.51.100.3:1");
        assertThat(allocate(third)).isEqualTo(StunErrorCode.INSUFFICIENT_CAPACITY);
        first.refresh(0);
        assertThat(allocate(third)).isZero();
    }

    @Test
    void theTableOfPathsIsNotFullBeforeTheQuotasAre() {
        Quotas quotas = new Quotas(9, 9, 2, 9, 3, 1).withConnections(1, 1, 1);
        FakeDriver tight = new FakeDriver(TestServers.v4Only().quotas(quotas).build());
        for (int i = 1; i <= 2; i++) {
            TestClient client = TestClient.udp(tight, "198.51.100.1:" + i).allocate();
            for (int channel = 0x4000; channel < 0x4003; channel++) {
                assertThat(client.bind(channel, "8.8.8.8:" + channel)).isZero();
            }
        }
        TestClient.tcp(tight, "198.51.100.1:3").learnNonce();
        assertThat(tight.paths.size()).isEqualTo(quotas.paths() - 2 - 2); // no peer, no move
        assertThat(new Quotas(Integer.MAX_VALUE, 9, Integer.MAX_VALUE, 9, 9, 9).paths())
                .isPositive();
    }

    @Test
    void aReservedPortCountsLikeAnAllocation() {
        FakeDriver tight =
                new FakeDriver(TestServers.v4Only().quotas(new Quotas(2, 9, 9, 9, 9, 9)).build());
        TestClient first = TestClient.udp(tight, "198.51.100.1:1");
        first.allocate(writer -> writer.evenPort(true));
        TestClient second = TestClient.udp(tight, "198.51.100.1:2");
        assertThat(allocate(second)).isEqualTo(StunErrorCode.ALLOCATION_QUOTA_REACHED);
        tight.advance(31);
        assertThat(allocate(second)).isZero();
    }
}
