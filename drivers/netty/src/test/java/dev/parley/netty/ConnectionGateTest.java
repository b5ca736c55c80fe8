package dev.parley.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.IpAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ConnectionGateTest {
    private final ConnectionGate gate =
            new ConnectionGate(new ConnectionLimits(3, 2, Duration.ofSeconds(1)));

    private boolean enter(String address) {
        return gate.enter(IpAddress.parse(address));
    }

    @Test
    void countsAnIpv6NetworkAsOne() {
        assertThat(enter("2001:db8:1:2::1")).isTrue();
        assertThat(enter("2001:db8:1:2::2")).isTrue();
        assertThat(enter("2001:db8:1:2:ffff::3")).isFalse();
        assertThat(enter("2001:db8:1:3::1")).isTrue();
    }

    @Test
    void capsAllTogether() {
        assertThat(enter("192.0.2.1")).isTrue();
        assertThat(enter("192.0.2.2")).isTrue();
        assertThat(enter("192.0.2.3")).isTrue();
        assertThat(enter("192.0.2.4")).isFalse();
        assertThat(gate.inside()).isEqualTo(3);
    }

    @Test
    void remembersNobodyWhoLeft() {
        for (int i = 0; i < 1000; i++) {
            IpAddress address = IpAddress.v4(0x0A000000 + i);
            assertThat(gate.enter(address)).isTrue();
            gate.leave(address);
        }
        assertThat(gate.addresses()).isZero();
        assertThat(gate.inside()).isZero();
    }

    @Test
    void refusedOnesTakeNoRoom() {
        enter("192.0.2.1");
        enter("192.0.2.1");
        for (int i = 0; i < 10; i++) {
            assertThat(enter("192.0.2.1")).isFalse();
        }
        assertThat(enter("192.0.2.2")).isTrue();
    }
}
