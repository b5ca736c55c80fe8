package dev.parley.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
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
 * Runs the tests of the page's modules, {@code src/test/js}, with Node.js where it is installed.
 */
final class PageModulesTest {
    private static final int SECONDS = 60;

    @Test
    void pageModulesKeepTheirTests(@TempDir Path folder) throws IOException, InterruptedException {
        assumeThat(nodeVersion(folder))
                .as("major version of Node.js: 18 or newer runs these tests")
                .isGreaterThan(17);
        List<String> command = new ArrayList<>(List.of("node", "--test"));
        try (Stream<Path> files = Files.list(Path.of("src/test/js"))) {
            files.map(Path::toString)
                    .filter(name -> name.endsWith(".test.js"))
                    .sorted()
                    .forEach(command::add);
        }
        assertThat(command).hasSizeGreaterThan(2);
        Path out = folder.resolve("out");
        assertThat(run(command, out)).as(Files.readString(out, StandardCharsets.UTF_8)).isZero();
    }

    private static int nodeVersion(Path folder) throws InterruptedException {
        try {
            Path out = folder.resolve("version");
            run(List.of("node", "--version"), out);
            String version = Files.readString(out, StandardCharsets.UTF_8).strip();
            return version.matches("v\\d+\\..*")
                    ? Integer.parseInt(version.substring(1, version.indexOf('.')))
                    : 0;
        } catch (IOException e) {
            return 0; // Not installed: the caller skips visibly.
        }
    }

    private static int run(List<String> command, Path out)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(out.toFile())
                        .start();
        try {
            assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS))
                    .as("%s ends in time", command)
                    .isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }
}
