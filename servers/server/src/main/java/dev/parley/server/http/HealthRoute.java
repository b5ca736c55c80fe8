package dev.parley.server.http;

import dev.parley.netty.HttpRequest;
import dev.parley.netty.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Supplier;

/** {@code /health}: 200 while new calls are welcome, 503 before and after. */
public final class HealthRoute implements Route {
    private final Supplier<Health> health;

    public HealthRoute(Supplier<Health> health) {
        this.health = health;
    }

    @Override
    public HttpResponse get(HttpRequest request) {
        Health now = health.get();
        String word = now.name().toLowerCase(Locale.ROOT);
        byte[] body = ("{\"status\":\"" + word + "\"}\n").getBytes(StandardCharsets.US_ASCII);
        return HttpResponse.of(now == Health.OK ? 200 : 503, "application/json", body)
                .with("Cache-Control", "no-store");
    }
}
