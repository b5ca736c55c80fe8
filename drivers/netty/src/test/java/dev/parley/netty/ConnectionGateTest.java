package dev.parley.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ConnectionGateTest {
    private final ConnectionGate gate =
            new ConnectionGate(new ConnectionLimits(3, 2, Duration.ofSeconds(1)));
    private final List<String> ended = new ArrayList<>();

    private ConnectionGate.@Nullable Guest enter(String address, String name) {
        return gate.enter(IpAddress.parse(address), () -> ended.add(name));
    }

    private ConnectionGate.Guest entered(String address, String name) {
        return Objects.requireNonNull(enter(address, name), name);
    }

    private void keep(String address, String name) {
        entered(address, name).keep();
    }

    @Test
    void countsAnIpv6NetworkAsOne() {
        keep("2001:db8:1:2::1", "one");
        keep("2001:db8:1:2::2", "two");
        assertThat(enter("2001:db8:1:2:ffff::3", "three")).isNull();
        assertThat(enter("2001:db8:1:3::1", "another network")).isNotNull();
    }

    @Test
    void capsAllTogether() {
        keep("192.0.2.1", "one");
        keep("192.0.2.2", "two");
        keep("192.0.2.3", "three");
        assertThat(enter("192.0.2.4", "four")).isNull();
        assertThat(gate.inside()).isEqualTo(3);
        assertThat(ended).isEmpty();
    }

    @Test
    void theOldestStrangerMakesRoom() {
        entered("192.0.2.1", "one").keep();
        entered("192.0.2.2", "two");
        entered("192.0.2.3", "three");
        entered("192.0.2.4", "four");
        assertThat(ended).containsExactly("two");
        entered("192.0.2.5", "five");
        assertThat(ended).containsExactly("two", "three");
        assertThat(gate.inside()).isEqualTo(3);
    }

    @Test
    void whoWaitsForItsNextRequestMakesRoomWhenThereIsNoStranger() {
        ConnectionGate.Guest one = entered("192.0.2.1", "one");
        ConnectionGate.Guest two = entered("192.0.2.2", "two");
        two.idle();
        one.idle();
        entered("192.0.2.3", "three");
        entered("192.0.2.4", "four").keep();
        assertThat(ended).containsExactly("three");
        entered("192.0.2.5", "five").keep();
        assertThat(ended).containsExactly("three", "two");
    }

    @Test
    void whoIsNotGrantedWhatItAsksForIsAStrangerFromThenOn() {
        ConnectionGate.Guest one = entered("192.0.2.1", "one");
        one.keep();
        entered("192.0.2.2", "two");
        one.stranger();
        entered("192.0.2.3", "three");
        entered("192.0.2.4", "four");
        assertThat(ended).containsExactly("two");
        entered("192.0.2.5", "five");
        assertThat(ended).containsExactly("two", "one");
    }

    @Test
    void anAddressThatHasItsShareMakesRoomForItself() {
        entered("192.0.2.9", "somebody else");
        entered("192.0.2.1", "one").idle();
        entered("192.0.2.1", "two");
        entered("192.0.2.1", "three").keep();
        assertThat(ended).containsExactly("two");
        entered("192.0.2.1", "four").keep();
        assertThat(ended).containsExactly("two", "one");
        assertThat(enter("192.0.2.1", "five")).isNull();
    }

    @Test
    void whoIsNamedLaterCountsForTheAddressFromThenOn() {
        keep("192.0.2.1", "one");
        ConnectionGate.Guest two = entered("192.0.2.1", "two");
        ConnectionGate.Guest named = Objects.requireNonNull(gate.enter(() -> ended.add("named")));
        assertThat(named.countFor(IpAddress.parse("192.0.2.1"))).isTrue();
        assertThat(ended).containsExactly("two");
        two.leave(); // when its connection is closed
        assertThat(gate.inside()).isEqualTo(2);
        named.keep();
        ConnectionGate.Guest last = Objects.requireNonNull(gate.enter(() -> ended.add("last")));
        assertThat(last.countFor(IpAddress.parse("192.0.2.1"))).isFalse();
        last.leave();
        assertThat(gate.inside()).isEqualTo(2);
    }

    @Test
    void whoHadToGoComesNotBack() {
        ConnectionGate.Guest one = entered("192.0.2.1", "one");
        entered("192.0.2.2", "two");
        entered("192.0.2.3", "three");
        entered("192.0.2.4", "four");
        one.keep(); // its request was whole just then
        one.leave();
        assertThat(gate.inside()).isEqualTo(3);
        assertThat(gate.addresses()).isEqualTo(3);
        assertThat(one.countFor(IpAddress.parse("192.0.2.1"))).isFalse();
    }

    @Test
    void remembersNobodyWhoLeft() {
        for (int i = 0; i < 1000; i++) {
            ConnectionGate.Guest guest =
                    Objects.requireNonNull(gate.enter(IpAddress.v4(0x0A000000 + i), () -> {}));
            guest.idle();
            guest.leave();
        }
        assertThat(gate.addresses()).isZero();
        assertThat(gate.inside()).isZero();
    }

    @Test
    void refusedOnesTakeNoRoom() {
        keep("192.0.2.1", "one");
        keep("192.0.2.1", "two");
        for (int i = 0; i < 10; i++) {
            assertThat(enter("192.0.2.1", "refused")).isNull();
        }
        keep("192.0.2.2", "three");
        assertThat(ended).isEmpty();
    }
}
