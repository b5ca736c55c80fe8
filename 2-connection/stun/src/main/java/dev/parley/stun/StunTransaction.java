package dev.parley.stun;

import org.jspecify.annotations.Nullable;

/** One request that waits for its response, and the bytes to send again. */
final class StunTransaction {
    final int number;
    final int path;
    final @Nullable StunCredential credential;
    TransactionId id;
    byte[] message = {};
    int sent;
    int challenges;
    boolean violated; // a response without the right integrity came
    boolean due; // the message shall go out

    StunTransaction(int number, int path, @Nullable StunCredential credential, TransactionId id) {
        this.number = number;
        this.path = path;
        this.credential = credential;
        this.id = id;
    }
}
