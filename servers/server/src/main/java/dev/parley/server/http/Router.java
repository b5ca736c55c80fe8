package dev.parley.server.http;

import dev.parley.netty.HttpHandler;
import dev.parley.netty.HttpRequest;
import dev.parley.netty.HttpResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Finds the route of a request, and adds what every answer carries. */
public final class Router implements HttpHandler {
    private final Map<String, Route> exact;
    private final Map<String, HttpHandler> handlers;
    private final Route otherwise;
    private final SecurityHeaders headers;

    /**
     * @param exact path to route
     * @param handlers path to what answers every method itself
     * @param otherwise takes every other path
     * @param strictTransport see {@link SecurityHeaders}
     */
    public Router(
            Map<String, Route> exact,
            Map<String, HttpHandler> handlers,
            Route otherwise,
            boolean strictTransport) {
        this.exact = Map.copyOf(exact);
        this.handlers = Map.copyOf(handlers);
        this.otherwise = otherwise;
        headers = new SecurityHeaders(strictTransport);
    }

    @Override
    public CompletionStage<HttpResponse> answer(HttpRequest request) {
        HttpHandler handler = handlers.get(request.path());
        return handler == null
                ? CompletableFuture.completedStage(handle(request))
                : handler.answer(request).thenApply(answer -> headers.addTo(answer, request));
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        return headers.addTo(fromRoute(request), request);
    }

    private HttpResponse fromRoute(HttpRequest request) {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return HttpResponse.methodNotAllowed("GET, HEAD");
        }
        return exact.getOrDefault(request.path(), otherwise).get(request);
    }
}
