package dev.parley.server;

import dev.parley.netty.HttpRequest;
import dev.parley.netty.HttpResponse;
import dev.parley.server.http.Route;

/** A route whose answer is known only when all ports are. */
final class LateRoute implements Route {
    private volatile Route route = request -> HttpResponse.text(503, "Not ready yet.\n");

    void is(Route known) {
        route = known;
    }

    @Override
    public HttpResponse get(HttpRequest request) {
        return route.get(request);
    }
}
