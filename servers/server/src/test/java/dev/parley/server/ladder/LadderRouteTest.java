package dev.parley.server.ladder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.TransportAddress;
import dev.parley.netty.HeaderFields;
import dev.parley.netty.HttpRequest;
import dev.parley.netty.HttpResponse;
import dev.parley.server.signaling.OriginPolicy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LadderRouteTest {
    private static final TransportAddress CLIENT = TransportAddress.parse("198.51.100.7:50000");
    private static final TransportAddress SERVER = TransportAddress.parse("192.0.2.1:443");

    private final LadderRoute route =
            new LadderRoute(
                    new LadderDesk(LadderLimits.DEFAULT, () -> 0), new OriginPolicy(List.of()));

    private CompletableFuture<HttpResponse> ask(String method, String target, byte[] body) {
        return ask(method, target, body, HeaderFields.EMPTY);
    }

    private CompletableFuture<HttpResponse> ask(
            String method, String target, byte[] body, HeaderFields headers) {
        int question = target.indexOf('?');
        return route.answer(
                        new HttpRequest(
                                method,
                                question < 0 ? target : target.substring(0, question),
                                question < 0 ? "" : target.substring(question + 1),
                                headers,
                                "calls.example",
                                CLIENT,
                                SERVER,
                                true,
                                body))
                .toCompletableFuture();
    }

    private HttpResponse now(String method, String target, String body) {
        CompletableFuture<HttpResponse> answer =
                ask(method, target, body.getBytes(StandardCharsets.UTF_8));
        assertThat(answer).as(target).isDone();
        return answer.join();
    }

    private List<String> tokens() {
        String json = text(now("POST", "/api/ladder", ""));
        return List.of(json.split("\"")).stream().filter(part -> part.length() == 32).toList();
    }

    private static String text(HttpResponse response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    @Test
    void carriesAMessageToTheOtherMember() {
        List<String> tokens = tokens();
        assertThat(tokens).hasSize(2);
        String say = "/api/ladder/say?box=%s&token=" + tokens.get(0);
        String hear = "/api/ladder/hear?box=%s&token=" + tokens.get(1);
        assertThat(now("POST", say.formatted("poll"), "one").status()).isEqualTo(200);
        assertThat(text(now("GET", hear.formatted("poll"), ""))).isEqualTo("[\"one\"]");
        CompletableFuture<HttpResponse> held = ask("GET", hear.formatted("long"), new byte[0]);
        assertThat(held).isNotDone();
        now("POST", say.formatted("long"), "two");
        assertThat(text(held.join())).isEqualTo("[\"two\"]");
        assertThat(text(now("POST", "/api/ladder/echo?token=" + tokens.get(0), "three")))
                .isEqualTo("three");
    }

    @Test
    void refusesWhoeverHasNoTokenAndWhatIsNoProbe() {
        String token = tokens().getFirst();
        assertThat(now("POST", "/api/ladder/say?token=00", "x").status()).isEqualTo(404);
        assertThat(now("GET", "/api/ladder/hear", "").status()).isEqualTo(404);
        assertThat(now("POST", "/api/ladder/echo?token=" + token, "x".repeat(65)).status())
                .isEqualTo(413);
        assertThat(now("GET", "/api/ladder", "").status()).isEqualTo(405);
        assertThat(
                        ask(
                                        "POST",
                                        "/api/ladder",
                                        new byte[0],
                                        new HeaderFields(
                                                List.of(
                                                        Map.entry(
                                                                "Origin",
                                                                "https://elsewhere.example"))))
                                .join()
                                .status())
                .isEqualTo(403);
    }

    @Test
    void slowsDownWhoeverIsTooFast() {
        String token = tokens().getFirst();
        int refused = 0;
        for (int i = 0; i < LadderLimits.DEFAULT.burst() + 10; i++) {
            refused += now("POST", "/api/ladder/echo?token=" + token, "x").status() == 429 ? 1 : 0;
        }
        assertThat(refused).isEqualTo(10);
    }

    @Test
    void anyRequestAtAllIsAnswered() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String token = tokens().getFirst();
        List<String> methods = List.of("GET", "POST", "PUT", "OPTIONS", "");
        List<String> parts =
                List.of("token=", token, "&", "box=", "long", "poll", "=", "%", "", "é");
        for (int round = 0; round < 5_000; round++) {
            String path = LadderRoute.PATHS.get(random.nextInt(LadderRoute.PATHS.size()));
            StringBuilder query = new StringBuilder("?");
            for (int i = random.nextInt(8); i > 0; i--) {
                query.append(parts.get(random.nextInt(parts.size())));
            }
            byte[] body = new byte[random.nextInt(100)];
            random.nextBytes(body);
            CompletableFuture<HttpResponse> answer =
                    ask(methods.get(random.nextInt(methods.size())), path + query, body);
            assertThat(answer.isCompletedExceptionally()).as("seed %d: %s", seed, query).isFalse();
        }
    }
}
