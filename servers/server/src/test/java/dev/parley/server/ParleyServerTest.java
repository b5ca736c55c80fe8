package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.IpAddress;
import dev.parley.core.RandomSource;
import dev.parley.server.net.LocalAddresses;
import dev.parley.server.settings.Configuration;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunClass;
import dev.parley.stun.StunMethod;
import dev.parley.stun.StunWriter;
import dev.parley.stun.TransactionId;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ParleyServerTest {
    private static final String OFFER_TEXT = "v=0 offer";

    @TempDir private Path folder;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private @Nullable ParleyServer running;

    @AfterEach
    void stop() {
        client.shutdownNow(); // first: the server waits for connections to end
        if (running != null) {
            running.close();
        }
    }

    @Test
    void servesThePageUnderEveryNameOfARoom() throws Exception {
        start(Map.of());
        for (String path : List.of("/", "/r/quiet-amber-otter")) {
            HttpResponse<String> page = get(http(path));
            assertThat(page.statusCode()).as(path).isEqualTo(200);
            assertThat(page.headers().firstValue("Content-Type"))
                    .hasValue("text/html; charset=utf-8");
            assertThat(page.body()).startsWith("<!doctype html>");
        }
        assertThat(get(http("/nothing")).statusCode()).isEqualTo(404);
        assertThat(get(http("/call/../secrets")).statusCode()).isNotEqualTo(200);
    }

    @Test
    void servesTheSameOverTls() throws Exception {
        start(Map.of());
        HttpClient trusting = HttpClient.newBuilder().sslContext(trusting()).build();
        HttpResponse<String> page = trusting.send(request(https("/")), BodyHandlers.ofString());
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).isEqualTo(get(http("/")).body());
        assertThat(page.headers().firstValue("Strict-Transport-Security"))
                .as("a self-signed certificate must not lock people out")
                .isEmpty();
    }

    @Test
    void refersToFilesThatAreThere() throws Exception {
        start(Map.of());
        String page = get(http("/r/x")).body();
        Matcher references = Pattern.compile("(?:src|href)=\"(/[^\"]+)\"").matcher(page);
        int found = 0;
        while (references.find()) {
            assertThat(get(http(references.group(1))).statusCode())
                    .as(references.group(1))
                    .isEqualTo(200);
            found++;
        }
        assertThat(found).isPositive();
    }

    @Test
    void answersShortWhenThePageIsKeptAlready() throws Exception {
        start(Map.of());
        String etag = get(http("/")).headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> second =
                client.send(
                        HttpRequest.newBuilder(http("/")).header("If-None-Match", etag).build(),
                        BodyHandlers.ofString());
        assertThat(second.statusCode()).isEqualTo(304);
        assertThat(second.body()).isEmpty();
        assertThat(second.headers().firstValue("ETag")).hasValue(etag);
    }

    @ParameterizedTest
    @CsvSource({"/", "/api/info", "/health", "/nothing", "/qr.svg"})
    void guardsEveryAnswer(String path) throws Exception {
        start(Map.of());
        var headers = get(http(path)).headers();
        assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'self'")
                .contains("frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(headers.allValues("X-Content-Type-Options")).containsExactly("nosniff");
        assertThat(headers.allValues("Referrer-Policy")).containsExactly("no-referrer");
        assertThat(headers.firstValue("Permissions-Policy").orElse(""))
                .contains("camera=(self)")
                .contains("geolocation=()");
        assertThat(headers.allValues("Cross-Origin-Opener-Policy")).containsExactly("same-origin");
    }

    @Test
    void saysWhatItIs() throws Exception {
        start(Map.of("room-secret", List.of("tea for two"), "room-capacity", List.of("3")));
        String info = get(http("/api/info")).body();
        assertThat(info)
                .contains("\"version\":\"" + Version.number() + "\"")
                .contains("\"roomSecret\":true")
                .contains("\"capacity\":3")
                .contains(
                        "{\"url\":\"http://localhost:"
                                + server().port(Endpoint.Kind.HTTP)
                                + "/\",\"kind\":\"local\",\"secure\":true}")
                .doesNotContain("tea for two");
    }

    @Test
    void drawsLinks() throws Exception {
        start(Map.of());
        HttpResponse<String> picture = get(http("/qr.svg?text=https%3A%2F%2Fexample.org%2Fr%2Fx"));
        assertThat(picture.headers().firstValue("Content-Type")).hasValue("image/svg+xml");
        assertThat(picture.body()).startsWith("<svg ").endsWith("</svg>");
        for (String bad : List.of("", "?text=", "?text=hello", "?text=javascript:x")) {
            assertThat(get(http("/qr.svg" + bad)).statusCode()).as(bad).isEqualTo(400);
        }
        String tooLong = "?text=https://example.org/" + "x".repeat(600);
        assertThat(get(http("/qr.svg" + tooLong)).statusCode()).isEqualTo(400);
    }

    @Test
    void refusesOtherMethods() throws Exception {
        start(Map.of());
        HttpResponse<String> answer =
                client.send(
                        HttpRequest.newBuilder(http("/"))
                                .POST(HttpRequest.BodyPublishers.ofString("x"))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(405);
    }

    @Test
    void tellsAPageWhatArrivedOfItsCheck() throws Exception {
        start(Map.of());
        HttpResponse<String> begun = beginCheck(HttpRequest.newBuilder(http("/api/check")));
        assertThat(begun.statusCode()).isEqualTo(200);
        assertThat(begun.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(begun.body())
                .contains("\"url\":\"stun:127.0.0.1:" + server().port(Endpoint.Kind.STUN_UDP))
                .contains("\"lends\":true");
        String name = field(begun.body(), "iceName");
        URI read = http("/api/check?token=" + field(begun.body(), "token"));
        assertThat(get(read).body()).contains("\"seen\":[]");
        try (DatagramSocket socket = new DatagramSocket()) {
            byte[] check = new byte[128];
            int length =
                    new StunWriter()
                            .wrap(check, 0, check.length)
                            .begin(
                                    StunClass.REQUEST,
                                    StunMethod.BINDING,
                                    TransactionId.random(RandomSource.seeded(1)))
                            .text(StunAttributeType.USERNAME, name + ":aF9k")
                            .finish();
            socket.setSoTimeout(10_000);
            socket.connect(InetAddress.getLoopbackAddress(), server().port(Endpoint.Kind.STUN_UDP));
            socket.send(new DatagramPacket(check, length));
            socket.receive(new DatagramPacket(new byte[512], 512));
            String seen = get(read).body();
            while (seen.contains("\"seen\":[]")) { // the answer leaves before the news; see Timeout
                seen = get(read).body();
            }
            assertThat(seen)
                    .contains("\"from\":\"127.0.0.1:" + socket.getLocalPort() + "\"")
                    .contains("\"transport\":\"udp\",\"what\":\"stun\",\"tag\":\"x\"");
        }
        assertThat(get(http("/api/check?token=" + field(begun.body(), "id"))).statusCode())
                .isEqualTo(404);
        assertThat(
                        beginCheck(
                                        HttpRequest.newBuilder(http("/api/check"))
                                                .header("Origin", "https://elsewhere.example"))
                                .statusCode())
                .isEqualTo(403);
    }

    @Test
    void lendsNoRelayToAPageThatOnlyChecksWhereRoomsHaveAPassphrase() throws Exception {
        start(Map.of("room-secret", List.of("tea for two")));
        String begun = beginCheck(HttpRequest.newBuilder(http("/api/check"))).body();
        assertThat(begun).contains("\"lends\":false");
        assertThat(field(begun, "credential"))
                .as("a key that never was good")
                .isEqualTo(field(begun, "token"));
    }

    private HttpResponse<String> beginCheck(HttpRequest.Builder request) throws Exception {
        return client.send(
                request.POST(HttpRequest.BodyPublishers.noBody()).build(), BodyHandlers.ofString());
    }

    @Test
    void bringsTwoPagesTogether() throws Exception {
        start(Map.of());
        try (Page ann = new Page("ann")) {
            String first = ann.next("\"welcome\""); // else bob might be the first to be in
            assertThat(first).contains("\"iceServers\"").contains("\"capacity\":4");
            String annId = field(first, "peer");
            try (Page bob = new Page("bob")) {
                assertThat(bob.next("\"welcome\"")).contains(annId);
                assertThat(ann.next("\"peer-joined\"")).contains("bob");
                bob.send(
                        "{\"type\":\"offer\",\"to\":\""
                                + annId
                                + "\",\"sdp\":\""
                                + OFFER_TEXT
                                + "\"}");
                assertThat(ann.next("\"offer\"")).contains(OFFER_TEXT);
            }
        }
    }

    @Test
    void refusesPagesOfOtherOrigins() throws Exception {
        start(Map.of());
        assertThatThrownBy(() -> new Page("eve", "https://elsewhere.example").close())
                .hasStackTraceContaining("WebSocketHandshakeException");
    }

    @Test
    void countsWhatHappens() throws Exception {
        start(Map.of());
        get(http("/"));
        try (Page ann = new Page("zebediah")) {
            ann.next("\"welcome\"");
            URI metrics = URI.create("http://127.0.0.1:" + server().port(Endpoint.Kind.METRICS));
            String text = get(metrics.resolve("/metrics")).body();
            assertThat(text)
                    .contains("parley_signal_joins_total 1.0")
                    .contains("parley_signal_rooms 1.0")
                    .contains("parley_tcp_http_requests_total{listener=\"HTTP\"}")
                    .doesNotContain("zebediah")
                    .doesNotContain("127.0.0.1");
        }
        assertThat(get(http("/metrics")).statusCode()).as("on the public port").isEqualTo(404);
    }

    @Test
    void keepsItsSecretsForItself() throws Exception {
        start(Map.of());
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                boolean shown = file.getFileName().toString().equals("tls-cert.pem");
                if (!shown) {
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .as(file.toString())
                            .isEqualTo("rw-------");
                }
            }
        }
        assertThat(folder.resolve("auth-secret")).exists();
        assertThat(folder.resolve("signal-key")).exists();
    }

    @ParameterizedTest
    @CsvSource({"http-port", "https-port", "turns-port"})
    void namesTheOptionOfAPortInUse(String option) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            assertThatThrownBy(() -> start(Map.of(option, List.of(port))))
                    .isInstanceOf(IOException.class)
                    .hasMessage(
                            "--"
                                    + option
                                    + ": TCP port "
                                    + port
                                    + " of 127.0.0.1 is in use by another program: end that one,"
                                    + " or choose another port with --"
                                    + option);
        }
    }

    @ParameterizedTest
    @CsvSource({"listen, 9.9.9.9", "metrics-listen, 9.9.9.9:0"})
    void namesTheOptionOfAnAddressThatIsNotHere(String option, String value) {
        assertThatThrownBy(() -> start(Map.of(option, List.of(value))))
                .isInstanceOf(IOException.class)
                .hasMessage("--" + option + ": this machine has no address 9.9.9.9");
    }

    @Test
    void servesDiscoveryOnASecondAddressWhenAsked() throws Exception {
        int port = LocalAddresses.freePort(List.of(IpAddress.parse("127.0.0.2")), List.of());
        start(
                Map.of(
                        "stun-alternate-address", List.of("127.0.0.2"),
                        "stun-alternate-port", List.of(Integer.toString(port))));
        int first = server().port(Endpoint.Kind.STUN_UDP);
        assertThat(server().endpoints())
                .filteredOn(endpoint -> endpoint.kind() == Endpoint.Kind.STUN_UDP)
                .extracting(endpoint -> endpoint.address().toString())
                .containsExactly(
                        "127.0.0.1:" + first,
                        "127.0.0.1:" + port,
                        "127.0.0.2:" + first,
                        "127.0.0.2:" + port);
    }

    @Test
    void servesAPartOfDiscoveryOnASecondPortAlone() throws Exception {
        start(Map.of("stun-alternate-port", List.of("0")));
        assertThat(server().endpoints())
                .filteredOn(endpoint -> endpoint.kind() == Endpoint.Kind.STUN_UDP)
                .hasSize(2)
                .allMatch(endpoint -> endpoint.address().ip().toString().equals("127.0.0.1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    9.9.9.9 | this machine has no address 9.9.9.9
                    127.0.0.1 | 127.0.0.1 is a second address only beside a first: STUN listens on\
                     no other IPv4 address
                    """)
    void namesWhatIsWrongWithASecondAddress(String address, String message) {
        assertThatThrownBy(() -> start(Map.of("stun-alternate-address", List.of(address))))
                .isInstanceOf(IOException.class)
                .hasMessage("--stun-alternate-address: " + message);
    }

    @Test
    void namesTheOptionOfASecondPortInUse() throws Exception {
        try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            assertThatThrownBy(() -> start(Map.of("stun-alternate-port", List.of(port))))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(
                            "--stun-alternate-port: UDP port "
                                    + port
                                    + " of 127.0.0.1 is in use by another program");
        }
    }

    @Test
    void leavesNothingOpenWhenItCannotStart() throws Exception {
        int free;
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = probe.getLocalPort();
        }
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() ->
                            start(
                                    Map.of(
                                            "http-port",
                                            List.of(Integer.toString(free)),
                                            "turns-port",
                                            List.of(Integer.toString(taken.getLocalPort())))))
                    .isInstanceOf(IOException.class);
        }
        new ServerSocket(free, 1, InetAddress.getLoopbackAddress()).close();
    }

    @Test
    void startsWithoutWhatIsOff() throws Exception {
        start(
                Map.of(
                        "https-port", List.of("off"),
                        "turns-port", List.of("off"),
                        "stun-port", List.of("off"),
                        "metrics-listen", List.of("off")));
        assertThat(server().endpoints())
                .extracting(Endpoint::kind)
                .containsExactly(Endpoint.Kind.HTTP);
        assertThat(get(http("/health")).body()).isEqualTo("{\"status\":\"ok\"}\n");
    }

    private void start(Map<String, List<String>> flags) throws Exception {
        Map<String, List<String>> all =
                new HashMap<>(
                        Map.of(
                                "listen", List.of("127.0.0.1"),
                                "http-port", List.of("0"),
                                "https-port", List.of("0"),
                                "stun-port", List.of("0"),
                                "turns-port", List.of("0"),
                                "metrics-listen", List.of("127.0.0.1:0"),
                                "data-dir", List.of(folder.toString())));
        all.putAll(flags);
        running = ParleyServer.start(Configuration.of(all, Map.of()), Map.of());
    }

    private ParleyServer server() {
        return Objects.requireNonNull(running);
    }

    private URI http(String path) {
        return URI.create("http://127.0.0.1:" + server().port(Endpoint.Kind.HTTP) + path);
    }

    private URI https(String path) {
        return URI.create("https://localhost:" + server().port(Endpoint.Kind.HTTPS) + path);
    }

    private HttpResponse<String> get(URI uri) throws Exception {
        return client.send(request(uri), BodyHandlers.ofString());
    }

    private static HttpRequest request(URI uri) {
        return HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build();
    }

    private SSLContext trusting() throws Exception {
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        X509Certificate certificate = server().certificate().certificate();
        anchors.setCertificateEntry("own", certificate);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(anchors);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static String field(String json, String name) {
        String start = "\"" + name + "\":\"";
        int at = json.indexOf(start) + start.length();
        return json.substring(at, json.indexOf('"', at));
    }

    /** A page's WebSocket, joined to one room. */
    private final class Page implements WebSocket.Listener, AutoCloseable {
        private final BlockingQueue<String> arrived = new LinkedBlockingQueue<>();
        private final StringBuilder partial = new StringBuilder();
        private final WebSocket socket;

        Page(String name) {
            this(name, "http://127.0.0.1:" + server().port(Endpoint.Kind.HTTP));
        }

        Page(String name, String origin) {
            socket =
                    client.newWebSocketBuilder()
                            .subprotocols("parley.1")
                            .header("Origin", origin)
                            .buildAsync(
                                    URI.create(http("/signal").toString().replace("http:", "ws:")),
                                    this)
                            .join();
            send("{\"type\":\"join\",\"room\":\"otter\",\"name\":\"" + name + "\"}");
        }

        void send(String text) {
            CompletableFuture<WebSocket> sent = socket.sendText(text, true);
            sent.join();
        }

        /** The next message that has this in it; what comes before is let go. */
        String next(String wanted) throws InterruptedException {
            while (true) {
                String text = arrived.poll(20, TimeUnit.SECONDS);
                assertThat(text).as("waiting for " + wanted).isNotNull();
                if (text.contains(wanted)) {
                    return text;
                }
            }
        }

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                arrived.add(partial.toString());
                partial.setLength(0);
            }
            webSocket.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void close() {
            socket.abort();
        }
    }
}
