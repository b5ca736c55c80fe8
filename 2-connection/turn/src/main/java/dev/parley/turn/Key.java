package dev.parley.turn;

import dev.parley.stun.PasswordAlgorithm;
import org.jspecify.annotations.Nullable;

/** A long-term key. It proves who somebody is, so no text ever shows it. */
final class Key {
    private final byte[] bytes;
    private final @Nullable PasswordAlgorithm agreed;

    /**
     * Takes a copy.
     *
     * @param agreed the algorithm that the client named, by which it gets answers with
     *     MESSAGE-INTEGRITY-SHA256; null for one that knows RFC 5389 only
     */
    Key(byte[] bytes, @Nullable PasswordAlgorithm agreed) {
        this.bytes = bytes.clone();
        this.agreed = agreed;
    }

    /** Not a copy: for HMACs, not to be changed. */
    byte[] bytes() {
        return bytes;
    }

    @Nullable PasswordAlgorithm agreed() {
        return agreed;
    }

    @Override
    public String toString() {
        return "Key";
    }
}
