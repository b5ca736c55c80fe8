package dev.parley.turn;

import dev.parley.core.TransportAddress;
import dev.parley.stun.MessageIntegrity;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunErrorCode;
import dev.parley.stun.StunMethod;
import dev.parley.stun.StunReader;
import dev.parley.turn.TurnEvent.Attempt.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * The long-term credential mechanism, RFC 8489 section 9.2, without memory for strangers and with
 * answers that are hardly longer than their requests.
 *
 * <p>DEVIATION: a request without credentials that could not succeed anyway is told so at once, by
 * 400 or 437 in 28 bytes, instead of being challenged by 60.
 */
final class Authenticator {
    private static final byte[] ANY_KEY = {0};
    private static final int FINGERPRINT_BYTES = 8;

    private final ServerContext context;
    private final Answers answers;
    private final Nonces nonces;
    private final ChallengeLimiter limiter;
    private final MessageIntegrity integrity = new MessageIntegrity(ANY_KEY);

    Authenticator(ServerContext context, Answers answers, Nonces nonces, ChallengeLimiter limiter) {
        this.context = context;
        this.answers = answers;
        this.nonces = nonces;
        this.limiter = limiter;
    }

    /**
     * Finds out who asks.
     *
     * @param allocation what stands on the path of the request, if anything
     * @return null when that failed; then the request is answered already, or not worth it
     */
    @Nullable Identity identify(
            long now, ReplyTo to, StunReader request, @Nullable Allocation allocation) {
        if (!request.has(StunAttributeType.MESSAGE_INTEGRITY)) {
            answerStranger(now, to, request, allocation);
            return null;
        }
        TransportAddress client = context.paths.remote(to.path());
        String username = request.text(StunAttributeType.USERNAME);
        int nonce = request.find(StunAttributeType.NONCE);
        if (username == null
                || nonce == StunReader.ABSENT
                || !request.has(StunAttributeType.REALM)) {
            refuse(now, to, client, StunErrorCode.BAD_REQUEST);
            return null;
        }
        boolean fresh =
                nonces.accepts(
                        client,
                        context.clock.epochSeconds(now),
                        request.buffer(),
                        request.valueOffset(nonce),
                        request.valueLength(nonce));
        if (!fresh) {
            context.witness.named(to.path(), to.method(), username, Verdict.STALE_NONCE);
            challenge(now, to, client, StunErrorCode.STALE_NONCE);
            return null;
        }
        Identity identity = verify(now, to, request, username, allocation);
        if (identity == null) {
            challenge(now, to, client, StunErrorCode.UNAUTHENTICATED);
        }
        return identity;
    }

    private @Nullable Identity verify(
            long now,
            ReplyTo to,
            StunReader request,
            String username,
            @Nullable Allocation allocation) {
        // An allocation keeps the key that it was made with: rotating a secret, or the end of a
        // time-limited credential, does not cut a call.
        if (allocation != null && allocation.owner.username().equals(username)) {
            return isSealedWith(request, allocation.owner.key()) ? allocation.owner : null;
        }
        TurnUser user =
                context.config.credentials().lookUp(username, context.clock.epochSeconds(now));
        if (user != null) {
            for (byte[] bytes : user.keys()) {
                Key key = new Key(bytes);
                if (isSealedWith(request, key)) {
                    context.witness.named(to.path(), to.method(), username, Verdict.PROVEN);
                    return new Identity(username, user.name(), key);
                }
            }
        }
        context.witness.named(
                to.path(),
                to.method(),
                username,
                user == null ? Verdict.UNKNOWN_USER : Verdict.WRONG_KEY);
        return null;
    }

    private boolean isSealedWith(StunReader request, Key key) {
        return request.verifyIntegrity(integrity.rekey(key.bytes()));
    }

    private void answerStranger(
            long now, ReplyTo to, StunReader request, @Nullable Allocation allocation) {
        TransportAddress client = context.paths.remote(to.path());
        boolean allocate = to.method() == StunMethod.ALLOCATE;
        int length = request.length() - (to.fingerprint() ? FINGERPRINT_BYTES : 0);
        if (!allocate && allocation == null) {
            refuse(now, to, client, StunErrorCode.ALLOCATION_MISMATCH);
        } else if (length < TurnServerConfig.SMALLEST_CHALLENGED_BYTES
                || (allocate && !request.has(StunAttributeType.REQUESTED_TRANSPORT))) {
            refuse(now, to, client, StunErrorCode.BAD_REQUEST);
        } else {
            boolean answered = challenge(now, to, client, StunErrorCode.UNAUTHENTICATED);
            context.witness.nameless(
                    to.path(),
                    to.method(),
                    client,
                    answered ? Verdict.CHALLENGED : Verdict.LIMITED);
        }
    }

    private void refuse(long now, ReplyTo to, TransportAddress client, int code) {
        if (mayAnswer(now, client)) {
            answers.refuse(to, code);
        }
    }

    private boolean challenge(long now, ReplyTo to, TransportAddress client, int code) {
        boolean answered = mayAnswer(now, client);
        if (answered) {
            answers.challenge(to, code, nonces.make(client, context.clock.epochSeconds(now)));
        }
        return answered;
    }

    private boolean mayAnswer(long now, TransportAddress client) {
        boolean permitted = limiter.permits(now, client.ip());
        if (!permitted) {
            context.counters.count(TurnCounter.CHALLENGES_LIMITED);
        }
        return permitted;
    }
}
