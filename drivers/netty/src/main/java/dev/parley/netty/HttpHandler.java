package dev.parley.netty;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Answers HTTP requests. Called on a network thread, so it must not block: what it sends is in
 * memory. A HEAD request may be answered like GET; the body is then left out. When it throws, the
 * client gets a 500 and the exception is logged.
 */
@FunctionalInterface
public interface HttpHandler {
    HttpResponse handle(HttpRequest request);

    /**
     * The same for answers that may come later, from any thread: a client waits for as long as
     * {@link HttpLimits#requestTimeout}, then its connection is closed. The next request on the
     * connection is read after the answer.
     */
    default CompletionStage<HttpResponse> answer(HttpRequest request) {
        return CompletableFuture.completedStage(handle(request));
    }
}
