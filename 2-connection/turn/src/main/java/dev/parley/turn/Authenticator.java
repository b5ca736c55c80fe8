package dev.parley.turn;

import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import dev.parley.stun.MessageIntegrity;
import dev.parley.stun.PasswordAlgorithm;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunErrorCode;
import dev.parley.stun.StunMethod;
import dev.parley.stun.StunReader;
import dev.parley.stun.UserHash;
import dev.parley.turn.TurnEvent.Attempt.Verdict;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The long-term credential mechanism, RFC 8489 section 9.2, without memory for strangers and with
 * answers that are hardly longer than their requests.
 *
 * <p>DEVIATION: the nonce is checked before name and integrity, so that a forged request costs no
 * HMAC; who has both wrong learns of the nonce first. A challenge without security features has no
 * nonce cookie, since 13 bytes that say "none" would only make it longer.
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
    private final SecurityOffer offer;
    private final MessageIntegrity integrity = new MessageIntegrity(ANY_KEY);

    Authenticator(ServerContext context, Answers answers, Nonces nonces, ChallengeLimiter limiter) {
        this.context = context;
        this.answers = answers;
        this.nonces = nonces;
        this.limiter = limiter;
        offer = new SecurityOffer(context);
    }

    /**
     * Finds out who asks.
     *
     * @param allocation what stands on the path of the request, if anything
     * @param elsewhere whether another shard has the allocation, and will ask again: then a
     *     credential whose time is over is good enough, as the allocation may have been made with
     *     it
     * @return null when that failed; then the request is answered already, or not worth it
     */
    @Nullable Identity identify(
            long now,
            ReplyTo to,
            StunReader request,
            @Nullable Allocation allocation,
            boolean elsewhere) {
        if (!request.has(StunAttributeType.MESSAGE_INTEGRITY)
                && !request.has(StunAttributeType.MESSAGE_INTEGRITY_SHA256)) {
            answerStranger(now, to, request, allocation);
            return null;
        }
        TransportAddress client = context.paths.remote(to.path());
        int nonce = request.find(StunAttributeType.NONCE);
        if (request.has(StunAttributeType.USERNAME) == request.has(StunAttributeType.USERHASH)
                || nonce == StunReader.ABSENT
                || !request.has(StunAttributeType.REALM)) {
            refuse(now, to, client, StunErrorCode.BAD_REQUEST);
            return null;
        }
        int features =
                nonces.check(
                        client,
                        context.paths.transport(to.path()).isStream(),
                        context.clock.epochSeconds(now),
                        request.buffer(),
                        request.valueOffset(nonce),
                        request.valueLength(nonce));
        if (features == Nonces.INVALID) {
            if (context.witness.isWatching()) {
                context.witness.named(
                        to.path(), to.method(), username(request, allocation), Verdict.STALE_NONCE);
            }
            challenge(now, to, client, StunErrorCode.STALE_NONCE);
            return null;
        }
        PasswordAlgorithm named = SecurityOffer.named(request, features);
        if (SecurityOffer.VIOLATED.equals(named)) {
            refuse(now, to, client, StunErrorCode.BAD_REQUEST);
            return null;
        }
        String username = username(request, allocation);
        long goodAt = elsewhere ? 0 : context.clock.epochSeconds(now);
        Identity identity =
                username == null ? null : verify(goodAt, to, request, username, named, allocation);
        if (identity == null) {
            challenge(now, to, client, StunErrorCode.UNAUTHENTICATED);
        }
        return identity;
    }

    /** Who the request says it is from; null when nobody is called so. */
    private @Nullable String username(StunReader request, @Nullable Allocation allocation) {
        byte[] hash = request.bytes(StunAttributeType.USERHASH);
        if (hash == null) {
            return request.text(StunAttributeType.USERNAME);
        }
        if (hash.length != UserHash.BYTES) {
            return null;
        }
        if (allocation != null) {
            String owner = allocation.owner.username();
            if (Arrays.equals(hash, UserHash.of(owner, context.config.realm()))) {
                return owner;
            }
        }
        return context.config.credentials().nameOf(hash);
    }

    /**
     * @param goodAt when the credential has to be good, unless the allocation was made with it
     * @param named the algorithm that the request names, null for the rules of RFC 5389
     */
    private @Nullable Identity verify(
            long goodAt,
            ReplyTo to,
            StunReader request,
            String username,
            @Nullable PasswordAlgorithm named,
            @Nullable Allocation allocation) {
        // An allocation keeps the key that it was made with: rotating a secret, or the end of a
        // time-limited credential, does not cut a call.
        if (allocation != null
                && allocation.owner.username().equals(username)
                && Objects.equals(allocation.owner.key().agreed(), named)) {
            return isSealedWith(request, allocation.owner.key()) ? allocation.owner : null;
        }
        TurnUser user =
                context.config
                        .credentials()
                        .lookUp(username, named == null ? PasswordAlgorithm.MD5 : named, goodAt);
        if (user != null) {
            for (byte[] bytes : user.keys()) {
                Key key = new Key(bytes, named);
                if (isSealedWith(request, key)) {
                    context.witness.named(to.path(), to.method(), username, Verdict.PROVEN);
                    return new Identity(username, user.name(), user.endsAt(), key);
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

    /** Where both integrity attributes are there, the stronger one counts alone. */
    private boolean isSealedWith(StunReader request, Key key) {
        integrity.rekey(key.bytes());
        return request.has(StunAttributeType.MESSAGE_INTEGRITY_SHA256)
                ? request.verifyIntegritySha256(integrity)
                : request.verifyIntegrity(integrity);
    }

    private void answerStranger(
            long now, ReplyTo to, StunReader request, @Nullable Allocation allocation) {
        TransportAddress client = context.paths.remote(to.path());
        boolean allocate = to.method() == StunMethod.ALLOCATE;
        int length = request.length() - (to.fingerprint() ? FINGERPRINT_BYTES : 0);
        boolean bind = to.method() == StunMethod.CONNECTION_BIND;
        // What a ticket names may be in another core, so that only who has proved it may ask.
        boolean byTicket = context.config.mobility() && Mobility.concerns(request);
        if (!allocate && !bind && !byTicket && allocation == null) {
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
            Transport transport = context.paths.transport(to.path());
            int features = offer.bits(transport);
            byte[] nonce =
                    nonces.make(
                            client,
                            transport.isStream(),
                            context.clock.epochSeconds(now),
                            features);
            answers.challenge(to, code, nonce, features);
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
