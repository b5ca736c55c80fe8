package dev.parley.stun.behaviour;

/**
 * Sends a request, and asks for an answer, that most links carry in two fragments: PADDING, RFC
 * 5780 section 7.6.
 */
final class FragmentTest {
    private static final int PADDING_BYTES = BehaviourResponder.MAX_PADDING_BYTES;

    private final DiscoveryContext context;
    private final LocalSocket socket;
    private final DiscoveryStep after;

    FragmentTest(DiscoveryContext context, LocalSocket socket, DiscoveryStep after) {
        this.context = context;
        this.socket = socket;
        this.after = after;
    }

    void start(long now) {
        context.exchanges.ask(
                now,
                socket.id,
                Question.padded(context.server(), PADDING_BYTES),
                context.pace(),
                (at, answer) -> {
                    if (answer == null) {
                        context.findings.fragments = Verdict.NO;
                    } else if (answer.kind() == Answer.Kind.SUCCESS) {
                        context.measured(answer.tookNanos());
                        context.findings.fragments = Verdict.YES;
                    } // else the server does not know PADDING
                    after.at(at);
                });
    }
}
