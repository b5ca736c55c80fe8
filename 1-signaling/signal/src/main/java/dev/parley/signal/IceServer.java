package dev.parley.signal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the W3C's RTCConfiguration.iceServers.
 *
 * @param urls of one kind: all stun, or all turn with the same credentials
 */
public record IceServer(List<String> urls, @Nullable String username, @Nullable String credential) {

    public IceServer {
        urls = List.copyOf(urls);
    }

    /** An entry that needs no credentials. */
    public static IceServer stun(String... urls) {
        return new IceServer(List.of(urls), null, null);
    }

    @Override
    public String toString() {
        return "IceServer" + urls;
    }
}
