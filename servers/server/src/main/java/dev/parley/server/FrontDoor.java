package dev.parley.server;

import dev.parley.netty.HttpHandler;
import dev.parley.netty.HttpRequest;
import dev.parley.netty.HttpResponse;
import dev.parley.netty.WebSocketHandler;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What listeners hand their connections to. The parts behind it want to know all ports, and the
 * ports are known when the listeners are bound: until {@link #open}, whoever comes is asked to come
 * back.
 */
final class FrontDoor implements HttpHandler {
    private static final HttpResponse NOT_YET =
            HttpResponse.text(503, "Starting. Try again in a second.\n").with("Retry-After", "1");

    private volatile @Nullable Parts parts;

    /** The parts behind the door. */
    record Parts(HttpHandler http, WebSocketHandler webSocket) {
        /** Plain requests and nothing else. */
        static Parts http(HttpHandler http) {
            HttpResponse none = HttpResponse.text(404, "No WebSocket here.\n");
            return new Parts(http, _ -> new WebSocketHandler.Upgrade.Refuse(none));
        }
    }

    void open(Parts behind) {
        parts = behind;
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        Parts behind = parts;
        return behind == null ? NOT_YET : behind.http().handle(request);
    }

    @Override
    public CompletionStage<HttpResponse> answer(HttpRequest request) {
        Parts behind = parts;
        return behind == null
                ? CompletableFuture.completedStage(NOT_YET)
                : behind.http().answer(request);
    }

    WebSocketHandler.Upgrade upgrade(HttpRequest request) {
        Parts behind = parts;
        return behind == null
                ? new WebSocketHandler.Upgrade.Refuse(NOT_YET)
                : behind.webSocket().upgrade(request);
    }
}
