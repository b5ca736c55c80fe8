package dev.parley.server.signaling;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which web origins (RFC 6454) may use signaling. Browsers let any page open a WebSocket to any
 * server and say from which origin; other programs say none and are not stopped by it.
 */
public final class OriginPolicy {
    private final boolean all;
    private final Set<String> allowed;

    /**
     * The server's own origin, and these.
     *
     * @param allowed such as {@code https://calls.example}; {@code *} stands for all
     */
    public OriginPolicy(Collection<String> allowed) {
        all = allowed.contains("*");
        this.allowed =
                allowed.stream()
                        .map(origin -> origin.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Whether a page may connect.
     *
     * @param origin the Origin field, or null when there was none
     * @param host the Host field, which names this server as the page sees it
     */
    public boolean allows(@Nullable String origin, String host) {
        if (origin == null || all) {
            return true;
        }
        String lower = origin.toLowerCase(Locale.ROOT);
        return allowed.contains(lower) || isSameHost(lower, host.toLowerCase(Locale.ROOT));
    }

    private static boolean isSameHost(String origin, String host) {
        URI page;
        URI server;
        try {
            page = new URI(origin);
            // In the scheme of the page: a proxy in front may have taken off the TLS.
            server = new URI(page.getScheme() + "://" + host);
        } catch (URISyntaxException e) {
            return false;
        }
        int standard = standardPort(page.getScheme());
        return standard > 0
                && page.getHost() != null
                && page.getUserInfo() == null
                && page.getHost().equals(server.getHost())
                && port(page, standard) == port(server, standard);
    }

    private static int port(URI uri, int standard) {
        return uri.getPort() < 0 ? standard : uri.getPort();
    }

    private static int standardPort(@Nullable String scheme) {
        return switch (scheme) {
            case "http" -> 80;
            case "https" -> 443;
            case null, default -> -1;
        };
    }
}
