package dev.parley.netty;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.TransportAddress;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class WebSocketTest {
    private static final TransportAddress ANY_PORT = TransportAddress.parse("127.0.0.1:0");
    private static final String HANDSHAKE =
            String.join(
                    "\r\n",
                    "GET /ws HTTP/1.1",
                    "Host: x",
                    "Upgrade: websocket",
                    "Connection: Upgrade",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                    "");
    private static final String VERSION_13 = "Sec-WebSocket-Version: 13\r\n\r\n";

    private final TcpServer server = new TcpServer(1);
    private final HttpClient http = HttpClient.newHttpClient();
    private final BlockingQueue<String> served = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final BlockingQueue<WebSocketSession> sessions = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        http.shutdownNow();
        http.close();
        server.close();
    }

    private final class Echo implements WebSocketListener {
        @Override
        public void opened(WebSocketSession session) {
            sessions.add(session);
        }

        @Override
        public void text(WebSocketSession session, String text) {
            switch (text) {
                case "close" -> session.close(4001, "as asked");
                case "throw" -> throw new IllegalStateException("a listener's bug");
                default -> session.send(text);
            }
        }

        @Override
        public void closed(WebSocketSession session, int code, String reason) {
            served.add("closed " + code + " " + reason);
        }
    }

    private WebSocketHandler.Upgrade upgrade(HttpRequest request) {
        if (!request.path().equals("/ws")) {
            return new WebSocketHandler.Upgrade.Refuse(HttpResponse.empty(404));
        }
        String origin = request.headers().first("Origin");
        if (origin != null && !origin.equals("http://good.example")) {
            return new WebSocketHandler.Upgrade.Refuse(HttpResponse.text(403, "origin"));
        }
        boolean offered = request.headers().all("Sec-WebSocket-Protocol").contains("parley.1");
        return new WebSocketHandler.Upgrade.Accept(offered ? "parley.1" : null, new Echo());
    }

    private TcpListener listen(WebSocketLimits limits) throws IOException {
        return server.listen(
                ANY_PORT,
                ListenerOptions.http(_ -> HttpResponse.text(200, "page"))
                        .withWebSocket(this::upgrade)
                        .with(limits));
    }

    private TcpListener listen() throws IOException {
        return listen(WebSocketLimits.DEFAULT);
    }

    private WebSocket connect(TcpListener port) throws Exception {
        return http.newWebSocketBuilder()
                .buildAsync(URI.create("ws://" + port.local() + "/ws"), new Ear())
                .get(10, SECONDS);
    }

    /** What the client hears. */
    private final class Ear implements WebSocket.Listener {
        private final StringBuilder parts = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket socket, CharSequence data, boolean last) {
            parts.append(data);
            if (last) {
                heard.add(parts.toString());
                parts.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            heard.add("closed " + code + " " + reason);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            heard.add("error");
        }
    }

    private String hear() throws InterruptedException {
        String text = heard.poll(10, SECONDS);
        assertThat(text).isNotNull();
        return text;
    }

    private String serve() throws InterruptedException {
        String text = served.poll(10, SECONDS);
        assertThat(text).isNotNull();
        return text;
    }

    @Test
    void carriesTextBothWays() throws Exception {
        TcpListener port = listen();
        WebSocket socket = connect(port);
        for (String text : new String[] {"hello", "", "\u00FC \uD83D\uDE00", "x".repeat(65_536)}) {
            socket.sendText(text, true).get(10, SECONDS);
            assertThat(hear()).isEqualTo(text);
        }
        socket.sendText("in two ", false).get(10, SECONDS);
        socket.sendText("parts", true).get(10, SECONDS);
        assertThat(hear()).isEqualTo("in two parts");
        WebSocketSession session = sessions.take();
        assertThat(session.secure()).isFalse();
        assertThat(session.host()).isEqualTo(port.local().toString());
        assertThat(session.remote().ip()).isEqualTo(port.local().ip());
        assertThat(port.counters().webSockets()).isEqualTo(1);
    }

    @Test
    void keepsTheOrderOfOneSender() throws Exception {
        connect(listen());
        WebSocketSession session = sessions.take();
        for (int i = 0; i < 1000; i++) {
            session.send("m" + i);
        }
        for (int i = 0; i < 1000; i++) {
            assertThat(hear()).isEqualTo("m" + i);
        }
    }

    @Test
    void agreesOnASubprotocol() throws Exception {
        WebSocket socket =
                http.newWebSocketBuilder()
                        .subprotocols("other", "parley.1")
                        .buildAsync(URI.create("ws://" + listen().local() + "/ws"), new Ear())
                        .exceptionally(_ -> null)
                        .get(10, SECONDS);
        // The client sends both names in one field; the handler above looks for its own alone.
        assertThat(socket).isNotNull();
        assertThat(socket.getSubprotocol()).isEmpty();
        WebSocket agreed =
                http.newWebSocketBuilder()
                        .subprotocols("parley.1")
                        .buildAsync(URI.create("ws://" + listen().local() + "/ws"), new Ear())
                        .get(10, SECONDS);
        assertThat(agreed.getSubprotocol()).isEqualTo("parley.1");
    }

    @Test
    void refusesAForeignOriginAndAnUnknownPath() throws Exception {
        TcpListener port = listen();
        try (RawClient client = new RawClient(port.local())) {
            client.send(HANDSHAKE + "Origin: http://evil.example\r\n" + VERSION_13);
            assertThat(client.response()).startsWith("HTTP/1.1 403 ").endsWith("origin");
        }
        assertThatThrownBy(() ->
                        http.newWebSocketBuilder()
                                .buildAsync(URI.create("ws://" + port.local() + "/no"), new Ear())
                                .get(10, SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(WebSocketHandshakeException.class);
        assertThat(port.counters().webSockets()).isZero();
    }

    @Test
    void refusesBrokenHandshakes() throws Exception {
        TcpListener port = listen();
        try (RawClient client = new RawClient(port.local())) {
            client.send(HANDSHAKE + "Sec-WebSocket-Version: 8\r\n\r\n");
            assertThat(client.response())
                    .startsWith("HTTP/1.1 426 ")
                    .containsIgnoringCase("\r\nsec-websocket-version: 13\r\n");
            client.send(
                    "GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
                            + "Connection: Upgrade\r\n"
                            + VERSION_13);
            assertThat(client.response()).startsWith("HTTP/1.1 400 ");
            client.send(HANDSHAKE.replace("GET", "PUT") + VERSION_13);
            assertThat(client.response()).startsWith("HTTP/1.1 405 ");
            client.send(HANDSHAKE + VERSION_13); // the connection is still good
            assertThat(client.head())
                    .startsWith("HTTP/1.1 101 ")
                    .contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="); // RFC 6455, section 1.3
        }
        TcpListener pageOnly =
                server.listen(ANY_PORT, ListenerOptions.http(_ -> HttpResponse.empty(200)));
        try (RawClient client = new RawClient(pageOnly.local())) {
            client.send(HANDSHAKE + VERSION_13);
            assertThat(client.response()).startsWith("HTTP/1.1 404 ");
        }
    }

    @Test
    void closesInOrderWhenTheServerWants() throws Exception {
        WebSocket socket = connect(listen());
        socket.sendText("close", true).get(10, SECONDS);
        assertThat(hear()).isEqualTo("closed 4001 as asked");
        assertThat(serve()).isEqualTo("closed 4001 as asked");
        WebSocketSession session = sessions.take();
        assertThat(session.isOpen()).isFalse();
        session.send("into the void");
        session.close(1000, "again");
        assertThat(served).isEmpty();
    }

    @Test
    void closesInOrderWhenTheClientWants() throws Exception {
        WebSocket socket = connect(listen());
        socket.sendClose(1000, "bye").get(10, SECONDS);
        assertThat(serve()).isEqualTo("closed 1000 bye");
        assertThat(hear()).isEqualTo("closed 1000 bye");
    }

    @Test
    void tellsWhenAClientVanished() throws Exception {
        connect(listen()).abort();
        assertThat(serve()).isEqualTo("closed 1006 ");
    }

    @Test
    void closesWith1011AfterABugOfTheListener() throws Exception {
        WebSocket socket = connect(listen());
        socket.sendText("throw", true).get(10, SECONDS);
        assertThat(hear()).isEqualTo("closed 1011 ");
    }

    @Test
    void refusesMessagesThatAreTooLarge() throws Exception {
        TcpListener port =
                listen(
                        new WebSocketLimits(
                                1000, 10_000, Duration.ofSeconds(15), Duration.ofSeconds(40)));
        var _ = connect(port).sendText("x".repeat(1001), true);
        assertThat(serve()).startsWith("closed 1009 ");
        WebSocket inParts = connect(port);
        inParts.sendText("x".repeat(800), false).get(10, SECONDS);
        var _ = inParts.sendText("x".repeat(800), true);
        assertThat(serve()).startsWith("closed 1009 ");
    }

    @Test
    void refusesBinaryMessages() throws Exception {
        connect(listen()).sendBinary(ByteBuffer.wrap(new byte[] {1, 2}), true).get(10, SECONDS);
        assertThat(hear()).startsWith("closed 1003 ");
    }

    @Test
    void refusesUnmaskedFramesAndBrokenText() throws Exception {
        TcpListener port = listen();
        try (RawClient client = new RawClient(port.local())) {
            client.send(HANDSHAKE + VERSION_13);
            client.head();
            client.send(new byte[] {(byte) 0x81, 1, 'x'}); // clients must mask
            assertThat(serve()).startsWith("closed 1002 ");
        }
        try (RawClient client = new RawClient(port.local())) {
            client.send(HANDSHAKE + VERSION_13);
            client.head();
            client.send(new byte[] {(byte) 0x81, (byte) 0x81, 0, 0, 0, 0, (byte) 0xFF});
            assertThat(serve()).startsWith("closed 1007 ");
        }
    }

    @Test
    void cutsAClientThatDoesNotRead() throws Exception {
        TcpListener port = listen();
        try (RawClient client = new RawClient(port.local())) {
            client.send(HANDSHAKE + VERSION_13);
            client.head();
            WebSocketSession session = sessions.take();
            String text = "x".repeat(50_000);
            for (int i = 0; session.isOpen(); i++) {
                session.send(text);
                assertThat(i).isLessThan(10_000);
            }
            assertThat(serve()).isEqualTo("closed 1008 too slow");
            assertThat(port.counters().slowClosed()).isEqualTo(1);
        }
    }

    @Test
    void pingsAndCutsTheSilent() throws Exception {
        TcpListener port =
                listen(
                        new WebSocketLimits(
                                1000, 10_000, Duration.ofMillis(50), Duration.ofSeconds(2)));
        WebSocket answering = connect(port); // java.net.http answers pings by itself
        try (RawClient silent = new RawClient(port.local())) {
            silent.send(HANDSHAKE + VERSION_13);
            silent.head();
            assertThat(silent.read(2)).isEqualTo(new byte[] {(byte) 0x89, 0});
            assertThat(serve()).isEqualTo("closed 1006 silent");
        }
        answering.sendText("still here", true).get(10, SECONDS);
        assertThat(hear()).isEqualTo("still here");
        assertThat(port.counters().timedOut()).isEqualTo(1);
    }

    @Test
    void says1001WhenTheServerGoesAway() throws Exception {
        connect(listen());
        sessions.take();
        server.close();
        assertThat(hear()).startsWith("closed 1001 ");
        assertThat(serve()).startsWith("closed 1001 ");
    }

    @Test
    void cutsALongReasonBetweenCharacters() {
        String fitted = CloseReason.fit("x".repeat(122) + "\uD83D\uDE00 and more");
        assertThat(fitted).isEqualTo("x".repeat(122));
        assertThat(CloseReason.fit("\u00FC".repeat(100)).getBytes(StandardCharsets.UTF_8))
                .hasSize(122);
        assertThat(CloseReason.fit("short")).isEqualTo("short");
    }
}
