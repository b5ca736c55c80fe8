package dev.parley.server.admin;

import dev.parley.netty.HttpRequest;
import dev.parley.netty.HttpResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The table of what there is. */
final class Resources {
    private Resources() {}

    static Map<String, Resource> of(Operator operator) {
        Operations operations = new Operations(operator);
        RelayView relay = new RelayView(operator);
        ConfigView config = new ConfigView(operator);
        Allocations allocations = new Allocations(operator);
        return Map.of(
                "/admin/allocations",
                new Resource(
                        "GET ?user=NAME&limit=N&after=ID: what stands; DELETE ?user=NAME: ends all"
                                + " of a user",
                        Map.of("GET", allocations::list, "DELETE", allocations::endSome)),
                "/admin/allocations/",
                new Resource(
                        "GET, DELETE by number: one relay with all that it has; ends it",
                        Map.of("GET", allocations::get, "DELETE", allocations::end)),
                "/admin/users/",
                new Resource(
                        "DELETE by name: ends all relays of a user",
                        Map.of("DELETE", allocations::endAllOf)),
                "/admin/relay",
                new Resource("GET: figures of the relay", Map.of("GET", now(relay::get))),
                "/admin/config",
                new Resource(
                        "GET: the settings that count, and where each comes from",
                        Map.of("GET", now(config::get))),
                "/admin/reload",
                new Resource(
                        "POST: read configuration and certificate once more",
                        Map.of("POST", operations::reload)),
                "/admin/drain",
                new Resource(
                        "GET: whether the server ends; POST ?seconds=N: end gently",
                        Map.of("GET", now(operations::drain), "POST", now(operations::begin))));
    }

    /** An answer that is known at once. */
    @FunctionalInterface
    interface Immediate {
        HttpResponse on(HttpRequest request) throws BadRequestException;
    }

    private static Resource.Action now(Immediate action) {
        return (request, rest) -> {
            CompletionStage<HttpResponse> answer =
                    CompletableFuture.completedStage(action.on(request));
            return answer;
        };
    }
}
