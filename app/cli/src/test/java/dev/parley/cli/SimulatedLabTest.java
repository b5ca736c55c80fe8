package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.lab.scenario.Scenarios;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class SimulatedLabTest {
    private static final String OWN =
            """
            {"topology": {"name": "mine",
              "machines": [{"name": "far", "addresses": ["198.51.100.9"]}],
              "sites": [{"name": "home", "inside": ["10.1.0.0/24"],
                         "gateway": {"outside": ["18.18.18.18"]},
                         "machines": [{"name": "pc", "addresses": ["10.1.0.2"]}]}]},
             "traffic": [{"kind": "ping", "from": "pc", "fromPort": 5000, "to": "far"}]}
            """;

    @TempDir private Path folder;
    private final Screen screen = new Screen();

    private int run(String... args) {
        String[] all = new String[args.length + 1];
        all[0] = "lab";
        System.arraycopy(args, 0, all, 1, args.length);
        return new ParleyCommand(screen.terminal(false, true, 100), Map.of()).run(all);
    }

    @Test
    void listsEverythingThatHasAName() {
        assertThat(run("--list")).isZero();
        assertThat(screen.out()).contains(Scenarios.names()).contains("linux-homes");
    }

    @Test
    void tellsASceneOnTheTerminal() {
        assertThat(run("two-homes", "--text")).isZero();
        assertThat(screen.out())
                .contains("How two people punch holes", "The way to ben is open", "seed 7")
                .doesNotContain("\u001B");
    }

    @Test
    void anotherSeedIsAnotherRun() {
        assertThat(run("only-turn", "--text", "--seed", "8")).isZero();
        assertThat(screen.out()).contains("seed 8");
    }

    @Test
    void aTopologyAloneIsShownWithWhatIsUsual() {
        assertThat(run("phone", "--text")).isZero();
        assertThat(screen.out()).contains("carrier", "STUN Binding request");
    }

    @Test
    void aFileIsANetworkOfOnesOwn() throws IOException {
        Path file = Files.writeString(folder.resolve("mine.json"), OWN);
        assertThat(run(file.toString(), "--text")).isZero();
        assertThat(screen.out()).contains("from 10.1.0.2:5000 becomes 18.18.18.18:5000");
    }

    @Test
    void writesTheRunForPagesAndForWireshark() throws IOException {
        Path json = folder.resolve("run.json");
        Path pcapng = folder.resolve("run.pcapng");
        assertThat(run("ask-stun", "--json", json.toString(), "--pcapng", pcapng.toString()))
                .isZero();
        assertThat(Files.readString(json, StandardCharsets.UTF_8))
                .startsWith("{\"format\":\"parley-lab/1\",\"scenario\":\"ask-stun\"");
        assertThat(Files.readAllBytes(pcapng)).startsWith(0x0A, 0x0D, 0x0D, 0x0A);
        assertThat(screen.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --text                       | what? parley lab --list
                    two-homse --text             | did you mean two-homes?
                    two-homes phone --text       | one thing at a time: phone
                    two-homes --seed x           | seed
                    --listen nowhere             | --listen wants an address
                    --port 70000                 | --port is 0 to 65535
                    """)
    void saysWhatIsWrong(String words, String message) {
        assertThat(run(words.split(" ", -1))).isEqualTo(ExitCode.USAGE);
        assertThat(screen.err()).contains(message);
    }

    @Test
    void aMistakeInAFileIsNamedWithItsPlace() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("mine.json"),
                        OWN.replace("\"pc\", \"fromPort\"", "\"zoe\", \"fromPort\""));
        assertThat(run(file.toString(), "--text")).isEqualTo(ExitCode.USAGE);
        assertThat(screen.err()).contains("traffic[0].from: there is no machine called zoe");
    }
}
