package dev.parley.server.signaling;

import dev.parley.turn.TurnCredentials;
import java.time.Duration;

/**
 * Makes time-limited TURN credentials under a secret shared with the relays: the user name is
 * {@code expiry:user}, the password as {@link TurnCredentials} and relays of the field compute it.
 */
public final class TurnRestCredentials {
    private final String secret;
    private final int ttlSeconds;

    /**
     * Credentials that last for {@code ttl}.
     *
     * @param secret as the relays know it
     */
    public TurnRestCredentials(String secret, Duration ttl) {
        if (secret.isEmpty()) {
            throw new IllegalArgumentException("the shared secret is empty");
        }
        this.secret = secret;
        ttlSeconds = Math.toIntExact(ttl.toSeconds());
        if (ttlSeconds < 1) {
            throw new IllegalArgumentException("credentials last at least a second, not " + ttl);
        }
    }

    /** A user name and its password. */
    public record Credential(String username, String password) {
        @Override
        public String toString() {
            return "Credential[" + username + "]";
        }
    }

    /** Makes one that lasts from now. */
    public Credential issue(long epochSeconds, String user) {
        String username = epochSeconds + ttlSeconds + ":" + user;
        return new Credential(username, TurnCredentials.password(secret, username));
    }

    int ttlSeconds() {
        return ttlSeconds;
    }
}
