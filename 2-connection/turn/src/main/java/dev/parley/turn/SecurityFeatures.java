package dev.parley.turn;

import dev.parley.core.Transport;

/**
 * Where challenges offer the security features of RFC 8489 section 9.2: keys and integrity by
 * SHA-256, and hashed user names. The offer makes a challenge 28 bytes longer, which over UDP goes
 * to whatever address somebody forged.
 */
public enum SecurityFeatures {
    NEVER,
    /** Over TCP and TLS. */
    ON_STREAMS,
    ALWAYS;

    boolean offeredOver(Transport transport) {
        return this == ALWAYS || (this == ON_STREAMS && transport.isStream());
    }
}
