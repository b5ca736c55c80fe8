package dev.parley.turn;

import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunReader;
import dev.parley.stun.TransactionId;
import org.jspecify.annotations.Nullable;

/**
 * Where and how a request is answered; outlives the bytes of the request.
 *
 * @param fingerprint whether the request had FINGERPRINT, so that the answer gets one
 * @param key what the answer is sealed with; null for a stranger's request
 */
record ReplyTo(int path, int method, TransactionId id, boolean fingerprint, @Nullable Key key) {
    /** The answer to a request of a stranger. */
    static ReplyTo stranger(int path, StunReader request) {
        return new ReplyTo(
                path,
                request.method(),
                request.transactionId(),
                request.has(StunAttributeType.FINGERPRINT),
                null);
    }

    /** The same once the request is authenticated. */
    ReplyTo sealedWith(Key key) {
        return new ReplyTo(path, method, id, fingerprint, key);
    }
}
