package dev.parley.server;

import dev.parley.core.TransportAddress;
import dev.parley.server.relay.TestTurnClient;
import dev.parley.server.relay.Wire;
import dev.parley.server.settings.Configuration;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A whole server on loopback with a configuration file, and whoever operates it. */
public final class TestServer implements AutoCloseable {
    private final ParleyServer server;
    private final Path folder;
    private final Path file;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<TestTurnClient> guests = new ArrayList<>();

    private TestServer(ParleyServer server, Path folder, Path file) {
        this.server = server;
        this.folder = folder;
        this.file = file;
    }

    /** An answer of the admin API. */
    public record Answer(int status, JsonNode json) {}

    /** Starts one whose file says this and a user. */
    public static TestServer start(Path folder, String... lines) throws Exception {
        Path file = folder.resolve("parley.toml");
        write(file, lines);
        Map<String, List<String>> flags =
                new HashMap<>(
                        Map.of(
                                "listen", List.of("127.0.0.1"),
                                "http-port", List.of("0"),
                                "https-port", List.of("0"),
                                "stun-port", List.of("0"),
                                "turns-port", List.of("off"),
                                "metrics-listen", List.of("127.0.0.1:0"),
                                "admin-listen", List.of("127.0.0.1:0"),
                                "data-dir", List.of(folder.resolve("data").toString()),
                                "config", List.of(file.toString())));
        return new TestServer(
                ParleyServer.start(Configuration.of(flags, Map.of()), Map.of()), folder, file);
    }

    /** Writes the file anew. */
    public void write(String... lines) throws Exception {
        write(file, lines);
    }

    private static void write(Path file, String... lines) throws Exception {
        Files.writeString(file, "qr = \"auto\"\n" + String.join("\n", lines) + "\n"); // never empty
    }

    public ParleyServer server() {
        return server;
    }

    public Path folder() {
        return folder;
    }

    public HttpClient http() {
        return http;
    }

    /** The token that was made on the first start. */
    public String token() throws Exception {
        return Files.readString(folder.resolve("data/admin-token")).strip();
    }

    public URI admin(String path) {
        return URI.create("http://127.0.0.1:" + server.port(Endpoint.Kind.ADMIN) + path);
    }

    /** Asks with the token. */
    public Answer ask(String method, String path) throws Exception {
        HttpResponse<String> answer =
                http.send(
                        HttpRequest.newBuilder(admin(path))
                                .timeout(Duration.ofSeconds(20))
                                .header("Authorization", "Bearer " + token())
                                .method(method, BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.ofString());
        return new Answer(answer.statusCode(), JsonMapper.shared().readTree(answer.body()));
    }

    public String get(Endpoint.Kind kind, String path) throws Exception {
        return http.send(
                        HttpRequest.newBuilder(
                                        URI.create("http://127.0.0.1:" + server.port(kind) + path))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    /** A client over UDP, without a relay yet. */
    public TestTurnClient turn(String user, String password) throws Exception {
        TestTurnClient client =
                new TestTurnClient(
                                Wire.udp(
                                        TransportAddress.parse(
                                                "127.0.0.1:"
                                                        + server.port(Endpoint.Kind.STUN_UDP))))
                        .as(user, password);
        guests.add(client);
        return client;
    }

    @Override
    public void close() throws IOException {
        http.shutdownNow(); // first: the server waits for connections to end
        for (TestTurnClient guest : guests) {
            guest.close();
        }
        server.close();
    }
}
