package dev.parley.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.parley.server.settings.Configuration;
import dev.parley.server.settings.ConfigurationException;
import dev.parley.server.settings.Program;
import dev.parley.server.settings.Settings;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A settings file counts, whole, or is refused in words that give no secret away. */
class SettingsFileFuzz extends FuzzTarget {
    private static final String SECRET = "tell-nobody-of-this";
    private static final String SECRET_LINE = "auth-secret = \"" + SECRET + "\"\n";
    private static final int MOST_WORDS = 500;

    private final ScratchFile file = ScratchFile.of(this, "parley.toml");

    @Override
    String corpus() {
        return "settings";
    }

    @Override
    int share() {
        return 5;
    }

    @Override
    void run(byte[] input) {
        Map<String, List<String>> flags = Map.of("config", List.of(file.holding(input).toString()));
        for (Program program : Program.values()) {
            try {
                isWhole(Configuration.of(program, flags, Map.of()));
            } catch (ConfigurationException | IOException e) {
                String why = String.valueOf(e.getMessage());
                check(!why.isBlank(), "a refusal says why");
                check(why.length() <= input.length + MOST_WORDS, "a refusal is no flood");
                boolean mightBeSecret =
                        new String(input, ISO_8859_1).replace(SECRET_LINE, "").contains(SECRET);
                check(mightBeSecret || !why.contains(SECRET), "a refusal keeps secrets");
            }
        }
    }

    private static void isWhole(Configuration configuration)
            throws ConfigurationException, IOException {
        Configuration again = configuration.readAgain();
        check(configuration.differences(again).isEmpty(), "a file means one thing");
        check(
                configuration.differences(configuration.with(Settings.ALL, again)).isEmpty(),
                "what went together goes together");
        check(configuration.warnings().isEmpty(), "nobody else can read the file");
        configuration
                .all(Settings.AUTH_SECRET)
                .forEach(secret -> check(secret.length() >= 8, "a secret has some length"));
        check(configuration.get(Settings.MAX_ALLOCATIONS) > 0, "numbers are in their range");
    }
}
