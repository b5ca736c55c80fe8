package dev.parley.server.http;

import dev.parley.netty.HttpRequest;
import dev.parley.netty.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/** {@code /health}: 200 while new calls are welcome, 503 while the server drains. */
public final class HealthRoute implements Route {
    private static final byte[] OK = "{\"status\":\"ok\"}\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DRAINING =
            "{\"status\":\"draining\"}\n".getBytes(StandardCharsets.US_ASCII);

    private final BooleanSupplier draining;

    public HealthRoute(BooleanSupplier draining) {
        this.draining = draining;
    }

    @Override
    public HttpResponse get(HttpRequest request) {
        boolean ending = draining.getAsBoolean();
        return HttpResponse.of(ending ? 503 : 200, "application/json", ending ? DRAINING : OK)
                .with("Cache-Control", "no-store");
    }
}
