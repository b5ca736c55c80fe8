package dev.parley.signal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Makes and checks the proof of a seat: HMAC-SHA256 over the room, the peer and the room secret.
 * The secret is part of it so that a new secret ends old rights.
 */
final class PeerTokens {
    private static final String ALGORITHM = "HmacSHA256";
    private static final byte[] PURPOSE = "parley.1 seat".getBytes(StandardCharsets.US_ASCII);

    private final Mac mac;
    private byte[] secret;

    PeerTokens(byte[] key, @Nullable String roomSecret) {
        if (key.length < 16) {
            throw new IllegalArgumentException("a key of at least 16 bytes is wanted");
        }
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
        secret = bytes(roomSecret == null ? "" : roomSecret);
    }

    /** From now on the rooms have another secret. */
    void obey(@Nullable String roomSecret) {
        secret = bytes(roomSecret == null ? "" : roomSecret);
    }

    String mint(String room, String peer) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest(room, peer));
    }

    /** Whether this is the token of that peer in that room; takes the same time either way. */
    boolean matches(String room, SeatProof proof) {
        byte[] wanted = bytes(mint(room, proof.peer()));
        return MessageDigest.isEqual(wanted, bytes(proof.token()));
    }

    /** Whether two passphrases agree, without telling how far or how long. */
    boolean isSameSecret(String mine, @Nullable String theirs) {
        byte[] wanted = mac.doFinal(bytes(mine));
        return MessageDigest.isEqual(wanted, mac.doFinal(bytes(theirs == null ? "" : theirs)));
    }

    private byte[] digest(String room, String peer) {
        mac.update(PURPOSE);
        part(bytes(room));
        part(bytes(peer));
        part(secret);
        return mac.doFinal();
    }

    /** Length first: no two lists of parts have the same bytes. */
    private void part(byte[] bytes) {
        mac.update(ByteBuffer.allocate(4).putInt(bytes.length).flip());
        mac.update(bytes);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
