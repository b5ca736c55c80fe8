package dev.parley.turn;

import dev.parley.core.Transport;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunErrorCode;
import dev.parley.stun.StunWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends clients that want an allocation to other servers, RFC 8489 section 10, each to the next:
 * all of them, or those for whom there is no room. Only those who have proved who they are, so that
 * the answer carries a proof as well, and nobody learns of the other servers by asking.
 */
final class Redirection {
    private final ServerContext context;
    private final Answers answers;
    private final TurnLedger ledger;
    private final Endings endings;
    private int next;

    Redirection(ServerContext context, Answers answers, TurnLedger ledger, Endings endings) {
        this.context = context;
        this.answers = answers;
        this.ledger = ledger;
        this.endings = endings;
    }

    /** Whether the client was sent elsewhere, and so answered. */
    boolean redirect(ReplyTo to) {
        AlternateServer other = isLoaded() ? choose(to.path()) : null;
        if (other == null) {
            return false;
        }
        StunWriter answer = answers.error(to, StunErrorCode.TRY_ALTERNATE);
        if (answer != null) {
            answer.address(StunAttributeType.ALTERNATE_SERVER, other.address());
            if (other.domain() != null) {
                answer.text(StunAttributeType.ALTERNATE_DOMAIN, other.domain());
            }
            answers.send(to);
        }
        return true;
    }

    private boolean isLoaded() {
        int most = Math.min(context.config.alternateAbove(), context.config.quotas().allocations());
        return ledger.allocations() >= most || endings.isDraining();
    }

    private @Nullable AlternateServer choose(int path) {
        boolean v6 = context.paths.remote(path).ip().unmapped().v6();
        boolean tls = context.paths.transport(path) == Transport.TLS;
        List<AlternateServer> fitting =
                context.config.alternates().stream()
                        .filter(other -> other.tls() == tls && other.address().ip().v6() == v6)
                        .toList();
        return fitting.isEmpty() ? null : fitting.get(Math.floorMod(next++, fitting.size()));
    }
}
