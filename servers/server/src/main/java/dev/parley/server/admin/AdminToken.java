package dev.parley.server.admin;

import dev.parley.server.settings.Configuration;
import dev.parley.server.settings.Settings;
import dev.parley.server.state.DataDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;

/** What a request has to bear. The token itself is not kept. */
public final class AdminToken {
    /** The file in the data directory that holds a token that was not chosen by anybody. */
    public static final String FILE = "admin-token";

    private final byte[] digest;
    private final boolean chosen;

    private AdminToken(String token, boolean chosen) {
        digest = digest(token);
        this.chosen = chosen;
    }

    /**
     * The token of a configuration, or the one of the data directory, made when it is not there.
     *
     * @throws IOException when the file cannot be used, or others can read it
     */
    public static AdminToken of(Configuration configuration, DataDirectory data)
            throws IOException {
        Optional<String> given = configuration.find(Settings.ADMIN_TOKEN);
        if (given.isPresent()) {
            return new AdminToken(given.get(), true);
        }
        byte[] random = data.secret(FILE);
        return new AdminToken(
                Base64.getUrlEncoder().withoutPadding().encodeToString(random), false);
    }

    /** Whether that is it; takes the same time for every wrong one. */
    boolean matches(String presented) {
        return MessageDigest.isEqual(digest, digest(presented));
    }

    /** Whether a person chose it. One of our own has 256 random bits, which nobody guesses. */
    boolean isChosen() {
        return chosen;
    }

    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
