package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.internet.topology.Topologies;
import dev.parley.lab.TopologyJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code parley lab --real} says before anything runs. */
@Timeout(60)
class RealLabCommandTest {
    @TempDir private Path folder;
    private final Screen screen = new Screen();

    @Test
    void listsTheTopologiesThatHaveNames() {
        assertThat(run("lab", "--list")).isZero();
        assertThat(screen.out().lines().map(String::strip)).containsAll(Topologies.names());
    }

    @Test
    void itsHelpFitsTheTerminal() {
        assertThat(run("lab", "--help")).isZero();
        assertThat(screen.out().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThan(81))
                .anySatisfy(
                        line -> assertThat(line).endsWith("ana: ping server -- ben: ping server"));
    }

    @Test
    void explainsByTheScriptItselfAndRunsNothing() {
        assertThat(run("lab", "--real", "two-homes", "--explain")).isZero();
        assertThat(screen.out())
                .startsWith("#!/bin/sh\n# two-homes, made of Linux network namespaces.")
                .contains("addr add 18.18.18.18/32 dev wan");
    }

    @Test
    void takesATopologyFromAFile() throws Exception {
        Path file = folder.resolve("mine.json");
        Files.writeString(file, TopologyJson.write(Topologies.twoHomes()).toPrettyString());
        assertThat(run("lab", "--explain", file.toString())).isZero();
        assertThat(screen.out()).contains("place ana\n");
    }

    @Test
    void aFileThatIsNoTopologyIsRefusedWithItsMistake() throws Exception {
        Path file = Files.writeString(folder.resolve("bad.json"), "{\"nam\": \"x\"}");
        assertThat(run("lab", "--real", file.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(screen.err().lines()).singleElement().asString().contains("bad.json: ");
    }

    @Test
    void tellsWhatWillBeDifferent() {
        assertThat(run("lab", "--real", "nat64", "--explain")).isZero();
        assertThat(screen.err()).contains("! carrier: no NAT64 and no DNS64");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    lab --real two-home      | no topology and no file two-home; did you mean two-homes?
                    lab --real zzzzzzzzzz    | no topology and no file zzzzzzzzzz; parley lab --list
                    lab --real               | which TOPOLOGY? parley lab --list shows some
                    lab --real two-homes --on| --on wants a value: MACHINE
                    """)
    void refusesWithOneLineAndCode2(String line, String message) {
        assertThat(run(line.split(" +"))).isEqualTo(ExitCode.USAGE);
        assertThat(screen.err().lines()).singleElement().asString().contains(message);
        assertThat(screen.out()).isEmpty();
    }

    private int run(String... line) {
        return new ParleyCommand(screen.terminal(false, true, 80), Map.of()).run(line);
    }
}
