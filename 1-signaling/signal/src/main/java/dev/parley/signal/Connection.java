package dev.parley.signal;

import org.jspecify.annotations.Nullable;

/** One connection of a page. It is a stranger, waits for a seat, or is a member's. */
final class Connection {
    final long id;
    final Prefixes.Entry prefix;
    final TokenBucket messages;
    int timer; // of the join that is awaited
    int wrongProofs;
    int refusedInARow;
    long nextRateErrorAt = Long.MIN_VALUE;
    @Nullable Waiter waiter;
    @Nullable Member member;

    Connection(long id, Prefixes.Entry prefix, TokenBucket messages) {
        this.id = id;
        this.prefix = prefix;
        this.messages = messages;
    }
}
