package dev.parley.server.ladder;

import dev.parley.netty.HttpHandler;
import dev.parley.netty.HttpRequest;
import dev.parley.netty.HttpResponse;
import dev.parley.server.signaling.OriginPolicy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The HTTP half of the ladder; see docs/latency.md. Paths begin with {@link #PATH}. */
public final class LadderRoute implements HttpHandler {
    public static final String PATH = "/api/ladder";
    public static final List<String> PATHS =
            List.of(PATH, PATH + "/echo", PATH + "/say", PATH + "/hear");

    private final LadderDesk desk;
    private final OriginPolicy origins;

    public LadderRoute(LadderDesk desk, OriginPolicy origins) {
        this.desk = desk;
        this.origins = origins;
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        throw new IllegalStateException("what may wait is asked by answer()");
    }

    @Override
    public CompletionStage<HttpResponse> answer(HttpRequest request) {
        List<String> origin = request.headers().all("Origin");
        if (origin.size() > 1
                || !origins.allows(origin.isEmpty() ? null : origin.getFirst(), request.host())) {
            return now(HttpResponse.text(403, "Pages of this origin may not use this.\n"));
        }
        String wanted = request.path().endsWith("/hear") ? "GET" : "POST";
        if (!request.method().equals(wanted)) {
            return now(HttpResponse.methodNotAllowed(wanted));
        }
        return switch (request.path()) {
            case PATH -> now(begin(request));
            case PATH + "/echo" -> now(withWords(request, _ -> words(request)));
            case PATH + "/say" -> now(say(request));
            case PATH + "/hear" -> hear(request);
            default -> now(HttpResponse.text(404, "There is nothing here.\n"));
        };
    }

    private HttpResponse begin(HttpRequest request) {
        return switch (desk.begin(request.remote().ip())) {
            case LadderDesk.Begun.Ok(var pair) -> {
                ObjectNode json = JsonMapper.shared().createObjectNode();
                json.putArray("tokens").add(pair.first.token).add(pair.second.token);
                json.put("lifetimeSeconds", desk.limits().lifetime().toSeconds());
                yield json(json.toString());
            }
            case LadderDesk.Begun.Full(boolean ofNetwork) ->
                    HttpResponse.text(
                                    ofNetwork ? 429 : 503,
                                    "Too many at a time. Try again in a minute.\n")
                            .with("Retry-After", "60");
        };
    }

    private HttpResponse say(HttpRequest request) {
        boolean awaited = "long".equals(parameter(request, "box"));
        return withWords(
                request,
                member -> {
                    Member other = member.pair.other(member);
                    String words = new String(request.body(), StandardCharsets.UTF_8);
                    if (awaited) {
                        other.putAwaited(words);
                    } else {
                        other.putPolled(words);
                    }
                    return HttpResponse.text(200, "").with("Cache-Control", "no-store");
                });
    }

    private CompletionStage<HttpResponse> hear(HttpRequest request) {
        Optional<Member> member = desk.find(parameter(request, "token"));
        if (member.isEmpty()) {
            return now(gone());
        }
        if (!desk.maySpeak(member.get())) {
            return now(tooFast());
        }
        if (!"long".equals(parameter(request, "box"))) {
            return now(messages(member.get().takePolled()));
        }
        return member.get()
                .takeAwaited()
                .completeOnTimeout(List.of(), desk.limits().hold().toNanos(), TimeUnit.NANOSECONDS)
                .thenApply(LadderRoute::messages);
    }

    private HttpResponse withWords(HttpRequest request, Function<Member, HttpResponse> answer) {
        Optional<Member> member = desk.find(parameter(request, "token"));
        if (member.isEmpty()) {
            return gone();
        }
        if (request.body().length > desk.limits().messageCharacters()) {
            return HttpResponse.text(413, "A probe is small.\n");
        }
        return desk.maySpeak(member.get()) ? answer.apply(member.get()) : tooFast();
    }

    private static HttpResponse words(HttpRequest request) {
        return HttpResponse.of(200, "text/plain; charset=utf-8", request.body())
                .with("Cache-Control", "no-store");
    }

    private static HttpResponse messages(List<String> all) {
        ArrayNode array = JsonMapper.shared().createArrayNode();
        all.forEach(array::add);
        return json(array.toString());
    }

    private static HttpResponse json(String json) {
        return HttpResponse.of(200, "application/json", json.getBytes(StandardCharsets.UTF_8))
                .with("Cache-Control", "no-store");
    }

    private static HttpResponse gone() {
        return HttpResponse.text(404, "There is no such pair, or its time is over.\n");
    }

    private static HttpResponse tooFast() {
        return HttpResponse.text(429, "Slower.\n").with("Retry-After", "1");
    }

    private static CompletionStage<HttpResponse> now(HttpResponse response) {
        return CompletableFuture.completedStage(response);
    }

    /** Of the query; empty when it is not there. Nothing in it needs decoding. */
    static String parameter(HttpRequest request, String name) {
        for (String field : request.query().split("&", -1)) {
            if (field.startsWith(name + "=")) {
                return field.substring(name.length() + 1);
            }
        }
        return "";
    }
}
