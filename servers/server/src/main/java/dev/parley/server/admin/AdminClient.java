package dev.parley.server.admin;

import dev.parley.server.settings.Configuration;
import dev.parley.server.settings.Settings;
import dev.parley.server.state.DataDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Asks the server that uses a data directory, on this machine. */
public final class AdminClient {
    /** In the data directory: where the admin API is, while the server runs. */
    public static final String URL_FILE = "admin-url";

    private static final int TIMEOUT_MILLIS = 15_000;

    private final String url;
    private final String token;

    private AdminClient(String url, String token) {
        this.url = url;
        this.token = token;
    }

    /**
     * An answer.
     *
     * @param text as it came
     * @param json what it says: maps, lists, texts, numbers
     */
    public record Answer(int status, String text, Map<String, Object> json) {}

    /**
     * Finds the server.
     *
     * @param configuration names the data directory, and the token where it was chosen
     * @throws IOException when none runs there; the message says what to do
     */
    public static AdminClient of(Configuration configuration, DataDirectory data)
            throws IOException {
        Path file = data.file(URL_FILE);
        if (!Files.exists(file)) {
            throw new IOException(
                    "no server with an admin API uses "
                            + data.folder()
                            + ": start one with --admin-listen 127.0.0.1:9642, or name its"
                            + " --data-dir");
        }
        Optional<String> chosen = configuration.find(Settings.ADMIN_TOKEN);
        String token =
                chosen.isPresent() ? chosen.get() : data.read(data.file(AdminToken.FILE)).strip();
        return new AdminClient(data.read(file).strip(), token);
    }

    /**
     * Asks.
     *
     * @param path behind {@code /admin}, with its query
     * @throws IOException when nobody answers
     */
    public Answer ask(String method, String path) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url + path).toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        connection.setRequestMethod(method);
        connection.setRequestProperty("Authorization", "Bearer " + token);
        try {
            int status = connection.getResponseCode();
            InputStream body =
                    status >= 400 ? connection.getErrorStream() : connection.getInputStream();
            String text =
                    body == null ? "{}" : new String(body.readAllBytes(), StandardCharsets.UTF_8);
            return new Answer(
                    status,
                    text.strip(),
                    JsonMapper.shared().readValue(text, new TypeReference<>() {}));
        } catch (ConnectException e) {
            throw new IOException(
                    "nobody answers at " + url + ": the server has ended without a word", e);
        } finally {
            connection.disconnect();
        }
    }
}
