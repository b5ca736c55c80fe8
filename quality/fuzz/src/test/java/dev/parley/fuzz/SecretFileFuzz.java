package dev.parley.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.parley.server.settings.Configuration;
import dev.parley.server.settings.ConfigurationException;
import dev.parley.server.settings.Program;
import dev.parley.server.state.DataDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A file with a secret: long enough to be one, or refused without being shown. */
class SecretFileFuzz extends FuzzTarget {
    private static final int LEAST_BYTES = 32;
    private static final int TELLING = 12;

    private final ScratchFile file = ScratchFile.of(this, "auth-secret");

    @Override
    String corpus() {
        return "secret";
    }

    @Override
    int share() {
        return 5;
    }

    @Override
    void run(byte[] input) {
        Path path = file.holding(input);
        try {
            byte[] secret = folder(path).secret("auth-secret");
            check(secret.length >= LEAST_BYTES, "a secret cannot be guessed");
        } catch (IOException e) {
            String why = String.valueOf(e.getMessage());
            check(why.startsWith("--data-dir: "), "a refusal names the option");
            String text = new String(input, ISO_8859_1).strip();
            check(text.length() < TELLING || !why.contains(text), "a refusal keeps secrets");
        }
    }

    private static DataDirectory folder(Path file) throws IOException {
        Map<String, List<String>> flags =
                Map.of("data-dir", List.of(String.valueOf(file.getParent())));
        try {
            return DataDirectory.open(Configuration.of(Program.TURN, flags, Map.of()), Map.of());
        } catch (ConfigurationException e) {
            throw new AssertionError(e);
        }
    }
}
