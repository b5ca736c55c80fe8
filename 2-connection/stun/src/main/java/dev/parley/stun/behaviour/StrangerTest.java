package dev.parley.stun.behaviour;

import dev.parley.core.TransportAddress;

/**
 * Asks, after the filtering test, one of those whose packets were not let in. A NAT that made a row
 * of such a packet has the port taken and gives us another towards that stranger, although its
 * mapping is endpoint-independent otherwise. Linux does so where nothing drops packets to the
 * router itself.
 */
final class StrangerTest {
    /** Of its sample, which says nothing of how ports are chosen. */
    static final int ORDER = 20;

    private final DiscoveryContext context;
    private final LocalSocket socket;
    private final DiscoveryStep after;

    /**
     * @param socket the one of the filtering test
     */
    StrangerTest(DiscoveryContext context, LocalSocket socket, DiscoveryStep after) {
        this.context = context;
        this.socket = socket;
        this.after = after;
    }

    /** Whether the question makes sense. */
    static boolean applies(Findings findings) {
        boolean shutsOut =
                switch (findings.filtering) {
                    case ADDRESS_DEPENDENT -> findings.serverKind == ServerKind.TWO_ADDRESSES;
                    case ADDRESS_AND_PORT_DEPENDENT -> true;
                    case ENDPOINT_INDEPENDENT,
                            ENDPOINT_INDEPENDENT_OR_ADDRESS_DEPENDENT,
                            ADDRESS_DEPENDENT_OR_STRICTER,
                            UNKNOWN ->
                            false;
                };
        boolean steady =
                findings.mapping == Dependence.ENDPOINT_INDEPENDENT
                        || findings.mapping == Dependence.ENDPOINT_INDEPENDENT_OR_ADDRESS_DEPENDENT;
        return findings.translated() && shutsOut && steady;
    }

    void start(long now) {
        TransportAddress stranger =
                context.findings.serverKind == ServerKind.TWO_ADDRESSES
                        ? context.other()
                        : context.otherPort();
        context.exchanges.ask(
                now,
                socket.id,
                Question.plain(stranger),
                context.pace(),
                (at, answer) -> {
                    if (answer != null && answer.mapped() != null) {
                        context.measured(answer.tookNanos());
                        context.findings.sample(ORDER, socket, stranger, answer.mapped());
                        context.findings.strangersMoveMapping =
                                answer.mapped().equals(socket.mapped()) ? Verdict.NO : Verdict.YES;
                    }
                    context.progress();
                    after.at(at);
                });
    }
}
