package dev.parley.server.http;

import dev.parley.netty.HttpRequest;
import dev.parley.netty.HttpResponse;

/**
 * Header fields that narrow what a browser does with our answers: own scripts only, no frames, no
 * referrer, devices for ourselves only.
 *
 * <p>Cross-origin isolation (COOP, COEP) also gives the page finer clocks. Browsers heed it, and
 * strict transport, on trustworthy origins only and complain elsewhere, so it is sent there only.
 */
final class SecurityHeaders {
    private static final String CONTENT_SECURITY =
            "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:;"
                    + " object-src 'none'; base-uri 'none'; form-action 'self';"
                    + " frame-ancestors 'none'";
    private static final String PERMISSIONS =
            "camera=(self), microphone=(self), display-capture=(self), fullscreen=(self),"
                    + " screen-wake-lock=(self), geolocation=(), payment=(), usb=(), midi=()";
    private static final String ONE_YEAR = "max-age=31536000";

    private final boolean strictTransport;

    /**
     * @param strictTransport whether browsers shall insist on HTTPS from now on, for every port of
     *     the host; never with a self-signed certificate, which would lock people out
     */
    SecurityHeaders(boolean strictTransport) {
        this.strictTransport = strictTransport;
    }

    HttpResponse addTo(HttpResponse response, HttpRequest request) {
        HttpResponse guarded =
                response.with("Content-Security-Policy", CONTENT_SECURITY)
                        .with("X-Content-Type-Options", "nosniff")
                        .with("Referrer-Policy", "no-referrer")
                        .with("Permissions-Policy", PERMISSIONS);
        boolean loopback = Hosts.isLoopback(request.host());
        if (request.secure() || loopback) {
            guarded =
                    guarded.with("Cross-Origin-Opener-Policy", "same-origin")
                            .with("Cross-Origin-Embedder-Policy", "require-corp")
                            .with("Cross-Origin-Resource-Policy", "same-origin");
        }
        if (request.secure() && strictTransport && !loopback) {
            guarded = guarded.with("Strict-Transport-Security", ONE_YEAR);
        }
        return guarded;
    }
}
