package dev.parley.stun;

/** The value of USERHASH, which hides the user name from onlookers, RFC 8489 section 14.4. */
public final class UserHash {
    public static final int BYTES = 32;

    private UserHash() {}

    public static byte[] of(String username, String realm) {
        return Digests.ofJoined(
                "SHA-256", OpaqueString.prepare(username), OpaqueString.prepare(realm));
    }
}
