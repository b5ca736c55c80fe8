package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.RelayServer;
import dev.parley.server.settings.Configuration;
import dev.parley.server.settings.Program;
import dev.parley.server.settings.Setting;
import dev.parley.server.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class TurnCommandTest {
    @TempDir private Path folder;
    private final Screen screen = new Screen();

    @Test
    void helpNamesWhatAppliesAndFitsTheTerminal() {
        assertThat(run("turn", "--help")).isZero();
        for (Setting<?> setting : Settings.ALL) {
            String option = setting.flag() + "=" + setting.placeholder();
            if (Program.TURN.has(setting)) {
                assertThat(screen.out()).contains(option);
            } else {
                assertThat(screen.out()).doesNotContain(option);
            }
        }
        assertThat(screen.out()).contains("Examples:").doesNotContain("Rooms and signaling:\n\n");
        assertThat(screen.out().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThan(81));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    turn --http-port 80        | --http-port belongs to parley serve
                    turn --room-secret tea     | --room-secret belongs to parley serve
                    turn --stun-prot 1         | did you mean --stun-port?
                    turn credential            | did you mean credentials?
                    turn credentials --ttl 0   | --ttl wants seconds, or a time such as 90m
                    turn credentials --ttl 1w  | --ttl wants seconds, or a time such as 90m
                    turn credentials --host /  | --host wants a name or an address
                    turn credentials a         | "a" is one word too many
                    turn import                | name it: parley turn import FILE
                    turn import a b            | "b" is one word too many
                    admin                      | say what: status, allocations, show
                    admin stats                | did you mean status?
                    admin show                 | name it: parley admin show NUMBER
                    admin show one             | NUMBER wants a whole number; "one" is not
                    admin show 0               | NUMBER wants a number from 1 on; 0 is not
                    admin kick                 | which? parley admin kick NUMBER, or --user NAME
                    admin kick 1 --user ann    | which? parley admin kick NUMBER, or --user NAME
                    admin drain --seconds -5   | --seconds wants a number from 0 to 604800; -5 is not
                    admin drain --seconds soon | --seconds wants a whole number; "soon" is not
                    admin allocations --limit 0 | --limit wants a number from 1 to 1000; 0 is not
                    admin status 1             | "1" is one word too many
                    """)
    void refusesWithOneLineAndCode2(String line, String message) {
        assertThat(run(line.split(" +"))).isEqualTo(ExitCode.USAGE);
        assertThat(screen.err().lines()).singleElement().asString().contains(message);
        assertThat(screen.out()).isEmpty();
    }

    @Test
    void credentialsAreReadyToPaste() {
        String data = folder.toString();
        assertThat(
                        run(
                                "turn",
                                "credentials",
                                "--name",
                                "ann",
                                "--ttl",
                                "12h",
                                "--host",
                                "turn.example.org",
                                "--data-dir",
                                data))
                .isZero();
        long expiry = System.currentTimeMillis() / 1000 + 12 * 3600;
        String out = screen.out();
        assertThat(out)
                .startsWith("[{\n  \"urls\": [\n    \"turn:turn.example.org:3478?transport=udp\",")
                .containsPattern("\"username\": \"\\d{10}:ann\"")
                .containsPattern("\"credential\": \"[A-Za-z0-9+/=]{28}\"");
        long said = Long.parseLong(out.replaceAll("(?s).*\"username\": \"(\\d+):ann.*", "$1"));
        assertThat(said).isBetween(expiry - 60, expiry + 1);
        assertThat(screen.err()).startsWith("There was no secret in " + data);
        String first = screen.err();
        assertThat(run("turn", "credentials", "--data-dir", data)).isZero();
        assertThat(screen.err()).as("nothing more").isEqualTo(first);
    }

    @Test
    void anImportOfNothingSaysSo() throws Exception {
        Path conf = Files.writeString(folder.resolve("turnserver.conf"), "# later\n");
        assertThat(run("turn", "import", conf.toString())).isZero();
        assertThat(screen.err()).startsWith("It holds no settings");
    }

    @Test
    void theBannerHasWhatAStrangerNeeds() throws Exception {
        String text = banner(false);
        assertThat(text)
                .containsPattern("Listening +STUN and TURN \\d+ \\(UDP and TCP\\)")
                .containsPattern("Relay +127\\.0\\.0\\.1, UDP ports 49152-65535")
                .containsPattern(
                        "nft add rule inet filter input udp dport '\\{ \\d+, 49152-65535 }' accept")
                .contains("is this machine's own")
                .contains("TLS is off")
                .containsPattern("iceServers: \\[\\{\n +\"urls\"")
                .contains("parley turn credentials")
                .endsWith("ready in 123 ms (Ctrl-C ends it)\n");
    }

    @Test
    void theBannerKeepsCredentialsOutOfAJournal() throws Exception {
        assertThat(banner(true)).doesNotContain("credential\"").contains("turn credentials");
    }

    @Test
    void aLogThatCannotBeWrittenStopsTheStart() {
        Path log = folder.resolve("no/log");
        assertThat(run("turn", "--data-dir", folder.toString(), "--log-file", log.toString()))
                .isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(screen.err()).contains("--log-file: " + log + " cannot be written");
        assertThat(screen.out()).isEmpty();
    }

    @Test
    void theRelayIsAskedByItsOwnFile() throws Exception {
        Path file = folder.resolve("turn.toml");
        Files.writeString( // a port that the page would have, where there is one
                file, "turns-port = 8443\ndata-dir = \"" + folder + "\"\n");
        assertThat(run("admin", "status", "--config", file.toString()))
                .isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(screen.err()).contains("no server with an admin API uses " + folder);
    }

    @Test
    void whoAsksMakesNoFolder() {
        Path none = folder.resolve("none");
        assertThat(run("admin", "status", "--data-dir", none.toString()))
                .isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(screen.err()).contains("no server with an admin API uses " + none);
        assertThat(none).doesNotExist();
    }

    @Test
    void whoKnowsNotTheTokenIsToldWhereItIs() throws Exception {
        Configuration configuration =
                Configuration.of(
                        Program.TURN,
                        Map.of(
                                "listen", List.of("127.0.0.1"),
                                "stun-port", List.of("0"),
                                "metrics-listen", List.of("off"),
                                "admin-listen", List.of("127.0.0.1:0"),
                                "data-dir", List.of(folder.toString())),
                        Map.of());
        try (RelayServer server = RelayServer.start(configuration, Map.of())) {
            assertThat(server.words())
                    .contains("stun-udp 127.0.0.1:", "admin 127.0.0.1:", "49152-65535", "driver");
            assertThat(run("admin", "allocations", "--data-dir", folder.toString())).isZero();
            assertThat(screen.out()).isEqualTo("nothing is relayed" + System.lineSeparator());
            Path token = folder.resolve("admin-token");
            Files.writeString(token, "another-token-than-that");
            assertThat(run("admin", "status", "--data-dir", folder.toString()))
                    .isEqualTo(ExitCode.ENVIRONMENT);
            assertThat(screen.err()).contains("not the token").contains(token.toString());
        }
    }

    private String banner(boolean asService) throws Exception {
        Map<String, List<String>> flags =
                Map.of(
                        "listen", List.of("127.0.0.1"),
                        "stun-port", List.of("0"),
                        "metrics-listen", List.of("off"),
                        "data-dir", List.of(folder.toString()));
        Configuration configuration = Configuration.of(Program.TURN, flags, Map.of());
        try (RelayServer server = RelayServer.start(configuration, Map.of())) {
            new TurnBanner(screen.terminal(false, true, 80), server, configuration, asService)
                    .print(Duration.ofMillis(123));
        }
        return screen.out();
    }

    private int run(String... line) {
        return new ParleyCommand(screen.terminal(false, true, 80), Map.of()).run(line);
    }
}
