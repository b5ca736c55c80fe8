package dev.parley.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.cli.coturn.Finding;
import dev.parley.cli.coturn.Translation;
import dev.parley.server.settings.Configuration;
import dev.parley.server.settings.ConfigurationException;
import dev.parley.server.settings.Program;
import dev.parley.server.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * A turnserver.conf, whatever it holds, becomes settings that can be read, and remarks. What comes
 * out may be refused as a whole, but no value that was taken over is one that nobody takes.
 */
class CoturnFileFuzz extends FuzzTarget {
    private final ScratchFile file = ScratchFile.of(this, "parley.toml");

    @Override
    String corpus() {
        return "coturn";
    }

    @Override
    int share() {
        return 5;
    }

    @Override
    void run(byte[] input) {
        String text = new String(input, UTF_8);
        Translation translation = Translation.of(text);
        long lines = text.lines().count();
        int before = 0;
        for (Finding finding : translation.findings()) {
            check(finding.line() >= before, "remarks are in the order of the lines");
            check(finding.line() >= 1 && finding.line() <= lines, "a remark is about a line");
            check(!finding.words().isBlank(), "a remark has words");
            before = finding.line();
        }
        translation
                .settings()
                .forEach((name, values) -> {
                    check(Settings.named(name).isPresent(), "it makes settings that there are");
                    check(!values.isEmpty(), "a setting has a value");
                    values.forEach(value -> isTaken(name, value));
                });
        String toml = translation.toml();
        check(
                toml.lines().filter(line -> line.startsWith("#")).count()
                        == translation.findings().size(),
                "a remark is one line");
        isTheSame(translation.settings(), toml);
    }

    private static void isTaken(String name, String value) {
        try {
            Settings.named(name).orElseThrow().type().reader().read(value);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new AssertionError(name + " takes what it is given: " + value, e);
        }
    }

    private void isTheSame(Map<String, List<String>> settings, String toml) {
        Map<String, List<String>> flags =
                Map.of("config", List.of(file.holding(toml.getBytes(UTF_8)).toString()));
        Configuration byFile;
        try {
            byFile = Configuration.of(Program.TURN, flags, Map.of());
        } catch (ConfigurationException e) {
            check(!String.valueOf(e.getMessage()).contains("parley.toml:"), "it is TOML: " + e);
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            check(
                    byFile.differences(Configuration.of(Program.TURN, settings, Map.of())).stream()
                            .allMatch(Settings.CONFIG::equals),
                    "the file says what the settings say");
        } catch (ConfigurationException | IOException e) {
            throw new AssertionError("settings that a file may have", e);
        }
    }
}
