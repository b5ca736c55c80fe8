package dev.parley.turn;

import dev.parley.core.Paths;
import dev.parley.core.Transport;
import dev.parley.stun.BindingResponder;
import dev.parley.stun.StunReader;
import dev.parley.stun.behaviour.Alternates;
import dev.parley.stun.behaviour.BehaviourResponder;

/**
 * Answers Binding: as RFC 8489 says, and as RFC 5780 says on UDP sockets that have alternates.
 * Nobody is asked who he is.
 */
final class BindingAnswers {
    private final ServerContext context;
    private final BindingResponder plain = new BindingResponder();
    private final BehaviourResponder behaviour = new BehaviourResponder();
    private final byte[] scratch = new byte[BehaviourResponder.MAX_RESPONSE_BYTES];

    BindingAnswers(ServerContext context) {
        this.context = context;
    }

    void discovery(Alternates alternates) {
        behaviour.add(alternates);
    }

    void answer(int path, StunReader request) {
        Paths paths = context.paths;
        if (paths.transport(path) == Transport.UDP && behaviour.serves(paths.socket(path))) {
            answerFromAlternates(path, request);
        } else {
            answerPlainly(path, request);
        }
    }

    private void answerPlainly(int path, StunReader request) {
        int at = context.queue.begin(path, BindingResponder.MAX_RESPONSE_BYTES);
        if (at < 0) {
            context.counters.count(TurnCounter.DROPPED_QUEUE_FULL);
            return;
        }
        int length =
                plain.respond(
                        request,
                        context.paths.remoteV6(path),
                        context.paths.remoteHigh(path),
                        context.paths.remoteLow(path),
                        context.paths.remotePort(path),
                        context.queue.buffer(),
                        at);
        if (length > 0) {
            context.queue.commit(length);
        }
    }

    /** Where the answer leaves from, and to which port, is known only once it is written. */
    private void answerFromAlternates(int path, StunReader request) {
        Paths paths = context.paths;
        boolean v6 = paths.remoteV6(path);
        long high = paths.remoteHigh(path);
        long low = paths.remoteLow(path);
        int length =
                behaviour.respond(
                        request,
                        paths.socket(path),
                        v6,
                        high,
                        low,
                        paths.remotePort(path),
                        scratch,
                        0);
        if (length == 0) {
            return;
        }
        int from = behaviour.origin().socket();
        int out = paths.intern(from, v6, high, low, behaviour.port(), Transport.UDP);
        if (out == Paths.NONE) {
            context.counters.count(TurnCounter.DROPPED_PATHS_FULL);
        } else if (!context.queue.offer(out, scratch, 0, length)) {
            context.counters.count(TurnCounter.DROPPED_QUEUE_FULL);
        }
    }
}
