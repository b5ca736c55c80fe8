package dev.parley.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.TransportAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class HttpTest {
    private static final TransportAddress ANY_PORT = TransportAddress.parse("127.0.0.1:0");
    private static final HttpLimits QUICK =
            new HttpLimits(512, 1024, 1000, Duration.ofMillis(300), Duration.ofMillis(600));

    private static final HttpLimits SMALL =
            new HttpLimits(512, 1024, 1000, Duration.ofSeconds(10), Duration.ofSeconds(10));

    private final TcpServer server = new TcpServer(1);

    @AfterEach
    void close() {
        server.close();
    }

    private TcpListener listen(ListenerOptions options) throws IOException {
        return server.listen(ANY_PORT, options);
    }

    /** Answers with what it was asked. */
    private static HttpResponse mirror(HttpRequest request) {
        return switch (request.path()) {
            case "/throws" -> throw new IllegalStateException("a handler's bug");
            case "/missing" -> HttpResponse.empty(404);
            case "/get-only" -> HttpResponse.methodNotAllowed("GET, HEAD");
            default ->
                    HttpResponse.text(
                            200,
                            "%s %s %s %d"
                                    .formatted(
                                            request.method(),
                                            request.path(),
                                            request.query(),
                                            request.body().length));
        };
    }

    private RawClient client() throws IOException {
        return new RawClient(listen(ListenerOptions.http(HttpTest::mirror)).local());
    }

    private static String get(String target) {
        return "GET " + target + " HTTP/1.1\r\nHost: test\r\n\r\n";
    }

    /** Hands the answer to {@code /later} out when it is asked for. */
    private static final class Later implements HttpHandler {
        private final CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
        private final CountDownLatch asked = new CountDownLatch(1);

        @Override
        public HttpResponse handle(HttpRequest request) {
            return mirror(request);
        }

        @Override
        public CompletionStage<HttpResponse> answer(HttpRequest request) {
            if (!request.path().equals("/later")) {
                return HttpHandler.super.answer(request);
            }
            asked.countDown();
            return answer;
        }
    }

    @Test
    void waitsForAnAnswerThatComesLaterAndReadsOnAfterIt() throws Exception {
        Later later = new Later();
        try (RawClient client = new RawClient(listen(ListenerOptions.http(later)).local())) {
            client.send(get("/later") + get("/next"));
            later.asked.await();
            later.answer.complete(HttpResponse.text(200, "at last"));
            assertThat(client.response()).startsWith("HTTP/1.1 200 ").endsWith("at last");
            assertThat(client.response()).endsWith("GET /next  0");
        }
    }

    @Test
    void takesNoRequestBehindOneThatItRefused() throws Exception {
        try (RawClient client = client()) {
            client.send("GET / HTTP/1.1\r\n\r\n" + get("/next"));
            assertThat(client.response()).startsWith("HTTP/1.1 400 ");
            assertThat(client.isEnd()).as("nothing follows").isTrue();
        }
        try (RawClient client = new RawClient(listen(small()).local())) {
            client.send(
                    "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n"
                            + "x".repeat(1001)
                            + "\r\n0\r\n\r\n"
                            + get("/next"));
            assertThat(client.response()).startsWith("HTTP/1.1 413 ");
            assertThat(client.isEnd()).as("nothing follows").isTrue();
        }
    }

    private static final String OVERSIZED =
            "POST /big HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999999\r\n\r\n";

    @Test
    void saysNoMoreThanOneLastWord() throws Exception {
        TcpListener listener = listen(small());
        for (String behind : new String[] {OVERSIZED, expecting("/in")}) {
            long errors = listener.counters().httpErrors();
            try (RawClient client = new RawClient(listener.local())) {
                client.send("GET / HTTP/1.1\r\n\r\n" + behind);
                assertThat(client.response()).startsWith("HTTP/1.1 400 ");
                assertThat(client.isEnd()).as("nothing follows").isTrue();
                assertThat(listener.counters().httpErrors()).isEqualTo(errors + 1);
            }
        }
    }

    @Test
    void refusesABodyNotBeforeItsTurn() throws Exception {
        Later later = new Later();
        TcpListener listener = listen(ListenerOptions.http(later).with(SMALL));
        try (RawClient client = new RawClient(listener.local())) {
            client.send(get("/later") + OVERSIZED);
            later.asked.await();
            later.answer.complete(HttpResponse.text(200, "at last"));
            assertThat(client.response()).startsWith("HTTP/1.1 200 ").endsWith("at last");
            assertThat(client.response()).startsWith("HTTP/1.1 413 ");
            assertThat(client.isEnd()).as("long before the idle time").isTrue();
            assertThat(listener.counters().timedOut()).isZero();
        }
    }

    @Test
    void asksForABodyNotBeforeItsTurn() throws Exception {
        Later later = new Later();
        try (RawClient client = new RawClient(listen(ListenerOptions.http(later)).local())) {
            client.send(get("/later") + expecting("/in"));
            later.asked.await();
            later.answer.complete(HttpResponse.text(200, "at last"));
            assertThat(client.response()).startsWith("HTTP/1.1 200 ").endsWith("at last");
            assertThat(client.head()).startsWith("HTTP/1.1 100 ");
            client.send("12345" + get("/next"));
            assertThat(client.response()).endsWith("POST /in  5");
            assertThat(client.response()).endsWith("GET /next  0");
        }
    }

    private static String expecting(String target) {
        return "POST %s HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n"
                .formatted(target);
    }

    @Test
    void takesABodyOfManySmallParts() throws Exception {
        try (RawClient client = client()) {
            client.send(
                    "POST /in HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                            + "1\r\nx\r\n".repeat(5000)
                            + "0\r\n\r\n"
                            + get("/next").repeat(500));
            assertThat(client.response()).endsWith("POST /in  5000");
            for (int i = 0; i < 500; i++) {
                assertThat(client.response()).endsWith("GET /next  0");
            }
        }
    }

    private static ListenerOptions small() {
        return ListenerOptions.http(HttpTest::mirror).with(SMALL);
    }

    @Test
    void anAnswerThatFailsLaterIsAFaultOfOurs() throws Exception {
        Later later = new Later();
        try (RawClient client = new RawClient(listen(ListenerOptions.http(later)).local())) {
            client.send(get("/later"));
            later.answer.completeExceptionally(new IllegalStateException("a handler's bug"));
            assertThat(client.response()).startsWith("HTTP/1.1 500 ");
        }
    }

    @Test
    void anAnswerToSomebodyWhoHasLeftDoesNoHarm() throws Exception {
        Later later = new Later();
        TcpListener listener = listen(ListenerOptions.http(later));
        try (RawClient client = new RawClient(listener.local())) {
            client.send(get("/later"));
            later.asked.await();
        }
        later.answer.complete(HttpResponse.text(200, "too late"));
        try (RawClient client = new RawClient(listener.local())) {
            client.send(get("/page"));
            assertThat(client.response()).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void answersOneRequestAfterTheOtherOnOneConnection() throws Exception {
        try (RawClient client = client()) {
            for (int i = 0; i < 3; i++) {
                client.send(get("/page?" + i));
                assertThat(client.response())
                        .startsWith("HTTP/1.1 200 OK\r\n")
                        .contains("text/plain; charset=utf-8")
                        .containsIgnoringCase("\r\ndate: ")
                        .endsWith("GET /page " + i + " 0");
            }
        }
    }

    @Test
    void answersPipelinedRequestsInOrder() throws Exception {
        try (RawClient client = client()) {
            client.send(get("/1") + get("/2") + get("/3"));
            assertThat(client.response()).endsWith("GET /1  0");
            assertThat(client.response()).endsWith("GET /2  0");
            assertThat(client.response()).endsWith("GET /3  0");
        }
    }

    @Test
    void answersHeadWithTheLengthAndNoBody() throws Exception {
        try (RawClient client = client()) {
            client.send("HEAD /page HTTP/1.1\r\nHost: test\r\n\r\n" + get("/next"));
            assertThat(client.head()).containsIgnoringCase("content-length: 13\r\n");
            assertThat(client.response()).endsWith("GET /next  0");
        }
    }

    @Test
    void takesABody() throws Exception {
        try (RawClient client = client()) {
            client.send("POST /in HTTP/1.1\r\nHost: test\r\nContent-Length: 5\r\n\r\n");
            client.send("12345");
            assertThat(client.response()).endsWith("POST /in  5");
        }
    }

    @Test
    void handsOutWhatTheHandlerSays() throws Exception {
        try (RawClient client = client()) {
            client.send(get("/missing"));
            assertThat(client.response()).startsWith("HTTP/1.1 404 ");
            client.send(get("/get-only"));
            assertThat(client.response())
                    .startsWith("HTTP/1.1 405 ")
                    .containsIgnoringCase("\r\nallow: GET, HEAD\r\n");
            client.send(get("/throws"));
            assertThat(client.response()).startsWith("HTTP/1.1 500 ").doesNotContain("bug");
            client.send(get("/fine"));
            assertThat(client.response()).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void decodesThePathAndLeavesTheQuery() throws Exception {
        try (RawClient client = client()) {
            client.send(get("/r/%C3%BC%20x?q=%20"));
            assertThat(client.response()).endsWith("GET /r/\u00C3\u00BC x q=%20 0");
            client.send(get("http://test/absolute?x"));
            assertThat(client.response()).endsWith("GET /absolute x 0");
        }
    }

    @Test
    void refusesPathsThatMeanSomethingElse() throws Exception {
        TcpListener listener = listen(ListenerOptions.http(HttpTest::mirror));
        String[] bad = {
            "/../x", "/a/..", "/a/%2e%2E/b", "/.", "/%", "/%4", "/%zz", "/%00", "/%FF", "*", "x"
        };
        for (String path : bad) {
            try (RawClient client = new RawClient(listener.local())) {
                client.send(get(path));
                assertThat(client.response()).as(path).startsWith("HTTP/1.1 400 ");
            }
        }
        assertThat(listener.counters().httpErrors()).isEqualTo(bad.length);
    }

    @Test
    void refusesWhatIsTooLarge() throws Exception {
        TcpListener listener = listen(ListenerOptions.http(HttpTest::mirror).with(SMALL));
        assertThat(errorOf(listener, get("/" + "x".repeat(600)))).startsWith("HTTP/1.1 414 ");
        assertThat(
                        errorOf(
                                listener,
                                "GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(2000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431 ");
        assertThat(
                        errorOf(
                                listener,
                                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2000\r\n\r\n"
                                        + "x".repeat(2000)))
                .startsWith("HTTP/1.1 413 ");
        assertThat(
                        errorOf(
                                listener,
                                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                                        + "7d0\r\n"
                                        + "x".repeat(2000)
                                        + "\r\n0\r\n\r\n"))
                .startsWith("HTTP/1.1 413 ");
    }

    @Test
    void refusesWhatIsNotHttp() throws Exception {
        TcpListener listener = listen(ListenerOptions.http(HttpTest::mirror));
        assertThat(errorOf(listener, "GET / HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        assertThat(errorOf(listener, "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ");
        assertThat(errorOf(listener, "HELLO\r\n\r\n")).startsWith("HTTP/1.1 400 ");
    }

    private static String errorOf(TcpListener listener, String request) throws IOException {
        try (RawClient client = new RawClient(listener.local())) {
            client.send(request);
            String answer = client.response();
            assertThat(answer).containsIgnoringCase("\r\nconnection: close\r\n");
            client.socket().shutdownOutput();
            assertThat(client.isEnd()).isTrue();
            return answer;
        }
    }

    @Test
    void closesWhenTheClientAsksForIt() throws Exception {
        try (RawClient client = client()) {
            client.send("GET /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            assertThat(client.response()).endsWith("GET /x  0");
            assertThat(client.isEnd()).isTrue();
        }
        try (RawClient client = client()) {
            client.send("GET /old HTTP/1.0\r\n\r\n");
            assertThat(client.response()).endsWith("GET /old  0");
            assertThat(client.isEnd()).isTrue();
        }
    }

    @Test
    void cutsAClientThatDripsItsRequest() throws Exception {
        TcpListener listener = listen(ListenerOptions.http(HttpTest::mirror).with(QUICK));
        try (RawClient client = new RawClient(listener.local())) {
            client.send("GET / HTTP/1.1\r\n");
            Await.until(() -> {
                try {
                    client.send("X");
                } catch (IOException e) {
                    return true;
                }
                return listener.counters().timedOut() == 1;
            });
            assertThat(client.isEnd()).isTrue();
        }
    }

    @Test
    void cutsAConnectionThatWaitsTooLong() throws Exception {
        TcpListener listener = listen(ListenerOptions.http(HttpTest::mirror).with(QUICK));
        try (RawClient client = new RawClient(listener.local())) {
            client.send(get("/"));
            client.response();
            assertThat(client.isEnd()).isTrue();
            assertThat(listener.counters().timedOut()).isEqualTo(1);
        }
    }

    @Test
    void doesNotAnswerIntoTheVoid() throws Exception {
        byte[] large = new byte[1 << 20];
        TcpListener listener =
                listen(
                        ListenerOptions.http(_ -> HttpResponse.of(200, "text/plain", large))
                                .with(QUICK));
        try (RawClient client = new RawClient(listener.local())) {
            client.send(get("/").repeat(100)); // reads nothing of the 100 MB it asked for
            Await.until(() -> listener.counters().timedOut() == 1);
            assertThat(listener.counters().httpRequests()).isLessThan(30);
        }
    }
}
