package dev.parley.server.admin;

import dev.parley.server.settings.Configuration;
import dev.parley.server.settings.Settings;
import dev.parley.server.state.DataDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Asks the server that uses a data directory, on this machine. */
public final class AdminClient {
    /** In the data directory: where the admin API is, while the server runs. */
    public static final String URL_FILE = "admin-url";

    private static final int TIMEOUT_MILLIS = 15_000;

    private final String url;
    private final String token;
    private final Path kept;

    private AdminClient(String url, String token, Path kept) {
        this.url = url;
        this.token = token;
        this.kept = kept;
    }

    /** The file with the token that the server made. */
    public Path place() {
        return kept;
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
        if (Files.isDirectory(data.folder()) && !Files.isExecutable(data.folder())) {
            throw new IOException(
                    "no permission to look into "
                            + data.folder()
                            + ": ask as the user that the server runs as");
        }
        if (!Files.exists(file)) {
            throw new IOException(
                    "no server with an admin API uses "
                            + data.folder()
                            + ": start one with --admin-listen 127.0.0.1:9642, or name its"
                            + " --data-dir");
        }
        Optional<String> chosen = configuration.find(Settings.ADMIN_TOKEN);
        Path kept = data.file(AdminToken.FILE);
        if (chosen.isEmpty() && !Files.exists(kept)) {
            throw new IOException(
                    "there is no token in "
                            + data.folder()
                            + ": where the server has admin-token in its settings, name the file by"
                            + " --config, or set PARLEY_ADMIN_TOKEN");
        }
        String token = chosen.isPresent() ? chosen.get() : data.read(kept).strip();
        return new AdminClient(url(data.read(file).strip(), file), token, kept);
    }

    private static String url(String text, Path file) throws IOException {
        try {
            URI url = new URI(text);
            if (url.getHost() != null && String.valueOf(url.getScheme()).startsWith("http")) {
                return text;
            }
        } catch (URISyntaxException e) {
            throw new IOException(damaged(file), e);
        }
        throw new IOException(damaged(file));
    }

    private static String damaged(Path file) {
        return file + " is damaged: delete it, and start the server once more";
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
        if (connection instanceof HttpsURLConnection secure
                && OwnMachine.has(connection.getURL().getHost())) {
            OwnMachine.trust(secure);
        }
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
                    "nobody answers at "
                            + url
                            + ": the server has ended without a word; start it again",
                    e);
        } catch (SocketTimeoutException e) {
            throw new IOException(
                    "no answer from "
                            + url
                            + " within "
                            + TIMEOUT_MILLIS / 1000
                            + " s: the server is too busy, or hangs",
                    e);
        } catch (JacksonException | SSLException | ProtocolException e) {
            throw new IOException("what answers at " + url + " is not the server's admin API", e);
        } catch (SocketException e) {
            throw new IOException(url + " hung up before it answered: ask once more", e);
        } finally {
            connection.disconnect();
        }
    }
}
