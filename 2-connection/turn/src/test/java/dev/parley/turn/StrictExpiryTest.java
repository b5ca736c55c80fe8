package dev.parley.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunErrorCode;
import dev.parley.stun.StunMethod;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class StrictExpiryTest {
    private static final String PEER = "8.8.8.8:7000";
    private static final int CHANNEL = 0x4001;

    private final TestPlane plane = new TestPlane();
    private final FakeDriver driver =
            new FakeDriver(TestServers.v4Only().strictExpiry(true).build(), 1, plane);

    private TestClient until(long seconds, String address) {
        String username = (driver.epochSeconds() + seconds) + ":carol";
        return TestClient.udp(driver, address)
                .as(username, TurnCredentials.password("new secret", username));
    }

    private static long lifetime(byte[] answer) {
        assertThat(Message.code(answer)).isZero();
        return Message.parse(answer).u32(StunAttributeType.LIFETIME);
    }

    private List<EndReason> ends() {
        return driver.events(TurnEvent.AllocationEnded.class).stream()
                .map(TurnEvent.AllocationEnded::reason)
                .toList();
    }

    @Test
    void anAllocationIsGrantedNoMoreThanItsCredentialHas() {
        TestClient client = until(100, "198.51.100.7:1");
        assertThat(lifetime(client.allocate(UnaryOperator.identity()))).isEqualTo(100);
        driver.advance(99);
        assertThat(driver.server.allocations()).isEqualTo(1);
        driver.advance(1);
        assertThat(driver.server.allocations()).isZero();
        assertThat(ends()).containsExactly(EndReason.CREDENTIAL_ENDED);
        assertThat(driver.count(TurnCounter.ENDED_CREDENTIAL_ENDED)).isEqualTo(1);
    }

    @Test
    void noRefreshReachesBeyondIt() {
        TestClient client = until(1000, "198.51.100.7:1").allocate();
        driver.advance(500);
        assertThat(lifetime(client.refresh(3600))).isEqualTo(500);
        driver.now += 499_600_000_000L;
        assertThat(lifetime(client.refresh(3600))).as("never 0").isEqualTo(1);
        driver.advance(1);
        assertThat(driver.server.allocations()).isZero();
        assertThat(ends()).containsExactly(EndReason.CREDENTIAL_ENDED);
        assertThat(Message.code(client.refresh(600))).isNotZero();
    }

    @Test
    void channelsEndWithIt() {
        TestClient client = until(100, "198.51.100.7:1").allocate();
        client.bind(CHANNEL, PEER);
        assertThat(plane.only().expiresAtNanos()).isEqualTo(driver.now + 100_000_000_000L);
        driver.advance(100);
        assertThat(plane.installed).isEmpty();
    }

    @Test
    void aShorterWishAndAUserThatDoesNotExpireAreGrantedAsEver() {
        TestClient client = until(10_000, "198.51.100.7:1").allocate();
        assertThat(lifetime(client.refresh(700))).isEqualTo(700);
        TestClient alice = TestClient.udp(driver, "198.51.100.8:1").allocate();
        assertThat(lifetime(alice.refresh(3600))).isEqualTo(3600);
        driver.advance(700);
        assertThat(ends()).containsExactly(EndReason.EXPIRED);
    }

    @Test
    void withoutItAnAllocationOutlivesItsCredential() {
        FakeDriver lenient = new FakeDriver(TestServers.v4Only().build());
        String username = (lenient.epochSeconds() + 100) + ":carol";
        TestClient client =
                TestClient.udp(lenient, "198.51.100.7:1")
                        .as(username, TurnCredentials.password("new secret", username))
                        .allocate();
        lenient.advance(500);
        assertThat(lifetime(client.refresh(3600))).isEqualTo(3600);

        lenient.server.reconfigure(lenient.now, TestServers.v4Only().strictExpiry(true).build());
        lenient.advance(1);
        assertThat(lenient.events(TurnEvent.AllocationEnded.class))
                .as("until that is asked for")
                .extracting(TurnEvent.AllocationEnded::reason)
                .containsExactly(EndReason.CREDENTIAL_ENDED);
    }

    @Test
    void aTimeThatWasGrantedBeforeIsTakenBack() {
        FakeDriver lenient = new FakeDriver(TestServers.v4Only().build());
        String username = (lenient.epochSeconds() + 100) + ":carol";
        TestClient.udp(lenient, "198.51.100.7:1")
                .as(username, TurnCredentials.password("new secret", username))
                .allocate();
        lenient.server.reconfigure(lenient.now, TestServers.v4Only().strictExpiry(true).build());
        lenient.advance(99);
        assertThat(lenient.server.allocations()).isEqualTo(1);
        lenient.advance(1);
        assertThat(lenient.server.allocations()).isZero();
    }

    @Test
    void whoseSecretOrPasswordIsGoneIsRevoked() {
        TestClient carol = until(10, "198.51.100.7:1").allocate();
        String old = (driver.epochSeconds() + 1000) + ":dave";
        TestClient dave =
                TestClient.udp(driver, "198.51.100.8:1")
                        .as(old, TurnCredentials.password("old secret", old))
                        .allocate();
        TestClient alice = TestClient.udp(driver, "198.51.100.9:1").allocate();
        TestClient bob = TestClient.udp(driver, "198.51.100.10:1").as("bob", "builder").allocate();
        driver.server.reconfigure(
                driver.now,
                TestServers.v4Only()
                        .strictExpiry(true)
                        .credentials(
                                new TurnCredentials("parley")
                                        .user(TestServers.USER, TestServers.PASSWORD)
                                        .user("bob", "another")
                                        .secret("new secret"))
                        .build());
        driver.drain();
        assertThat(driver.events(TurnEvent.AllocationEnded.class))
                .extracting(TurnEvent.AllocationEnded::user, TurnEvent.AllocationEnded::reason)
                .containsExactlyInAnyOrder(
                        tuple("dave", EndReason.REVOKED), tuple("bob", EndReason.REVOKED));
        assertThat(Message.code(alice.refresh(600))).isZero();
        assertThat(Message.code(carol.refresh(600))).isZero();
        for (TestClient gone : List.of(dave, bob)) {
            assertThat(gone.code(StunMethod.REFRESH, UnaryOperator.identity()))
                    .isEqualTo(StunErrorCode.UNAUTHENTICATED);
        }
    }

    @Test
    void aCredentialThatEndedButWhoseSecretIsKnownIsNotRevoked() {
        FakeDriver lenient = new FakeDriver(TestServers.v4Only().build());
        String username = (lenient.epochSeconds() + 100) + ":carol";
        TestClient.udp(lenient, "198.51.100.7:1")
                .as(username, TurnCredentials.password("new secret", username))
                .allocate();
        lenient.advance(200);
        lenient.server.reconfigure(lenient.now, TestServers.v4Only().build());
        assertThat(lenient.server.allocations()).isEqualTo(1);
    }

    @Test
    void aTimeLimitedUserIsRevokedByEitherName() {
        TestClient first = until(1000, "198.51.100.7:1").allocate();
        until(2000, "198.51.100.8:1").allocate();
        assertThat(driver.server.revokeUser(driver.now, first.username)).isEqualTo(1);
        assertThat(driver.server.revokeUser(driver.now, "carol")).isEqualTo(1);
        assertThat(driver.server.allocations()).isZero();
    }
}
