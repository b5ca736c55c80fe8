package dev.parley.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.TransportAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a listener whose table is full does for somebody honest who comes then. */
final class FullTableTest {
    private static final TransportAddress ANY_PORT = TransportAddress.parse("127.0.0.1:0");
    private static final int ROOM = 4;
    private static final ConnectionLimits SMALL =
            new ConnectionLimits(ROOM, 100, Duration.ofMinutes(5));
    private static final byte[] STUN = {
        0, 1, 0, 0, 0x21, 0x12, (byte) 0xA4, 0x42, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
    };

    private final TcpServer server = new TcpServer(1);
    private final List<RawClient> clients = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (RawClient client : clients) {
            client.close();
        }
        server.close();
    }

    private TcpListener listen(ListenerOptions options) throws IOException {
        return server.listen(ANY_PORT, options.with(SMALL));
    }

    /** Connected, and known to be inside. */
    private RawClient client(TcpListener listener) throws Exception {
        long before = listener.counters().accepted();
        RawClient client = new RawClient(listener.local());
        clients.add(client);
        Await.until(() -> listener.counters().accepted() > before);
        return client;
    }

    /** So many that say this and no more. */
    private List<RawClient> crowd(TcpListener listener, int count, byte[] words) throws Exception {
        List<RawClient> crowd = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            RawClient client = client(listener);
            client.send(words);
            crowd.add(client);
        }
        return crowd;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: test\r\n\r\n";
    }

    private static HttpResponse guarded(HttpRequest request) {
        return request.path().equals("/open")
                ? HttpResponse.text(200, "open")
                : HttpResponse.text(401, "closed");
    }

    private static String ask(RawClient client, String path) throws IOException {
        client.send(get(path));
        return client.response();
    }

    @Test
    void halfRequestsLockNobodyOut() throws Exception {
        TcpListener listener = listen(ListenerOptions.http(FullTableTest::guarded));
        RawClient early = client(listener);
        assertThat(ask(early, "/open")).endsWith("open");
        List<RawClient> half = crowd(listener, 3 * ROOM, bytes("GET / HTTP/1.1\r\nHost:"));
        RawClient late = client(listener);
        assertThat(ask(late, "/open")).endsWith("open");
        assertThat(ask(early, "/open")).as("was served before").endsWith("open");
        assertThat(half.getFirst().isEnd()).isTrue();
        assertThat(listener.counters().open()).isEqualTo(ROOM);
        assertThat(listener.counters().refused()).isZero();
    }

    @Test
    void silentConnectionsLockNobodyOut() throws Exception {
        TcpListener listener = listen(ListenerOptions.http(FullTableTest::guarded));
        crowd(listener, 3 * ROOM, new byte[0]);
        assertThat(ask(client(listener), "/open")).endsWith("open");
        assertThat(listener.counters().displaced()).isEqualTo(2 * ROOM + 1);
    }

    @Test
    void whoIsRefusedWhatItAsksForMakesRoomBeforeWhoIsServed() throws Exception {
        TcpListener listener = listen(ListenerOptions.http(FullTableTest::guarded));
        RawClient operator = client(listener);
        assertThat(ask(operator, "/open")).endsWith("open");
        for (int i = 0; i < 3 * ROOM; i++) {
            assertThat(ask(client(listener), "/secret")).endsWith("closed");
        }
        assertThat(ask(operator, "/open")).endsWith("open");
    }

    @Test
    void whoWaitsForAnAnswerIsNotPutOut() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
        HttpHandler slow =
                new HttpHandler() {
                    @Override
                    public HttpResponse handle(HttpRequest request) {
                        return guarded(request);
                    }

                    @Override
                    public CompletionStage<HttpResponse> answer(HttpRequest request) {
                        asked.countDown();
                        return answer;
                    }
                };
        TcpListener listener = listen(ListenerOptions.http(slow));
        RawClient waiting = client(listener);
        waiting.send(get("/slow"));
        asked.await();
        crowd(listener, 3 * ROOM, bytes("GET"));
        answer.complete(HttpResponse.text(200, "at last"));
        assertThat(waiting.response()).endsWith("at last");
    }

    @Test
    void answersThatAreNotReadHoldNoPlace() throws Exception {
        byte[] large = new byte[16 << 20];
        TcpListener listener =
                listen(
                        ListenerOptions.http(request ->
                                request.path().equals("/large")
                                        ? HttpResponse.of(200, "text/plain", large)
                                        : guarded(request)));
        crowd(listener, ROOM, bytes(get("/large")));
        Await.until(() -> listener.counters().httpRequests() == ROOM);
        assertThat(ask(client(listener), "/open")).endsWith("open");
        assertThat(listener.counters().displaced()).isEqualTo(1);
    }

    @Test
    void aTableFullOfServedOnesIsOpenToNewOnes() throws Exception {
        TcpListener listener = listen(ListenerOptions.http(FullTableTest::guarded));
        List<RawClient> served = new ArrayList<>();
        for (int i = 0; i < ROOM; i++) {
            served.add(client(listener));
            ask(served.getLast(), "/open");
        }
        assertThat(ask(served.getFirst(), "/open")).as("is the latest now").endsWith("open");
        assertThat(ask(client(listener), "/open")).endsWith("open");
        assertThat(served.get(1).isEnd()).isTrue();
        assertThat(ask(served.getFirst(), "/open")).endsWith("open");
    }

    @Test
    void webSocketsStayAndAreTheOnlyOnesThatFillATable() throws Exception {
        TcpListener listener =
                listen(
                        ListenerOptions.http(FullTableTest::guarded)
                                .withWebSocket(_ ->
                                        new WebSocketHandler.Upgrade.Accept(
                                                null,
                                                new WebSocketListener() {
                                                    @Override
                                                    public void opened(WebSocketSession session) {}

                                                    @Override
                                                    public void text(
                                                            WebSocketSession session, String text) {
                                                        session.send(text);
                                                    }

                                                    @Override
                                                    public void closed(
                                                            WebSocketSession session,
                                                            int code,
                                                            String reason) {}
                                                })));
        for (int i = 0; i < ROOM; i++) {
            RawClient page = client(listener);
            page.send(
                    String.join(
                            "\r\n",
                            "GET /ws HTTP/1.1",
                            "Host: x",
                            "Upgrade: websocket",
                            "Connection: Upgrade",
                            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                            "Sec-WebSocket-Version: 13",
                            "",
                            ""));
            assertThat(page.head()).startsWith("HTTP/1.1 101 ");
        }
        try (RawClient late = new RawClient(listener.local())) {
            assertThat(late.isEnd()).isTrue();
        }
        assertThat(listener.counters().refused()).isEqualTo(1);
        assertThat(listener.counters().displaced()).isZero();
    }

    @Test
    void halfHandshakesLockNobodyOut() throws Exception {
        TestCertificate certificate = TestCertificate.of("one", "EC");
        TcpListener listener =
                listen(
                        ListenerOptions.http(FullTableTest::guarded)
                                .withTls(TlsContext.of(certificate.key(), certificate.chain())));
        crowd(listener, 3 * ROOM, new byte[] {22, 3, 1, 1, 0}); // the head of a record, no more
        RawClient late =
                new RawClient(
                        certificate
                                .trusting()
                                .getSocketFactory()
                                .createSocket(
                                        listener.local().ip().toInetAddress(),
                                        listener.local().port()));
        clients.add(late);
        ((SSLSocket) late.socket()).startHandshake();
        assertThat(ask(late, "/open")).endsWith("open");
    }

    @Test
    void slowStreamsLockNobodyOutAndTrustedOnesStay() throws Exception {
        List<StreamConnection> opened = new ArrayList<>(); // on the one network thread
        TcpListener listener =
                listen(
                        ListenerOptions.stream(connection -> {
                            opened.add(connection);
                            if (opened.size() == 1) {
                                connection.trust();
                            }
                            return new StreamListener() {
                                @Override
                                public void bytes(byte[] buf, int off, int len) {
                                    connection.write(buf, off, len);
                                }

                                @Override
                                public void closed() {}
                            };
                        }));
        RawClient trusted = client(listener);
        trusted.send(STUN);
        assertThat(trusted.read(STUN.length)).isEqualTo(STUN);
        crowd(listener, ROOM, new byte[] {0}); // a byte of a message
        for (RawClient slow : crowd(listener, ROOM, STUN)) { // one message, and no proof
            assertThat(slow.read(STUN.length)).isEqualTo(STUN);
        }
        RawClient late = client(listener);
        late.send(STUN);
        assertThat(late.read(STUN.length)).isEqualTo(STUN);
        trusted.send(STUN);
        assertThat(trusted.read(STUN.length)).isEqualTo(STUN);
        assertThat(listener.counters().refused()).isZero();
    }
}
