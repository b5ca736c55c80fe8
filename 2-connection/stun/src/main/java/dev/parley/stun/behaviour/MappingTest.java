package dev.parley.stun.behaviour;

import dev.parley.core.TransportAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks the server's other sockets from the socket that asked the first one, RFC 5780 section 4.3,
 * all at once: one answer does not change another.
 */
final class MappingTest {
    private static final int FIRST_ORDER = 10;

    private final DiscoveryContext context;
    private final LocalSocket socket;
    private final DiscoveryStep after;
    private final List<MappingSample> seen = new ArrayList<>();
    private int pending;

    MappingTest(DiscoveryContext context, LocalSocket socket, DiscoveryStep after) {
        this.context = context;
        this.socket = socket;
        this.after = after;
    }

    void start(long now) {
        note(context.server(), socket.mapped());
        List<TransportAddress> others = new ArrayList<>();
        if (context.findings.serverKind == ServerKind.TWO_ADDRESSES) {
            others.add(context.otherAddress());
            others.add(context.other());
        }
        others.add(context.otherPort());
        pending = others.size();
        for (int i = 0; i < others.size(); i++) {
            ask(now, FIRST_ORDER + i, others.get(i));
        }
    }

    private void ask(long now, int order, TransportAddress remote) {
        context.exchanges.ask(
                now,
                socket.id,
                Question.plain(remote),
                context.pace(),
                (at, answer) -> {
                    if (answer != null && answer.mapped() != null) {
                        context.measured(answer.tookNanos());
                        note(remote, answer.mapped());
                        context.findings.sample(order, socket, remote, answer.mapped());
                    }
                    if (--pending == 0) {
                        context.findings.mapping = MappingEvidence.name(seen);
                        context.progress();
                        after.at(at);
                    }
                });
    }

    private void note(TransportAddress remote, TransportAddress mapped) {
        seen.add(new MappingSample(socket.local, remote, mapped));
    }
}
