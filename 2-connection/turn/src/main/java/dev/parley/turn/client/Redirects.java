package dev.parley.turn.client;

import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a client goes where a server sends it, RFC 8489 section 10. One object for all
 * that is tried to get one relay:
 *
 * <pre>
 *   var redirects = new Redirects(now, server, Transport.TLS, "turn.example.org");
 *   ... TurnClientEvent.Redirected redirected ...
 *   switch (redirects.follow(now, redirected)) {
 *       case Follow(var server, var transport, var domain) -> another TurnClient, same configuration
 *       case Refused(var why) -> as if the server could not be used
 *   }
 * </pre>
 *
 * <p>Stricter than the RFC in one thing: over UDP and TCP an answer that nobody vouches for is not
 * followed. Over TLS the certificate vouches.
 */
public final class Redirects {
    /** How many servers may send us on, one to the next. */
    public static final int MAX_HOPS = 8;

    /** A server that was asked within that time is not asked again. */
    static final long REMEMBERED_NANOS = 300_000_000_000L;

    private final Transport transport;
    private final Map<TransportAddress, Long> askedAt = new LinkedHashMap<>();
    private TransportAddress current;
    private @Nullable String domain;
    private int hops;

    /** What to do. */
    public sealed interface Next {}

    /**
     * Ask there, with the same credentials and by the same transport.
     *
     * @param domain the name that its certificate must have; null without TLS
     */
    public record Follow(TransportAddress server, Transport transport, @Nullable String domain)
            implements Next {}

    /** Go nowhere. */
    public record Refused(Reason reason) implements Next {
        /** Why not. */
        public enum Reason {
            /** Nobody vouches for the answer. */
            NOT_AUTHENTICATED,
            /** That server was asked within the last five minutes. */
            LOOP,
            /** Too many servers sent us on. */
            TOO_MANY,
            /** An address of the other family, or none that can be reached. */
            UNUSABLE_ADDRESS
        }
    }

    /**
     * Begins with the server that is asked first.
     *
     * @param domain the name in its certificate; null without TLS
     */
    public Redirects(
            long now, TransportAddress server, Transport transport, @Nullable String domain) {
        this.transport = transport;
        this.domain = transport == Transport.TLS ? domain : null;
        current = server;
        askedAt.put(server, now);
    }

    /** Decides, and remembers. */
    public Next follow(long now, TurnClientEvent.Redirected redirected) {
        askedAt.values().removeIf(at -> now - at > REMEMBERED_NANOS);
        TransportAddress other = redirected.server();
        if (!redirected.authenticated() && transport != Transport.TLS) {
            return new Refused(Refused.Reason.NOT_AUTHENTICATED);
        }
        if (other.port() == 0
                || other.ip().isUnspecified()
                || other.ip().v6() != current.ip().v6()) {
            return new Refused(Refused.Reason.UNUSABLE_ADDRESS);
        }
        if (askedAt.containsKey(other)) {
            return new Refused(Refused.Reason.LOOP);
        }
        if (hops == MAX_HOPS) {
            return new Refused(Refused.Reason.TOO_MANY);
        }
        hops++;
        askedAt.put(other, now);
        current = other;
        if (transport == Transport.TLS && redirected.domain() != null) {
            domain = redirected.domain();
        }
        return new Follow(other, transport, domain);
    }
}
