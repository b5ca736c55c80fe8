package dev.parley.signal;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** What the driver has still to take, in order. */
final class Outbox {
    private final SignalCounters counters;
    private final Queue<SignalOutput> queue = new ArrayDeque<>();

    Outbox(SignalCounters counters) {
        this.counters = counters;
    }

    void send(long connection, ServerMessage message) {
        if (message instanceof ServerMessage.Refused) {
            counters.refusals++;
        }
        queue.add(new SignalOutput.Send(connection, message));
    }

    void close(long connection, CloseCode code) {
        queue.add(new SignalOutput.Close(connection, code));
    }

    @Nullable SignalOutput poll() {
        return queue.poll();
    }
}
