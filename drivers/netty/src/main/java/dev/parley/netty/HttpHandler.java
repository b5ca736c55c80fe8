package dev.parley.netty;

/**
 * Answers HTTP requests. Called on a network thread, so it must not block: what it sends is in
 * memory. A HEAD request may be answered like GET; the body is then left out. When it throws, the
 * client gets a 500 and the exception is logged.
 */
@FunctionalInterface
public interface HttpHandler {
    HttpResponse handle(HttpRequest request);
}
