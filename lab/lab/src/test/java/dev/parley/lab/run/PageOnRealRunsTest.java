package dev.parley.lab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.parley.internet.topology.Topologies;
import dev.parley.lab.ScenarioJson;
import dev.parley.lab.scenario.Scenario;
import dev.parley.lab.scenario.Scenarios;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the tests of the page's modules, which have a few recorded runs of their own, on runs of all
 * scenarios and topologies: what the engine tells is what the page understands.
 */
final class PageOnRealRunsTest {
    private static final Path TESTS = Path.of("../../web/labpage/src/test/js");
    private static final int SECONDS = 120;

    @Test
    void thePageUnderstandsEveryRun(@TempDir Path folder) throws Exception {
        assumeThat(hasNode()).as("Node.js 18 or newer runs these tests").isTrue();
        Path runs = Files.createDirectory(folder.resolve("runs"));
        for (String name : Scenarios.names()) {
            write(Scenarios.named(name).orElseThrow(), runs.resolve(name + ".json"));
        }
        for (String name : Topologies.names()) {
            String usual = ScenarioJson.usual(Topologies.named(name).orElseThrow());
            write(ScenarioJson.read(usual), runs.resolve("usual-" + name + ".json"));
        }
        List<String> command = new ArrayList<>(List.of("node", "--test"));
        try (Stream<Path> files = Files.list(TESTS)) {
            files.map(Path::toString)
                    .filter(name -> name.endsWith(".test.js"))
                    .sorted()
                    .forEach(command::add);
        }
        assertThat(command).hasSizeGreaterThan(4);
        Path out = folder.resolve("out");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
        builder.environment().put("PARLEY_RUNS", runs.toString());
        Process node = builder.start();
        try {
            assertThat(node.waitFor(SECONDS, TimeUnit.SECONDS)).as("it ends in time").isTrue();
            assertThat(node.exitValue()).as(Files.readString(out, StandardCharsets.UTF_8)).isZero();
        } finally {
            node.destroyForcibly();
        }
    }

    private static void write(Scenario scenario, Path file) throws IOException {
        Run run = Run.of(scenario, 7, RunLimits.DEFAULT);
        assertThat(run.ending()).as(scenario.name()).isEqualTo(Ending.QUIET);
        try (OutputStream out = Files.newOutputStream(file)) {
            RunJson.write(run, out);
        }
    }

    private static boolean hasNode() throws InterruptedException {
        try {
            Process node = new ProcessBuilder("node", "--version").start();
            String version =
                    new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            node.waitFor();
            return version.matches("v(1[89]|[2-9]\\d)\\..*\\s*");
        } catch (IOException e) {
            return false; // not installed: the caller skips visibly
        }
    }
}
