package dev.parley.server.admin;

import dev.parley.netty.HttpRequest;
import dev.parley.netty.HttpResponse;
import dev.parley.server.reload.Reload;
import dev.parley.server.settings.Setting;
import dev.parley.server.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /admin/reload} and {@code /admin/drain}. */
final class Operations {
    private static final int LONGEST_DRAIN_SECONDS = 7 * 86_400;
    private static final Executor ASIDE = task -> Thread.ofVirtual().start(task);

    private final Operator operator;

    Operations(Operator operator) {
        this.operator = operator;
    }

    CompletionStage<HttpResponse> reload(HttpRequest request, String rest)
            throws BadRequestException {
        Query.of(request.query());
        return CompletableFuture.supplyAsync(operator::reload, ASIDE).thenApply(Operations::tell);
    }

    private static HttpResponse tell(Reload.Outcome outcome) {
        return switch (outcome) {
            case Reload.Outcome.Refused(var why) ->
                    Answers.error(409, "Nothing is reloaded, everything is as before: " + why);
            case Reload.Outcome.Done(var changed, var restart, var warnings) -> {
                ObjectNode json = Answers.object();
                names(json.putArray("changed"), changed);
                names(json.putArray("needRestart"), restart);
                ArrayNode odd = json.putArray("warnings");
                warnings.forEach(odd::add);
                yield Answers.json(200, json);
            }
        };
    }

    private static void names(ArrayNode array, List<Setting<?>> settings) {
        settings.forEach(setting -> array.add(setting.name()));
    }

    HttpResponse begin(HttpRequest request) throws BadRequestException {
        long usual = operator.configuration().get(Settings.DRAIN_SECONDS);
        long seconds =
                Query.of(request.query(), "seconds")
                        .number("seconds", 0, LONGEST_DRAIN_SECONDS, usual);
        operator.beginDrain(Duration.ofSeconds(seconds));
        return Answers.json(202, state());
    }

    HttpResponse drain(HttpRequest request) throws BadRequestException {
        Query.of(request.query());
        return Answers.json(200, state());
    }

    private ObjectNode state() {
        Duration left = operator.drainLeft();
        ObjectNode json = Answers.object();
        json.put("draining", left != null);
        json.put("allocations", operator.relay().counters().allocations());
        if (left != null) {
            json.put("secondsLeft", Math.max(0, left.toSeconds()));
        }
        return json;
    }
}
