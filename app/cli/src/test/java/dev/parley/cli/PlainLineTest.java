package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.settings.Program;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainLineTest {
    @Test
    void readsSettingsAndTheirValues() {
        assertThat(
                        PlainLine.settings(
                                Program.TURN,
                                List.of(
                                        "--stun-port",
                                        "3478",
                                        "--allow-peer=10.0.0.0/8",
                                        "--allow-peer",
                                        "fc00::/7")))
                .hasValue(
                        Map.of(
                                "stun-port", List.of("3478"),
                                "allow-peer", List.of("10.0.0.0/8", "fc00::/7")));
        assertThat(PlainLine.settings(Program.SERVE, List.of())).hasValue(Map.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "-h",
                "credentials",
                "--stun-prot 1",
                "--stun-port",
                "--stun-port=",
                "--realm --stun-port 1",
                "--http-port 80",
                "--realm 'a",
                "--realm a b",
            })
    void leavesAnythingElseToTheFullReader(String line) {
        assertThat(PlainLine.settings(Program.TURN, List.of(line.split(" ")))).isEmpty();
    }
}
