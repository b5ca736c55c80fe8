package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import dev.parley.server.settings.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

class LogSetupTest {
    @TempDir private Path folder;

    @Test
    void aLineShowsWhatWouldForgeAnother() throws Exception {
        String text =
                log(
                        Map.of(),
                        logger -> logger.info("of \"{}\"", "ann\n2026-01-01 ERROR \u202e\u001b["));
        assertThat(text.lines()).hasSize(1);
        assertThat(text).contains("INFO  relay: of \"ann\\u000a2026-01-01 ERROR \\u202e\\u001b[\"");
    }

    @Test
    void jsonIsOneObjectForEachLine() throws Exception {
        String text =
                log(
                        Map.of("log-format", "json"),
                        logger -> {
                            logger.warn("a\nb {}", "\"c\"", new IOException("d"));
                            logger.info("e");
                        });
        assertThat(text.lines()).hasSize(2).allMatch(line -> line.startsWith("{"));
        assertThat(text)
                .contains("\"level\":\"WARN\"")
                .contains("a\\nb \\\"c\\\"")
                .contains("\"message\":\"d\"");
    }

    @Test
    void theFileIsBounded() throws Exception {
        String line = "x".repeat(1000);
        log(
                Map.of("log-megabytes", "1", "log-keep", "2"),
                logger -> {
                    for (int i = 0; i < 20_000; i++) {
                        logger.info(line + i); // each of a kind of its own
                    }
                });
        try (var files = Files.list(folder)) {
            List<Path> all = files.toList();
            assertThat(all).hasSizeBetween(2, 3);
            for (Path file : all) {
                assertThat(Files.size(file)).isLessThan(15_000_000);
                assertThat(Files.getPosixFilePermissions(file))
                        .as("older ones as well")
                        .doesNotContain(PosixFilePermission.OTHERS_READ);
            }
        }
    }

    @Test
    void theSameTroubleOverAndOverIsLeftOut() throws Exception {
        String text =
                log(
                        Map.of(),
                        logger -> {
                            for (int i = 0; i < 1000; i++) {
                                logger.warn("trouble with {}", i);
                            }
                        });
        assertThat(text.lines()).hasSize(10);
    }

    @Test
    void eachReloadIsAnswered() throws Exception {
        String text =
                log(
                        Map.of(),
                        logger -> {
                            Logger reload =
                                    ((ch.qos.logback.classic.Logger) logger)
                                            .getLoggerContext()
                                            .getLogger("parley.reload");
                            for (int i = 0; i < 30; i++) {
                                reload.error("Nothing is reloaded: {}", i);
                            }
                        });
        assertThat(text.lines()).hasSize(30);
    }

    @Test
    void theLevelChangesWhileItRuns() throws Exception {
        String text =
                log(
                        Map.of("log-level", "warn"),
                        logger -> {
                            logger.info("before");
                            LogSetup.setLevel(
                                    ((ch.qos.logback.classic.Logger) logger).getLoggerContext(),
                                    level("info"));
                            logger.info("after");
                        });
        assertThat(text.lines()).singleElement().asString().endsWith("after");
    }

    private static Configuration level(String name) {
        try {
            return Configuration.of(Map.of("log-level", List.of(name)), Map.of());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Writing {
        void to(Logger logger);
    }

    private String log(Map<String, String> settings, Writing writing) throws Exception {
        Map<String, List<String>> flags = new HashMap<>();
        settings.forEach((name, value) -> flags.put(name, List.of(value)));
        Path file = folder.resolve("log");
        flags.put("log-file", List.of(file.toString()));
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        LogSetup setup = new LogSetup();
        setup.setContext(context);
        setup.configure(context, Configuration.of(flags, Map.of()), false);
        try {
            writing.to(context.getLogger("parley.relay"));
        } finally {
            context.stop();
        }
        return Files.readString(file);
    }
}
