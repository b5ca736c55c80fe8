package dev.parley.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.TransportAddress;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunErrorCode;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** When clients are sent to other servers. */
class AlternatesTest {
    private static final TransportAddress OTHER = TransportAddress.parse("192.0.2.77:3478");

    private static FakeDriver driver(int above, int most) {
        return new FakeDriver(
                TestServers.v4Only()
                        .alternate(new AlternateServer(OTHER, false, null))
                        .alternateAbove(above)
                        .quotas(new Quotas(most, most, most, 9, 9, 9))
                        .build());
    }

    private static int allocate(FakeDriver driver, int host) {
        TestClient client = TestClient.udp(driver, "198.51.100." + host + ":40000");
        byte[] answer = client.allocate(UnaryOperator.identity());
        int code = Message.code(answer);
        if (code == StunErrorCode.TRY_ALTERNATE) {
            assertThat(Message.parse(answer).address(StunAttributeType.ALTERNATE_SERVER))
                    .isEqualTo(OTHER);
        }
        return code;
    }

    @Test
    void allAreSentAwayWhereNoNumberIsSet() {
        assertThat(allocate(driver(0, 9), 1)).isEqualTo(StunErrorCode.TRY_ALTERNATE);
    }

    @Test
    void theyStayUntilThereAreThatMany() {
        FakeDriver driver = driver(2, 9);
        assertThat(allocate(driver, 1)).isZero();
        assertThat(allocate(driver, 2)).isZero();
        assertThat(allocate(driver, 3)).isEqualTo(StunErrorCode.TRY_ALTERNATE);
        driver.advance(600);
        assertThat(allocate(driver, 3)).as("there is room again").isZero();
    }

    @Test
    void aFullServerSendsThemAway() {
        FakeDriver driver = driver(5, 1);
        assertThat(allocate(driver, 1)).isZero();
        assertThat(allocate(driver, 2)).isEqualTo(StunErrorCode.TRY_ALTERNATE);
    }

    @Test
    void whoHasAReservationHereStays() {
        FakeDriver driver = driver(2, 9);
        TestClient first = TestClient.udp(driver, "198.51.100.1:40000");
        byte[] reserved = first.allocate(writer -> writer.u8(StunAttributeType.EVEN_PORT, 0x80));
        long token = Message.parse(reserved).u64(StunAttributeType.RESERVATION_TOKEN, 0);
        assertThat(allocate(driver, 2)).isEqualTo(StunErrorCode.TRY_ALTERNATE);
        TestClient second = TestClient.udp(driver, "198.51.100.1:40001");
        second.allocate(writer -> writer.u64(StunAttributeType.RESERVATION_TOKEN, token));
        assertThat(second.relayed.port()).isEqualTo(first.relayed.port() + 1);
    }

    @Test
    void aServerThatDrainsSendsThemAway() {
        FakeDriver driver = driver(5, 9);
        assertThat(allocate(driver, 1)).isZero();
        driver.server.drain(driver.now);
        assertThat(allocate(driver, 2)).isEqualTo(StunErrorCode.TRY_ALTERNATE);
        byte[] six = TestClient.udp(driver, "[2001:db8:7::1]:1").allocate(UnaryOperator.identity());
        assertThat(Message.code(six))
                .as("no such server for its family")
                .isEqualTo(StunErrorCode.INSUFFICIENT_CAPACITY);
    }
}
