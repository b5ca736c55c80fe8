package dev.parley.server.http;

import dev.parley.netty.HttpRequest;
import dev.parley.netty.HttpResponse;

/** Answers GET requests for one path. Called on a network thread: must not block. */
@FunctionalInterface
public interface Route {
    HttpResponse get(HttpRequest request);
}
