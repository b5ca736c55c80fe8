package dev.parley.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.Endpoint;
import dev.parley.server.TestServer;
import dev.parley.server.relay.TestTurnClient;
import dev.parley.server.relay.Wire;
import java.io.DataInputStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@Timeout(120)
class AdminApiTest {
    @TempDir private Path folder;

    @Test
    void saysWhatItHasAndWhereItIs() throws Exception {
        try (TestServer server = TestServer.start(folder)) {
            TestServer.Answer list = server.ask("GET", "/admin");
            assertThat(list.status()).isEqualTo(200);
            assertThat(list.json().propertyNames()).contains("/admin/relay", "/admin/drain");
            Path url = folder.resolve("data/admin-url");
            assertThat(Files.readString(url).strip()).isEqualTo(server.admin("/admin").toString());
            Path token = folder.resolve("data/admin-token");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(token)))
                    .isEqualTo("rw-------");
        }
        assertThat(folder.resolve("data/admin-url")).as("gone with the server").doesNotExist();
    }

    @Test
    void whatIsLeftOfAnotherServerStopsNoStart() throws Exception {
        Path url = Files.createDirectories(folder.resolve("data")).resolve("admin-url");
        Files.write(url, new byte[] {(byte) 0xFF}); // no text
        try (TestServer server = TestServer.start(folder)) {
            assertThat(Files.readString(url).strip()).isEqualTo(server.admin("/admin").toString());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /admin/nothing, 404",
        "GET, /admin/relay/1, 404",
        "GET, /administrator, 404",
        "POST, /admin/relay, 405",
        "GET, /admin/reload, 405",
        "GET, /admin/relay?verbose=1, 400",
        "POST, /admin/drain?seconds=never, 400",
        "POST, /admin/drain?seconds=-1, 400",
        "POST, /admin/drain?seconds=1&seconds=2, 400",
        "GET, /admin/allocations?limit=0, 400",
        "GET, /admin/allocations?limit=1001, 400",
        "GET, /admin/allocations?after=-1, 400",
        "GET, /admin/allocations/one, 400",
        "GET, /admin/allocations/1, 404",
        "GET, /admin/allocations/, 404",
        "DELETE, /admin/allocations, 400",
        "DELETE, /admin/users/, 404",
    })
    void refusesInWords(String method, String path, int status) throws Exception {
        try (TestServer server = TestServer.start(folder)) {
            TestServer.Answer answer = server.ask(method, path);
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.json().get("error").asString()).isNotBlank().endsWith(".");
            assertThat(server.ask("GET", "/admin/drain").json().get("draining").asBoolean())
                    .isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"/admin", "/admin/relay", "/admin/config", "/admin/nothing"})
    void answersNobodyWithoutTheToken(String path) throws Exception {
        try (TestServer server = TestServer.start(folder)) {
            for (String authorization :
                    new String[] {
                        "",
                        "Bearer ",
                        "Bearer wrong",
                        "Basic " + server.token(),
                        "Bearer " + server.token() + "x",
                        "Bearer " + server.token().substring(1)
                    }) {
                HttpRequest.Builder request = HttpRequest.newBuilder(server.admin(path));
                if (!authorization.isEmpty()) {
                    request.header("Authorization", authorization);
                }
                HttpResponse<String> answer =
                        server.http().send(request.build(), BodyHandlers.ofString());
                assertThat(answer.statusCode()).as(authorization).isEqualTo(401);
                assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
                assertThat(answer.body()).startsWith("{\"error\":").doesNotContain("/admin/relay");
            }
        }
    }

    @Test
    void keepsPagesOut() throws Exception {
        try (TestServer server = TestServer.start(folder)) {
            String bearer = "Authorization: Bearer " + server.token();
            int port = server.server().port(Endpoint.Kind.ADMIN);
            assertThat(raw(port, "Host: evil.example", bearer)).startsWith("HTTP/1.1 421");
            assertThat(raw(port, "Host: evil.example:" + port, bearer)).startsWith("HTTP/1.1 421");
            assertThat(raw(port, "Host: 127.0.0.1.evil.example", bearer))
                    .startsWith("HTTP/1.1 421");
            assertThat(raw(port, "Host: localhost", "Origin: http://localhost", bearer))
                    .startsWith("HTTP/1.1 403");
            assertThat(raw(port, "Host: localhost", "Origin: null", bearer))
                    .startsWith("HTTP/1.1 403");
            String good = raw(port, "Host: localhost:" + port, bearer);
            assertThat(good).startsWith("HTTP/1.1 200").doesNotContain("Access-Control");
            assertThat(raw(port, "Host: 127.0.0.1:" + port, bearer)).startsWith("HTTP/1.1 200");
        }
    }

    /** As any process of the machine can: more than there is room for, which is for a few. */
    @Test
    void halfRequestsDoNotLockTheOperatorOut() throws Exception {
        List<Socket> crowd = new ArrayList<>();
        try (TestServer server = TestServer.start(folder, "max-connections = 20000")) {
            assertThat(server.ask("GET", "/admin").status()).isEqualTo(200);
            int port = server.server().port(Endpoint.Kind.ADMIN);
            for (int i = 0; i < 300; i++) {
                Socket half = new Socket(InetAddress.getLoopbackAddress(), port);
                crowd.add(half);
                half.getOutputStream().write("GET /admin HT".getBytes(StandardCharsets.US_ASCII));
            }
            String bearer = "Authorization: Bearer " + server.token();
            assertThat(raw(port, "Host: localhost", bearer)).startsWith("HTTP/1.1 200");
            assertThat(server.get(Endpoint.Kind.METRICS, "/metrics"))
                    .containsPattern("(?i)parley_tcp_displaced_total\\{.*admin.*} [1-9]")
                    .containsPattern(
                            "(?i)parley_tcp_connections\\{.*admin.*} ([1-5]?[0-9]|6[0-4])(\\.0)?\n");
        } finally {
            for (Socket half : crowd) {
                half.close();
            }
        }
    }

    @Test
    void aChosenTokenCannotBeTriedForLong() throws Exception {
        try (TestServer server =
                TestServer.start(folder, "admin-token = \"correct-horse-battery\"")) {
            assertThat(status(server, "correct-horse-battery")).isEqualTo(200);
            int looked = 0;
            while (status(server, "guess-" + looked) == 401) {
                looked++;
            }
            assertThat(looked).isEqualTo(9);
            assertThat(status(server, "correct-horse-battery"))
                    .as("a guess that is right learns nothing either")
                    .isEqualTo(429);
            assertThat(server.get(Endpoint.Kind.METRICS, "/metrics"))
                    .contains("parley_admin_refused_total 11.0");
        }
    }

    @Test
    void aRandomTokenIsNeverLockedOut() throws Exception {
        try (TestServer server = TestServer.start(folder)) {
            for (int i = 0; i < 15; i++) {
                assertThat(status(server, "guess")).isIn(401, 429);
            }
            assertThat(server.ask("GET", "/admin/relay").status()).isEqualTo(200);
        }
    }

    @Test
    void showsEverySettingButNoSecret() throws Exception {
        try (TestServer server =
                TestServer.start(
                        folder,
                        "user = [\"alice:wonderland\"]",
                        "room-secret = \"tea for two\"",
                        "allow-peer = [\"10.0.0.0/8\", \"127.0.0.0/8\"]")) {
            TestServer.Answer config = server.ask("GET", "/admin/config");
            String text = config.json().toString();
            assertThat(text)
                    .doesNotContain("wonderland")
                    .doesNotContain("tea for two")
                    .doesNotContain(server.token());
            var settings = config.json().get("settings");
            assertThat(settings.get("user").get("set").asBoolean()).isTrue();
            assertThat(settings.get("auth-secret").get("set").asBoolean()).isFalse();
            assertThat(settings.get("allow-peer").get("value")).hasSize(2);
            assertThat(settings.get("allow-peer").get("origin").asString()).isEqualTo("file");
            assertThat(settings.get("http-port").get("origin").asString()).isEqualTo("flag");
            assertThat(settings.get("realm").get("value").asString()).isEqualTo("parley");
            assertThat(settings.get("realm").get("origin").asString()).isEqualTo("default");
            assertThat(settings.get("realm").get("reloadable").asBoolean()).isFalse();
            assertThat(config.json().get("certificate").get("sha256").asString())
                    .isEqualTo(server.server().certificate().fingerprint());
        }
    }

    @Test
    void endsTheServerWhenTheLastRelayHasEnded() throws Exception {
        try (TestServer server = TestServer.start(folder, "user = \"alice:wonderland\"")) {
            var first = server.turn("alice", "wonderland").allocate();
            var second = server.turn("alice", "wonderland").allocate();
            TestServer.Answer begun = server.ask("POST", "/admin/drain?seconds=600");
            assertThat(begun.status()).isEqualTo(202);
            assertThat(begun.json().get("allocations").asInt()).isEqualTo(2);
            assertThat(begun.json().get("secondsLeft").asInt()).isBetween(500, 600);
            assertThat(server.turn("alice", "wonderland").tryToAllocate()).isEqualTo(508);
            assertThat(first.refresh(600)).isZero();
            first.release();
            assertThat(server.server().ended()).isNotDone();
            second.release();
            server.server().ended().get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void aLaterWishForAnEarlierEndCounts() throws Exception {
        try (TestServer server = TestServer.start(folder, "user = \"alice:wonderland\"")) {
            server.turn("alice", "wonderland").allocate();
            server.ask("POST", "/admin/drain?seconds=600");
            TestServer.Answer later = server.ask("POST", "/admin/drain?seconds=700");
            assertThat(later.json().get("secondsLeft").asInt()).isBetween(500, 600);
            server.ask("POST", "/admin/drain?seconds=0");
            server.server().ended().get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void showsRelaysPageByPageAndEndsThem() throws Exception {
        try (TestServer server =
                        TestServer.start(
                                folder,
                                "user = [\"alice:wonderland\", \"bob:builder\"]",
                                "allow-peer = \"127.0.0.0/8\"",
                                "relay-threads = 2");
                DatagramSocket peer = Wire.loopbackSocket()) {
            TestTurnClient alice = server.turn("alice", "wonderland").allocate();
            List<TestTurnClient> others = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                others.add(server.turn("bob", "builder").allocate());
            }
            alice.bind(0x4001, Wire.addressOf(peer));
            alice.channelData(0x4001, new byte[100]);
            assertThat(Wire.receivePacket(peer, 10_000)).isNotNull();

            JsonNode first = server.ask("GET", "/admin/allocations?limit=2").json();
            JsonNode second =
                    server.ask(
                                    "GET",
                                    "/admin/allocations?limit=1000&after="
                                            + first.get("next").asLong())
                            .json();
            assertThat(first.get("allocations")).hasSize(2);
            assertThat(second.get("allocations")).hasSize(3);
            assertThat(second.has("next")).isFalse();

            JsonNode figures = server.ask("GET", "/admin/relay").json();
            assertThat(figures.get("threads")).hasSize(2);
            int held = 0;
            for (JsonNode thread : figures.get("threads")) {
                held += thread.get("allocations").asInt();
            }
            assertThat(held).isEqualTo(5);

            JsonNode own =
                    server.ask("GET", "/admin/allocations?user=alice").json().get("allocations");
            assertThat(own).hasSize(1);
            assertThat(own.get(0).get("relayed").get(0).asString())
                    .isEqualTo(alice.relayed().toString());
            String path = "/admin/allocations/" + own.get(0).get("id").asLong();
            JsonNode whole = server.ask("GET", path).json();
            assertThat(whole.get("bytesToPeers").asInt()).isEqualTo(100);
            assertThat(whole.get("channelsBound").get(0).get("peer").asString())
                    .isEqualTo(Wire.addressOf(peer).toString());
            assertThat(Instant.parse(whole.get("created").asString()))
                    .isBetween(Instant.now().minusSeconds(100), Instant.now().plusSeconds(1));

            assertThat(server.ask("DELETE", path).json().get("ended").asInt()).isEqualTo(1);
            assertThat(alice.refresh(600)).isEqualTo(437);
            assertThat(server.ask("DELETE", path).status()).isEqualTo(404);
            assertThat(server.ask("GET", path).status()).isEqualTo(404);
            assertThat(server.ask("DELETE", "/admin/users/bob").json().get("ended").asInt())
                    .isEqualTo(4);
            assertThat(server.ask("GET", "/admin/allocations").json().get("allocations")).isEmpty();
            assertThat(others.getFirst().refresh(600)).isEqualTo(437);
        }
    }

    private static int status(TestServer server, String token) throws Exception {
        return server.http()
                .send(
                        HttpRequest.newBuilder(server.admin("/admin"))
                                .header("Authorization", "Bearer " + token)
                                .method("GET", BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.ofString())
                .statusCode();
    }

    private static String raw(int port, String... fields) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            String request =
                    "GET /admin HTTP/1.1\r\nConnection: close\r\n"
                            + String.join("\r\n", fields)
                            + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(
                    new DataInputStream(socket.getInputStream()).readAllBytes(),
                    StandardCharsets.UTF_8);
        }
    }
}
