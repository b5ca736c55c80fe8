package dev.parley.turn.client;

import dev.parley.stun.TransactionId;

/** One request that waits for its response, and the bytes to send again. */
final class Request {
    final Exchange exchange;
    TransactionId id;
    byte[] message = {};
    long askedAt;
    int sent;
    int challenges;
    boolean violated; // a response without the right integrity came
    boolean due; // the message shall go out

    Request(Exchange exchange, TransactionId id) {
        this.exchange = exchange;
        this.id = id;
    }
}
