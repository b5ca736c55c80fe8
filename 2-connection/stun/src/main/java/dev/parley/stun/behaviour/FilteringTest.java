package dev.parley.stun.behaviour;

import dev.parley.core.TransportAddress;
import org.jspecify.annotations.Nullable;

/**
 * Asks for answers from where we never sent to, RFC 5780 section 4.4: on a socket of its own, since
 * the mapping test opens the filters of the one that it uses.
 *
 * <p>Silence is the answer of a filter only if the server's other sockets can be heard at all. That
 * is what the mapping test shows, so the naming waits for it.
 */
final class FilteringTest {

    /** What became of a request with CHANGE-REQUEST. */
    private enum Outcome {
        PENDING,
        LET_IN,
        SILENT,
        /** The server did something else. */
        NOT_SERVED
    }

    private final DiscoveryContext context;
    private final LocalSocket socket;
    private final DiscoveryStep after;
    private Outcome otherAddress = Outcome.SILENT;
    private Outcome otherPort = Outcome.PENDING;

    FilteringTest(DiscoveryContext context, LocalSocket socket, DiscoveryStep after) {
        this.context = context;
        this.socket = socket;
        this.after = after;
    }

    void start(long now) {
        if (context.findings.serverKind == ServerKind.TWO_ADDRESSES) {
            otherAddress = Outcome.PENDING;
            ask(now, ChangeRequest.IP | ChangeRequest.PORT);
        }
        ask(now, ChangeRequest.PORT);
    }

    private void ask(long now, int flags) {
        context.exchanges.ask(
                now,
                socket.id,
                Question.changing(context.server(), flags),
                context.pace(),
                (at, answer) -> {
                    if ((flags & ChangeRequest.IP) != 0) {
                        otherAddress = outcome(answer, flags);
                    } else {
                        otherPort = outcome(answer, flags);
                    }
                    if (hasEnded()) {
                        after.at(at);
                    }
                });
    }

    boolean hasEnded() {
        return otherAddress != Outcome.PENDING && otherPort != Outcome.PENDING;
    }

    private Outcome outcome(@Nullable Answer answer, int flags) {
        if (answer == null) {
            return Outcome.SILENT;
        }
        TransportAddress from = answer.from();
        TransportAddress asked = context.server();
        boolean changed =
                (flags & ChangeRequest.IP) != 0
                        ? !from.ip().equals(asked.ip())
                        : from.port() != asked.port();
        return answer.kind() == Answer.Kind.SUCCESS && changed
                ? Outcome.LET_IN
                : Outcome.NOT_SERVED;
    }

    /**
     * Names what was found.
     *
     * @param addressHeard whether the server's other address answers when it is asked
     * @param portHeard whether the first address's other port does
     */
    Dependence name(boolean addressHeard, boolean portHeard) {
        if (otherAddress == Outcome.LET_IN) {
            return Dependence.ENDPOINT_INDEPENDENT;
        }
        boolean strangerShutOut = otherAddress == Outcome.SILENT && addressHeard;
        if (otherPort == Outcome.LET_IN) {
            return strangerShutOut
                    ? Dependence.ADDRESS_DEPENDENT
                    : Dependence.ENDPOINT_INDEPENDENT_OR_ADDRESS_DEPENDENT;
        }
        // What shuts out the other port of an address it knows shuts out everybody else.
        if (otherPort == Outcome.SILENT && portHeard) {
            return Dependence.ADDRESS_AND_PORT_DEPENDENT;
        }
        return strangerShutOut ? Dependence.ADDRESS_DEPENDENT_OR_STRICTER : Dependence.UNKNOWN;
    }
}
