package dev.parley.turn;

import dev.parley.stun.LongTermKey;
import dev.parley.stun.PasswordAlgorithm;
import dev.parley.stun.UserHash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Users with a password of their own, and users that carry a time-limited one made from a secret
 * that this server shares with whoever hands it out; both at once, and several secrets while one
 * replaces another.
 *
 * <pre>
 *   time-limited:  username = EXPIRY[:USER]      seconds since 1970, and anything
 *                  password = base64( HMAC-SHA1(secret, username) )
 * </pre>
 */
public final class TurnCredentials implements CredentialProvider {
    private static final String ALGORITHM = "HmacSHA1";

    private final String realm;
    private final Map<String, Account> users = new HashMap<>();
    private final Map<ByteBuffer, String> names = new HashMap<>(); // by USERHASH
    private final List<byte[]> secrets = new ArrayList<>();

    /** One user, with the key of each algorithm. */
    private record Account(TurnUser md5, TurnUser sha256) {}

    /**
     * Knows nobody yet.
     *
     * @param realm the realm of the server, part of every key
     */
    public TurnCredentials(String realm) {
        this.realm = realm;
    }

    /** Adds a user. The password itself is not kept. */
    public TurnCredentials user(String username, String password) {
        if (username.isEmpty() || password.isEmpty()) {
            throw new IllegalArgumentException(
                    "a user needs a name and a password: --user NAME:PASSWORD");
        }
        users.put(
                username,
                new Account(
                        new TurnUser(username, List.of(LongTermKey.md5(username, realm, password))),
                        new TurnUser(
                                username, List.of(LongTermKey.sha256(username, realm, password)))));
        names.put(ByteBuffer.wrap(UserHash.of(username, realm)), username);
        return this;
    }

    /** Adds a secret for time-limited users. */
    public TurnCredentials secret(String secret) {
        if (secret.isEmpty()) {
            throw new IllegalArgumentException("an empty --auth-secret would let everybody in");
        }
        secrets.add(secret.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    @Override
    public @Nullable TurnUser lookUp(
            String username, PasswordAlgorithm algorithm, long epochSeconds) {
        Account known = users.get(username);
        if (known != null) {
            return algorithm.equals(PasswordAlgorithm.SHA256) ? known.sha256() : known.md5();
        }
        int colon = username.indexOf(':');
        long expiry = seconds(colon < 0 ? username : username.substring(0, colon));
        if (secrets.isEmpty() || expiry <= epochSeconds) {
            return null;
        }
        String name =
                colon < 0 || colon == username.length() - 1
                        ? username
                        : username.substring(colon + 1);
        return new TurnUser(
                name,
                expiry,
                secrets.stream()
                        .map(secret -> password(secret, username))
                        .map(password -> LongTermKey.of(algorithm, username, realm, password))
                        .toList());
    }

    @Override
    public @Nullable String nameOf(byte[] userHash) {
        return names.get(ByteBuffer.wrap(userHash));
    }

    /**
     * Only while there is no secret: a time-limited user may have any name, and no hash leads back
     * to it.
     */
    @Override
    public boolean knowsUserHashes() {
        return secrets.isEmpty();
    }

    /** The password that goes with a time-limited user name. */
    public static String password(String secret, String username) {
        return password(secret.getBytes(StandardCharsets.UTF_8), username);
    }

    private static String password(byte[] secret, String username) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            byte[] code = mac.doFinal(username.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(code);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has " + ALGORITHM, e);
        }
    }

    /** A number of at most 11 digits, or -1. */
    private static long seconds(String digits) {
        if (digits.isEmpty() || digits.length() > 11) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + (c - '0');
        }
        return value;
    }
}
