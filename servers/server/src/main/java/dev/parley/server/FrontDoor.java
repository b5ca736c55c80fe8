package dev.parley.server;

import dev.parley.netty.HttpHandler;
import dev.parley.netty.HttpRequest;
import dev.parley.netty.HttpResponse;
import dev.parley.netty.StreamConnection;
import dev.parley.netty.StreamHandler;
import dev.parley.netty.StreamListener;
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
    record Parts(HttpHandler http, WebSocketHandler webSocket, StreamHandler stream) {}

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

    StreamListener opened(StreamConnection connection) {
        Parts behind = parts;
        if (behind != null) {
            return behind.stream().opened(connection);
        }
        connection.close();
        return new StreamListener() {
            @Override
            public void bytes(byte[] buf, int off, int len) {}

            @Override
            public void closed() {}
        };
    }
}
