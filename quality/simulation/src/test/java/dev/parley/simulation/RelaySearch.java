package dev.parley.simulation;

import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import dev.parley.internet.Host;
import dev.parley.internet.oracle.Reachability;
import dev.parley.turn.client.TurnClientConfig;
import dev.parley.turn.client.TurnClientEvent;
import org.jspecify.annotations.Nullable;

/**
 * What a client does that wants a relay by all means: it tries one way after the other.
 *
 * @param found the way that worked, or {@link Reachability#NONE}
 * @param user who has the allocation; null when there is none
 */
record RelaySearch(Reachability found, @Nullable TurnUser user) {

    /**
     * @param firstPort the local one of the first attempt; each has one of its own
     */
    static RelaySearch of(Host host, int firstPort, IpAddress server, TurnClientConfig config) {
        int port = firstPort;
        for (RelayAttempt attempt : RelayAttempt.ALL) {
            TurnUser user =
                    TurnUser.over(
                            attempt.transport(),
                            host,
                            port++,
                            new TransportAddress(server, attempt.port()),
                            config);
            if (user.outcome() instanceof TurnClientEvent.Allocated) {
                return new RelaySearch(attempt.reachability(), user);
            }
        }
        return new RelaySearch(Reachability.NONE, null);
    }
}
