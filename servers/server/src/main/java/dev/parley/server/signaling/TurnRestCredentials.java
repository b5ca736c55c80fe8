package dev.parley.server.signaling;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Time-limited TURN credentials under a secret shared with the relays, in the form that relays of
 * the field understand (draft-uberti-behave-turn-rest): the user name is {@code expiry:user}, the
 * password the Base64 of its HMAC-SHA1. Used by one thread.
 */
public final class TurnRestCredentials {
    private static final String ALGORITHM = "HmacSHA1";

    private final Mac mac;
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
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
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

    Credential issue(long epochSeconds, String user) {
        String username = epochSeconds + ttlSeconds + ":" + user;
        String password = Base64.getEncoder().encodeToString(mac.doFinal(username.getBytes(UTF_8)));
        return new Credential(username, password);
    }

    int ttlSeconds() {
        return ttlSeconds;
    }
}
