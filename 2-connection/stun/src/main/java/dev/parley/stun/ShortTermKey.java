package dev.parley.stun;

import java.nio.charset.StandardCharsets;

/** The key of the short-term credential mechanism, RFC 8489 section 9.1.1: the password itself. */
public final class ShortTermKey {
    private ShortTermKey() {}

    public static byte[] of(String password) {
        return OpaqueString.prepare(password).getBytes(StandardCharsets.UTF_8);
    }
}
