package dev.parley.turn;

import static dev.parley.turn.TestServers.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Deadlines;
import dev.parley.core.TransportAddress;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunErrorCode;
import org.junit.jupiter.api.Test;

class ExpiryTest {
    private static final String PEER = "8.8.8.8:7000";
    private static final TransportAddress PEER_ADDRESS = TransportAddress.parse(PEER);
    private static final int CHANNEL = 0x4001;

    private final FakeDriver driver = new FakeDriver(TestServers.v4Only().build());
    private final TestClient client = TestClient.udp(driver, "198.51.100.7:40000").allocate();

    @Test
    void endsAnAllocationThatIsNotRefreshed() {
        client.bind(CHANNEL, PEER);
        driver.advance(599);
        assertThat(driver.server.allocations()).isEqualTo(1);
        driver.advance(1);
        assertNothingIsLeft();
        assertThat(driver.events(TurnEvent.AllocationEnded.class))
                .extracting(TurnEvent.AllocationEnded::reason)
                .containsExactly(EndReason.EXPIRED);
        assertThat(driver.count(TurnCounter.ENDED_EXPIRED)).isEqualTo(1);
    }

    @Test
    void prolongsAnAllocation() {
        driver.advance(500);
        assertThat(Message.parse(client.refresh(1000)).u32(StunAttributeType.LIFETIME))
                .isEqualTo(1000);
        driver.advance(999);
        assertThat(driver.server.allocations()).isEqualTo(1);
        driver.advance(1);
        assertNothingIsLeft();
    }

    @Test
    void endsAnAllocationWhenAsked() {
        client.bind(CHANNEL, PEER);
        assertThat(Message.parse(client.refresh(0)).u32(StunAttributeType.LIFETIME)).isZero();
        assertNothingIsLeft();
        assertThat(Message.code(client.refresh(0))).isEqualTo(StunErrorCode.ALLOCATION_MISMATCH);
        client.allocate();
    }

    @Test
    void endsAPermissionAfterFiveMinutes() {
        client.permit(PEER);
        driver.advance(299);
        client.sendTo(PEER, bytes("x"));
        assertThat(driver.take(PEER_ADDRESS)).hasSize(1);
        driver.advance(1);
        client.sendTo(PEER, bytes("x"));
        driver.fromPeer(PEER_ADDRESS, client.relayed, bytes("x"));
        assertThat(driver.sent).isEmpty();
        assertThat(driver.server.permissions()).isZero();
    }

    @Test
    void countsTimeAlsoBetweenCallsOfTheTimer() {
        client.permit(PEER);
        driver.now += 300_000_000_000L; // the driver's timer is late
        client.sendTo(PEER, bytes("x"));
        assertThat(driver.sent).isEmpty();
    }

    @Test
    void dataDoesNotProlongAnything() {
        client.permit(PEER);
        for (int i = 0; i < 30; i++) {
            driver.advance(10);
            client.sendTo(PEER, bytes("x"));
            driver.fromPeer(PEER_ADDRESS, client.relayed, bytes("x"));
        }
        assertThat(driver.server.permissions()).isZero();
    }

    @Test
    void stopsAChannelWithItsPermissionAndGoesOnWithIt() {
        client.bind(CHANNEL, PEER);
        driver.advance(301);
        client.send(Message.channelData(CHANNEL, bytes("x")));
        driver.fromPeer(PEER_ADDRESS, client.relayed, bytes("x"));
        assertThat(driver.sent).isEmpty();
        assertThat(driver.server.channels()).isEqualTo(1);

        client.permit(PEER);
        client.send(Message.channelData(CHANNEL, bytes("x")));
        driver.fromPeer(PEER_ADDRESS, client.relayed, bytes("y"));
        assertThat(driver.take(PEER_ADDRESS)).hasSize(1);
        assertThat(driver.takeOne(client.address))
                .isEqualTo(Message.channelData(CHANNEL, bytes("y")));
    }

    @Test
    void endsAChannelAfterTenMinutes() {
        client.refresh(3600);
        client.bind(CHANNEL, PEER);
        for (int minutes = 0; minutes < 9; minutes += 3) {
            driver.advance(180);
            client.permit(PEER);
        }
        assertThat(driver.server.channels()).isEqualTo(1);
        driver.advance(60);
        assertThat(driver.server.channels()).isZero();
        driver.fromPeer(PEER_ADDRESS, client.relayed, bytes("x"));
        assertThat(Message.parse(driver.takeOne(client.address)).bytes(StunAttributeType.DATA))
                .as("the permission is still there")
                .isEqualTo(bytes("x"));
        assertThat(client.bind(CHANNEL, "8.8.4.4:2001")).as("the number is free").isZero();
    }

    @Test
    void bindingAgainProlongsChannelAndPermission() {
        client.refresh(3600);
        client.bind(CHANNEL, PEER);
        for (int i = 0; i < 10; i++) {
            driver.advance(250);
            assertThat(client.bind(CHANNEL, PEER)).isZero();
            client.send(Message.channelData(CHANNEL, bytes("x")));
            assertThat(driver.take(PEER_ADDRESS)).hasSize(1);
        }
    }

    @Test
    void bindingAgainTakesNoPermissionBeyondTheQuota() {
        FakeDriver strict =
                new FakeDriver(TestServers.v4Only().quotas(new Quotas(9, 9, 9, 1, 9, 9)).build());
        TestClient one = TestClient.udp(strict, "198.51.100.7:40000").allocate();
        assertThat(one.bind(CHANNEL, PEER)).isZero();
        strict.advance(301);
        assertThat(one.permit("9.9.9.9:7000")).isZero();
        assertThat(one.bind(CHANNEL, PEER)).isEqualTo(StunErrorCode.INSUFFICIENT_CAPACITY);
        assertThat(strict.server.permissions()).isEqualTo(1);
    }

    @Test
    void refusesAFamilyThatTheAllocationHasNot() {
        int code =
                client.code(
                        dev.parley.stun.StunMethod.REFRESH,
                        writer -> writer.u8(StunAttributeType.REQUESTED_ADDRESS_FAMILY, 2));
        assertThat(code).isEqualTo(StunErrorCode.PEER_ADDRESS_FAMILY_MISMATCH);
    }

    private void assertNothingIsLeft() {
        assertThat(driver.server.allocations()).isZero();
        assertThat(driver.server.permissions()).isZero();
        assertThat(driver.server.channels()).isZero();
        assertThat(driver.server.relayPortsInUse()).isZero();
        assertThat(driver.relaySockets).isEmpty();
        assertThat(driver.paths.size()).isZero();
        assertThat(driver.server.nextTimeout()).isEqualTo(Deadlines.NONE);
    }
}
