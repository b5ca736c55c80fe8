package dev.parley.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.parley.stun.StunErrorCode;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class OperationTest {
    private final FakeDriver driver = new FakeDriver(TestServers.v4Only().build());
    private final TestClient first = TestClient.udp(driver, "198.51.100.7:1").allocate();
    private final TestClient second =
            TestClient.udp(driver, "198.51.100.8:1").as("bob", "builder").allocate();

    @Test
    void drainingRefusesWhatIsNewAndKeepsWhatStands() {
        driver.server.drain(driver.now);
        TestClient third = TestClient.udp(driver, "198.51.100.9:1");
        assertThat(Message.code(third.allocate(UnaryOperator.identity())))
                .isEqualTo(StunErrorCode.INSUFFICIENT_CAPACITY);
        assertThat(Message.code(first.refresh(600))).isZero();
        assertThat(first.permit("8.8.8.8:1")).isZero();

        first.refresh(0);
        assertThat(driver.events(TurnEvent.Drained.class)).isEmpty();
        second.refresh(0);
        assertThat(driver.events(TurnEvent.Drained.class)).hasSize(1);
    }

    @Test
    void drainingAnEmptyServerIsDoneAtOnce() {
        FakeDriver empty = new FakeDriver(TestServers.v4Only().build());
        empty.server.drain(empty.now);
        empty.server.drain(empty.now);
        empty.drain();
        assertThat(empty.events(TurnEvent.Drained.class)).hasSize(1);
    }

    @Test
    void revokesOneAllocation() {
        long id = driver.events(TurnEvent.AllocationCreated.class).getFirst().allocation();
        assertThat(driver.server.revoke(driver.now, id)).isTrue();
        assertThat(driver.server.revoke(driver.now, id)).isFalse();
        driver.drain();
        assertThat(driver.relaySockets).hasSize(1);
        assertThat(Message.code(first.refresh(600))).isEqualTo(StunErrorCode.ALLOCATION_MISMATCH);
        assertThat(Message.code(second.refresh(600))).isZero();
    }

    @Test
    void revokesAUser() {
        assertThat(driver.server.revokeUser(driver.now, "bob")).isEqualTo(1);
        assertThat(driver.server.revokeUser(driver.now, "bob")).isZero();
        driver.drain();
        assertThat(driver.events(TurnEvent.AllocationEnded.class))
                .extracting(TurnEvent.AllocationEnded::reason, TurnEvent.AllocationEnded::user)
                .containsExactly(tuple(EndReason.REVOKED, "bob"));
    }

    @Test
    void endsEverything() {
        TestClient third = TestClient.udp(driver, "198.51.100.9:1");
        third.allocate(writer -> writer.evenPort(true));
        driver.server.endAll(driver.now, EndReason.SHUTDOWN);
        driver.drain();
        assertThat(driver.relaySockets).isEmpty();
        assertThat(driver.server.relayPortsInUse()).isZero();
        assertThat(driver.paths.size()).isZero();
        assertThat(driver.count(TurnCounter.ENDED_SHUTDOWN)).isEqualTo(3);
    }
}
