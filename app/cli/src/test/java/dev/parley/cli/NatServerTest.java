package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NatServerTest {

    @ParameterizedTest
    @CsvSource({
        "stun.example.org, stun.example.org, 3478, stun.example.org",
        "stun.example.org:99, stun.example.org, 99, stun.example.org:99",
        "stun:stun.example.org:99, stun.example.org, 99, stun.example.org:99",
        "STUN:192.0.2.1, 192.0.2.1, 3478, 192.0.2.1",
        "[2001:db8::1]:99, 2001:db8::1, 99, [2001:db8::1]:99",
        "[2001:db8::1], 2001:db8::1, 3478, 2001:db8::1",
        "2001:db8::1, 2001:db8::1, 3478, 2001:db8::1",
    })
    void readsEveryFormOfAServer(String text, String host, int port, String shown) {
        NatServer server = NatServer.parse(text, 0);
        assertThat(server).isEqualTo(new NatServer(host, port));
        assertThat(server).hasToString(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "host:",
                ":99",
                "host:0",
                "host:65536",
                "host:x",
                "[::1",
                "[::1]x",
                "a/b",
                "a b",
                "stun:host?transport=udp"
            })
    void refusesOthersWithAnExample(String text) {
        assertThatThrownBy(() -> NatServer.parse(text, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("stun.example.org, 192.0.2.1:3479 or [2001:db8::1]:3479");
    }

    @Test
    void takesThePortFromTheOptionUnlessThereAreTwo() {
        assertThat(NatServer.parse("host", 99).port()).isEqualTo(99);
        assertThat(NatServer.parse("host:99", 99).port()).isEqualTo(99);
        assertThatThrownBy(() -> NatServer.parse("host:98", 99))
                .hasMessage("SERVER has the port 98, and --port is 99");
    }
}
