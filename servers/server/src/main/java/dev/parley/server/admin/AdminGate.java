package dev.parley.server.admin;

import dev.parley.core.IpAddress;
import dev.parley.netty.HttpRequest;
import dev.parley.netty.HttpResponse;
import dev.parley.server.http.Hosts;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets requests in that bear the token. Web pages are kept out before that: one that was opened on
 * this machine can reach loopback, by a name of its own that leads there (DNS rebinding) or without
 * (then the browser says its origin).
 */
final class AdminGate {
    private static final Logger LOG = LoggerFactory.getLogger("parley.admin");
    private static final String SCHEME = "Bearer ";
    private static final long WARNING_EVERY_NANOS = Duration.ofMinutes(1).toNanos();

    private final LongSupplier clock;
    private final Throttle throttle;
    private final AtomicLong refused = new AtomicLong();
    private volatile AdminToken token;
    private volatile long lastWarning;

    AdminGate(AdminToken token, LongSupplier clock) {
        this.token = token;
        this.clock = clock;
        throttle = new Throttle(clock);
        lastWarning = clock.getAsLong() - WARNING_EVERY_NANOS;
    }

    /** From now on another token counts. */
    void obey(AdminToken next) {
        token = next;
    }

    /** Requests that were not let in. */
    long refused() {
        return refused.get();
    }

    /** Null when the request may come in, else what it is answered. */
    @Nullable HttpResponse refuse(HttpRequest request) {
        HttpResponse refusal = judge(request);
        if (refusal != null) {
            refused.incrementAndGet();
        }
        return refusal;
    }

    private @Nullable HttpResponse judge(HttpRequest request) {
        if (!request.secure() && !isOurName(request.host(), request.local().ip())) {
            return Answers.error(
                    421, "Ask by address or as localhost: that name is not known here.");
        }
        if (request.headers().first("Origin") != null) {
            return Answers.error(403, "Web pages may not use the admin API.");
        }
        AdminToken known = token;
        IpAddress remote = request.remote().ip();
        String presented = presented(request);
        if (presented == null) {
            return challenge(
                    "Send the header Authorization: Bearer TOKEN; docs/admin.md says how.");
        }
        if (known.isChosen() && !throttle.permits(remote)) {
            return Answers.error(429, "Too many wrong tokens. Wait a minute.")
                    .with("Retry-After", "60");
        }
        if (known.matches(presented)) {
            return null;
        }
        throttle.wrong(remote);
        warn();
        return throttle.permits(remote)
                ? challenge("This is not the token of this server.")
                : Answers.error(429, "Too many wrong tokens. Wait a minute.")
                        .with("Retry-After", "60");
    }

    private static HttpResponse challenge(String words) {
        return Answers.error(401, words).with("WWW-Authenticate", "Bearer");
    }

    /** RFC 6750 section 2.1; the scheme's name has no case (RFC 9110 section 11.1). */
    private static @Nullable String presented(HttpRequest request) {
        String field = request.headers().first("Authorization");
        return field != null && field.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? field.substring(SCHEME.length()).strip()
                : null;
    }

    private static boolean isOurName(String host, IpAddress local) {
        String name = Hosts.withoutPort(host);
        String address = local.toString();
        return Hosts.isLoopback(host) || name.equals(address) || name.equals('[' + address + ']');
    }

    private void warn() {
        long now = clock.getAsLong();
        if (now - lastWarning >= WARNING_EVERY_NANOS) {
            lastWarning = now;
            LOG.warn("Somebody tries the admin API with a wrong token");
        }
    }
}
