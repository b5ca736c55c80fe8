package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.ParleyServer;
import dev.parley.server.settings.Configuration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BannerTest {
    @TempDir private Path folder;
    private final Screen screen = new Screen();

    @Test
    void saysWhereToGoAndThatItIsReady() throws Exception {
        String text = print(Map.of("listen", List.of("127.0.0.1")), false, 80);
        assertThat(text)
                .containsPattern("This machine +http://localhost:\\d+/\n +https://localhost:\\d+/")
                .containsPattern("Listening +HTTP \\d+, HTTPS and TURN over TLS \\d+, STUN")
                .containsPattern("Relay +127\\.0\\.0\\.1, UDP ports 49152-65535")
                .contains(folder.toString())
                .contains("The relay address 127.0.0.1 is this machine's own")
                .endsWith("ready in 1.23 s (Ctrl-C ends it)\n");
    }

    @Test
    void keepsSecretsForItself() throws Exception {
        String text =
                print(
                        Map.of(
                                "listen", List.of("127.0.0.1"),
                                "user", List.of("ann:correct horse"),
                                "auth-secret", List.of("battery staple"),
                                "room-secret", List.of("tea for two")),
                        true,
                        80);
        assertThat(text).doesNotContain("horse").doesNotContain("staple").doesNotContain("tea");
    }

    @Test
    void fitsTheTerminal() throws Exception {
        for (int columns : new int[] {44, 80}) {
            String text = print(Map.of(), true, columns);
            assertThat(text.lines().map(line -> line.replaceAll("\u001B\\[[0-9;]*m", "")))
                    .filteredOn(line -> !line.contains(folder.toString())) // one word
                    .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(columns));
        }
    }

    @Test
    void drawsTheCodeForPeopleOnly() throws Exception {
        assertThat(print(Map.of(), false, 80)).doesNotContain("\u2588");
        assertThat(print(Map.of("qr", List.of("off")), true, 80)).doesNotContain("\u001B");
    }

    private String print(Map<String, List<String>> flags, boolean interactive, int columns)
            throws Exception {
        Map<String, List<String>> all = new HashMap<>(flags);
        for (String port : List.of("http", "https", "stun", "turns")) {
            all.put(port + "-port", List.of("0"));
        }
        all.put("metrics-listen", List.of("off"));
        all.put("data-dir", List.of(folder.toString()));
        Configuration configuration = Configuration.of(all, Map.of());
        int before = screen.out().length();
        try (ParleyServer server = ParleyServer.start(configuration, Map.of())) {
            new Banner(screen.terminal(interactive, true, columns), server, configuration)
                    .print(Duration.ofMillis(1234));
        }
        return screen.out().substring(before);
    }
}
