package dev.parley.stun;

/**
 * The keys of the long-term credential mechanism, RFC 8489 sections 9.2.2 and 18.5.1. The user name
 * goes in as the USERNAME attribute has it; realm and password are prepared by {@link
 * OpaqueString}.
 */
public final class LongTermKey {
    private LongTermKey() {}

    /** 16 bytes: the algorithm every client knows. */
    public static byte[] md5(String username, String realm, String password) {
        return key("MD5", username, realm, password);
    }

    /** 32 bytes: the algorithm to be agreed on by PASSWORD-ALGORITHMS. */
    public static byte[] sha256(String username, String realm, String password) {
        return key("SHA-256", username, realm, password);
    }

    /**
     * The key that an agreed algorithm makes.
     *
     * @throws IllegalArgumentException when it is not {@link PasswordAlgorithm#isKnown}
     */
    public static byte[] of(
            PasswordAlgorithm algorithm, String username, String realm, String password) {
        if (algorithm.equals(PasswordAlgorithm.MD5)) {
            return md5(username, realm, password);
        }
        if (algorithm.equals(PasswordAlgorithm.SHA256)) {
            return sha256(username, realm, password);
        }
        throw new IllegalArgumentException("no key can be made with " + algorithm);
    }

    private static byte[] key(String digest, String username, String realm, String password) {
        return Digests.ofJoined(
                digest, username, OpaqueString.prepare(realm), OpaqueString.prepare(password));
    }
}
