package dev.parley.stun.behaviour;

import dev.parley.stun.TransactionId;
import org.jspecify.annotations.Nullable;

/** A question on its way, and who wants to know. */
final class Exchange {

    /** Is told once: the answer, or null when there was none in time. */
    @FunctionalInterface
    interface Listener {
        void ended(long now, @Nullable Answer answer);
    }

    final TransactionId id;
    final int path; // NONE when the table of paths was full: silence, then
    final int asking; // socket that the question leaves from
    final int hearing; // socket where the answer is expected
    final boolean anySource; // whether the answer may come from another address
    final byte[] message;
    final Pace pace;
    final long endsAt;
    final Listener listener;
    int sent;
    boolean due;

    Exchange(
            TransactionId id,
            int path,
            int asking,
            int hearing,
            boolean anySource,
            byte[] message,
            Pace pace,
            long endsAt,
            Listener listener) {
        this.id = id;
        this.path = path;
        this.asking = asking;
        this.hearing = hearing;
        this.anySource = anySource;
        this.message = message;
        this.pace = pace;
        this.endsAt = endsAt;
        this.listener = listener;
    }
}
