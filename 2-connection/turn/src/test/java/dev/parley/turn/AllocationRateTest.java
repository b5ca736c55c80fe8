package dev.parley.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunErrorCode;
import dev.parley.stun.StunMethod;
import dev.parley.turn.TurnEvent.QuotaReached.Scope;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** How fast new allocations may come. */
class AllocationRateTest {
    private static final Quotas QUOTAS = new Quotas(3, 5, 9, 9, 9, 9).withRate(2);
    private static final int BURST_OF_USER = 6; // three seconds' worth

    private final FakeDriver driver = new FakeDriver(server(QUOTAS).build());
    private final TestClient client = TestClient.udp(driver, "198.51.100.7:40000");

    private static TurnServerConfigBuilder server(Quotas quotas) {
        return TestServers.v4Only().quotas(quotas);
    }

    private static int allocate(TestClient client) {
        return Message.code(client.allocate(UnaryOperator.identity()));
    }

    private static int allocateAndRelease(TestClient client, int times) {
        int granted = 0;
        for (int i = 0; i < times; i++) {
            if (allocate(client) == 0) {
                granted++;
                client.refresh(0);
            }
        }
        return granted;
    }

    @Test
    void aClientThatAllocatesAndReleasesInALoopIsHeldToTheRate() {
        assertThat(allocateAndRelease(client, 20)).isEqualTo(BURST_OF_USER);
        assertThat(driver.count(TurnCounter.ALLOCATIONS_LIMITED)).isEqualTo(14);
        assertThat(driver.events(TurnEvent.QuotaReached.class))
                .extracting(TurnEvent.QuotaReached::scope)
                .hasSize(14)
                .containsOnly(Scope.USER_RATE);
        driver.advance(2);
        assertThat(allocateAndRelease(client, 20)).isEqualTo(4);
    }

    @Test
    void theAnswerSaysWhy() {
        allocateAndRelease(client, BURST_OF_USER);
        byte[] answer = client.request(StunMethod.ALLOCATE, Message::requestedTransport); // sealed
        assertThat(Message.code(answer)).isEqualTo(StunErrorCode.ALLOCATION_QUOTA_REACHED);
        assertThat(new String(answer, StandardCharsets.ISO_8859_1))
                .contains("Too Many New Allocations");
    }

    @Test
    void anotherUserOfTheSameNetworkHasARateOfHisOwn() {
        allocateAndRelease(client, 3);
        TestClient bob = TestClient.udp(driver, "198.51.100.8:1").as("bob", "builder");
        assertThat(allocateAndRelease(bob, 20)).as("what is left of the network").isEqualTo(3);
        TestClient elsewhere = TestClient.udp(driver, "198.51.101.8:1").as("bob", "builder");
        assertThat(allocateAndRelease(elsewhere, 20)).isEqualTo(3);
        assertThat(driver.events(TurnEvent.QuotaReached.class))
                .extracting(TurnEvent.QuotaReached::scope)
                .contains(Scope.PREFIX_RATE, Scope.USER_RATE);
    }

    @Test
    void aLostAnswerCostsNothing() {
        client.learnNonce();
        byte[] request = client.sealed(StunMethod.ALLOCATE, Message::requestedTransport);
        for (int i = 0; i < 20; i++) {
            assertThat(Message.code(client.ask(request))).isZero();
        }
        client.refresh(0);
        assertThat(allocateAndRelease(client, 20)).isEqualTo(BURST_OF_USER - 1);
    }

    @Test
    void aReservedPortIsCountedOnce() {
        byte[] answer = client.allocate(writer -> writer.evenPort(true));
        long token = Message.parse(answer).u64(StunAttributeType.RESERVATION_TOKEN, 0);
        TestClient second = TestClient.udp(driver, "198.51.100.7:40001");
        assertThat(
                        Message.code(
                                second.allocate(writer ->
                                        writer.u64(StunAttributeType.RESERVATION_TOKEN, token))))
                .isZero();
        client.refresh(0);
        assertThat(allocateAndRelease(client, 20)).isEqualTo(BURST_OF_USER - 2);
    }

    @Test
    void aPairThatWouldBeTooFastIsRefusedAsOneAllocationIs() {
        allocateAndRelease(client, BURST_OF_USER - 1);
        byte[] answer =
                client.request(
                        StunMethod.ALLOCATE,
                        writer -> Message.requestedTransport(writer).evenPort(true));
        assertThat(Message.code(answer)).isEqualTo(StunErrorCode.ALLOCATION_QUOTA_REACHED);
        assertThat(new String(answer, StandardCharsets.ISO_8859_1))
                .contains("Too Many New Allocations");
        assertThat(driver.count(TurnCounter.ALLOCATIONS_LIMITED)).isEqualTo(1);
        assertThat(driver.events(TurnEvent.QuotaReached.class))
                .extracting(TurnEvent.QuotaReached::scope)
                .containsExactly(Scope.USER_RATE);
        assertThat(driver.relaySockets).isEmpty();
        assertThat(driver.server.relayPortsInUse()).isZero();
        assertThat(driver.server.allocations()).isZero();
    }

    @Test
    void anotherRateCountsFromAReloadOn() {
        assertThat(allocateAndRelease(client, 20)).isEqualTo(BURST_OF_USER);
        driver.server.reconfigure(driver.now, server(QUOTAS.withRate(1_000_000)).build());
        assertThat(allocateAndRelease(client, 100)).isEqualTo(100);
    }
}
