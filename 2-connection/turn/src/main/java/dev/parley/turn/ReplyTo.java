package dev.parley.turn;

import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunReader;
import dev.parley.stun.TransactionId;

/**
 * Where and how a request is answered; outlives the bytes of the request.
 *
 * @param fingerprint whether the request had FINGERPRINT, so that the answer gets one
 * @param key what the answer is sealed with; empty for a stranger's request
 */
record ReplyTo(int path, int method, TransactionId id, boolean fingerprint, byte[] key) {
    private static final byte[] NO_KEY = {};

    /** The answer to a request of a stranger. */
    static ReplyTo stranger(int path, StunReader request) {
        return new ReplyTo(
                path,
                request.method(),
                request.transactionId(),
                request.has(StunAttributeType.FINGERPRINT),
                NO_KEY);
    }

    /** The same once the request is authenticated. */
    ReplyTo sealedWith(byte[] key) {
        return new ReplyTo(path, method, id, fingerprint, key);
    }

    boolean isSealed() {
        return key.length > 0;
    }

    @Override
    public String toString() {
        return "ReplyTo[" + id + "]";
    }
}
