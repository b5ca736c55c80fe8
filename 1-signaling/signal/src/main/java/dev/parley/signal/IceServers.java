package dev.parley.signal;

import java.util.List;

/**
 * What a page hands to its PeerConnection.
 *
 * @param ttlSeconds how long the credentials in it last; positive
 */
public record IceServers(List<IceServer> servers, int ttlSeconds) {

    public IceServers {
        servers = List.copyOf(servers);
        if (ttlSeconds <= 0) {
            throw new IllegalArgumentException("credentials last at least a second");
        }
    }
}
