package dev.parley.stun.behaviour;

import org.jspecify.annotations.Nullable;

/**
 * Sends from two sockets to each other's outside endpoint, RFC 5780 section 4.5. Both send, because
 * a filter that lets in only answers applies here, too.
 */
final class HairpinTest {
    private final DiscoveryContext context;
    private final LocalSocket one;
    private final LocalSocket two;
    private final DiscoveryStep after;
    private int pending = 2;

    HairpinTest(DiscoveryContext context, LocalSocket one, LocalSocket two, DiscoveryStep after) {
        this.context = context;
        this.one = one;
        this.two = two;
        this.after = after;
    }

    void start(long now) {
        ask(now, one, two);
        ask(now, two, one);
    }

    private void ask(long now, LocalSocket from, LocalSocket to) {
        context.exchanges.ask(
                now,
                from.id,
                to.id,
                Question.plain(context.reachable(to.mapped())),
                context.pace(),
                (at, answer) -> ended(at, from, answer));
    }

    private void ended(long now, LocalSocket from, @Nullable Answer answer) {
        Findings findings = context.findings;
        if (answer != null && answer.kind() == Answer.Kind.ECHO) {
            findings.hairpinning =
                    answer.from().equals(from.local)
                            ? Hairpinning.INTERNAL_SOURCE
                            : Hairpinning.EXTERNAL_SOURCE;
        }
        if (--pending == 0) {
            after.at(now);
        }
    }

    /**
     * What it means that nothing came round, once the rest is known. Where each destination has a
     * mapping of its own, the one that was sent to lets in nobody but the server if its filter goes
     * by ports: the packet may well have come back to the NAT.
     */
    static Hairpinning ofSilence(Dependence mapping, Dependence filtering) {
        boolean sameMapping =
                mapping == Dependence.ENDPOINT_INDEPENDENT
                        || mapping == Dependence.ENDPOINT_INDEPENDENT_OR_ADDRESS_DEPENDENT;
        boolean openToAddress =
                filtering == Dependence.ENDPOINT_INDEPENDENT
                        || filtering == Dependence.ENDPOINT_INDEPENDENT_OR_ADDRESS_DEPENDENT;
        return sameMapping || openToAddress ? Hairpinning.NO : Hairpinning.UNKNOWN;
    }
}
