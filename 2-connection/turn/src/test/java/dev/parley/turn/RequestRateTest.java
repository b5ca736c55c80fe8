package dev.parley.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.stun.StunMethod;
import org.junit.jupiter.api.Test;

class RequestRateTest {
    private static final String ADDRESS = "198.51.100.7:40000";

    private final FakeDriver driver = new FakeDriver(TestServers.v4Only().build());
    private final TestClient client = TestClient.udp(driver, ADDRESS).allocate();

    @Test
    void whoAsksTooOftenIsNotAnswered() {
        assertThat(answers(RequestRate.BURST + 100)).isEqualTo(RequestRate.BURST);
        assertThat(driver.count(TurnCounter.REQUESTS_LIMITED)).isEqualTo(100);
        driver.advance(1);
        assertThat(answers(100)).isEqualTo(RequestRate.PER_SECOND);
    }

    @Test
    void whoDoesNotProveAnythingUsesNothingUp() {
        byte[] forged = client.sealed(StunMethod.REFRESH, writer -> writer);
        forged[forged.length - 1]++;
        for (int i = 0; i < 2 * RequestRate.BURST; i++) {
            client.send(forged);
        }
        client.received();
        assertThat(driver.count(TurnCounter.REQUESTS_LIMITED)).isZero();
        assertThat(answers(10)).isEqualTo(10);
    }

    @Test
    void oneClientsRequestsAreNotAnothers() {
        answers(RequestRate.BURST + 1);
        TestClient other = TestClient.udp(driver, "198.51.100.8:40000").allocate();
        assertThat(other.permit("203.0.113.1:1", "8.8.8.8:1")).isEqualTo(403);
        assertThat(other.permit("8.8.8.8:1")).isZero();
    }

    /** Sends so many requests and counts what comes back. */
    private int answers(int requests) {
        for (int i = 0; i < requests; i++) {
            client.send(client.sealed(StunMethod.REFRESH, writer -> writer));
        }
        return client.received().size();
    }
}
