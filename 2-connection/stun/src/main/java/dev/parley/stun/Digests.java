package dev.parley.stun;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Digests of texts joined by colons. */
final class Digests {
    private Digests() {}

    static byte[] ofJoined(String algorithm, String... parts) {
        return digest(algorithm).digest(String.join(":", parts).getBytes(StandardCharsets.UTF_8));
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has " + algorithm, e);
        }
    }
}
