package dev.parley.lab.web;

import dev.parley.netty.HttpRequest;
import dev.parley.netty.HttpResponse;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps foreign pages out. A page of another site can make a browser ask a server on this machine,
 * under a name that it points here (DNS rebinding): only {@code localhost} and addresses are taken
 * for our host, which no other site can be. And a request that names its origin must come from our
 * own page.
 */
final class Gatekeeper {
    private static final Map<String, String> HEADERS =
            Map.of(
                    "Content-Security-Policy",
                    "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors"
                            + " 'none'; object-src 'none'",
                    "Cross-Origin-Opener-Policy",
                    "same-origin",
                    "Cross-Origin-Resource-Policy",
                    "same-origin",
                    "Permissions-Policy",
                    "camera=(), microphone=(), display-capture=(), geolocation=()",
                    "Referrer-Policy",
                    "no-referrer",
                    "X-Content-Type-Options",
                    "nosniff");

    private Gatekeeper() {}

    /** The refusal, or null when the request may pass. */
    static @Nullable HttpResponse refuse(HttpRequest request) {
        if (!isOurs(request.host())) {
            return HttpResponse.text(
                    421, "This server is reached as localhost or by its address only.\n");
        }
        String origin = request.headers().first("Origin");
        if (origin != null && !origin.equalsIgnoreCase("http://" + request.host())) {
            return HttpResponse.text(403, "Pages of other sites may not ask here.\n");
        }
        return null;
    }

    private static boolean isOurs(String host) {
        int colon = host.lastIndexOf(':');
        String name = colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
        name = name.toLowerCase(Locale.ROOT);
        return name.equals("localhost")
                || name.endsWith(".localhost")
                || (name.startsWith("[") && name.endsWith("]"))
                || name.matches("\\d{1,3}(\\.\\d{1,3}){3}");
    }

    /** The answer with what narrows a browser's freedom. */
    static HttpResponse guard(HttpResponse response) {
        HttpResponse guarded = response;
        for (Map.Entry<String, String> header : new TreeMap<>(HEADERS).entrySet()) {
            guarded = guarded.with(header.getKey(), header.getValue());
        }
        return guarded;
    }
}
