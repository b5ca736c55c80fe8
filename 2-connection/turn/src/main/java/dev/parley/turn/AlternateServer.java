package dev.parley.turn;

import dev.parley.core.TransportAddress;
import org.jspecify.annotations.Nullable;

/**
 * A server that clients are sent to (300), RFC 8489 section 10.
 *
 * @param address where it listens; clients of the same address family are sent there
 * @param tls whether it is for clients that came by TLS, and takes TLS there; else for UDP and TCP
 * @param domain the name in its certificate, where that is another than ours; only for {@code tls}
 */
public record AlternateServer(TransportAddress address, boolean tls, @Nullable String domain) {

    public AlternateServer {
        if (address.port() == 0 || address.ip().isUnspecified()) {
            throw new IllegalArgumentException("clients cannot be sent to " + address);
        }
        if (domain != null && (!tls || domain.isEmpty() || domain.length() > 255)) {
            throw new IllegalArgumentException(
                    "a server for TLS may have a domain of 1 to 255 characters, not " + domain);
        }
    }
}
