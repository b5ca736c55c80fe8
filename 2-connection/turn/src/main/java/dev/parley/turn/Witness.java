package dev.parley.turn;

import dev.parley.core.TransportAddress;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunMethod;
import dev.parley.stun.StunReader;
import dev.parley.turn.TurnEvent.Attempt.Verdict;
import org.jspecify.annotations.Nullable;

/** Tells the owner of requests that he watches for, see {@link RequestWatch}. */
final class Witness {
    private final ServerContext context;
    private RequestWatch watch = RequestWatch.NOBODY;

    Witness(ServerContext context) {
        this.context = context;
    }

    void watch(RequestWatch watch) {
        this.watch = watch;
    }

    /** Whether anybody watches; if not, nobody needs to know a name. */
    boolean isWatching() {
        return !watch.equals(RequestWatch.NOBODY);
    }

    /** A Binding request with a name is an ICE check; one without tells nobody apart. */
    void binding(int path, StunReader request) {
        if (isWatching() && request.has(StunAttributeType.USERNAME)) {
            named(path, StunMethod.BINDING, request.text(StunAttributeType.USERNAME), Verdict.OPEN);
        }
    }

    void named(int path, int method, @Nullable String username, Verdict verdict) {
        if (username != null && watch.wantsNamed(username)) {
            tell(path, method, username, verdict);
        }
    }

    void nameless(int path, int method, TransportAddress client, Verdict verdict) {
        if (watch.wantsNameless(client.ip())) {
            tell(path, method, null, verdict);
        }
    }

    private void tell(int path, int method, @Nullable String username, Verdict verdict) {
        context.emit(
                new TurnEvent.Attempt(
                        username,
                        context.paths.remote(path),
                        context.paths.transport(path),
                        method,
                        verdict));
    }
}
