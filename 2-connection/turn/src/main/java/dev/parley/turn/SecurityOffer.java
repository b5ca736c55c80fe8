package dev.parley.turn;

import dev.parley.core.Transport;
import dev.parley.stun.NonceCookie;
import dev.parley.stun.PasswordAlgorithm;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunReader;
import dev.parley.stun.StunWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a challenge offers, and whether a request took it up, RFC 8489 sections 9.2.1 and 9.2.4. The
 * offer is in the nonce, which is ours and cannot be altered; so a list of algorithms that somebody
 * on the path took away or changed is noticed when the client sends it back.
 */
final class SecurityOffer {
    /** What we take, best first. */
    private static final List<PasswordAlgorithm> ALGORITHMS =
            List.of(PasswordAlgorithm.SHA256, PasswordAlgorithm.MD5);

    /** PASSWORD-ALGORITHMS with its header. */
    static final int ALGORITHMS_BYTES = 4 + 4 * ALGORITHMS.size();

    /** The request says something about algorithms that does not fit the offer. */
    static final PasswordAlgorithm VIOLATED = new PasswordAlgorithm(0, 0);

    private final ServerContext context;

    SecurityOffer(ServerContext context) {
        this.context = context;
    }

    /** The feature bits for challenges to a client, or {@link NonceCookie#NONE}. */
    int bits(Transport transport) {
        if (!context.config.securityFeatures().offeredOver(transport)) {
            return NonceCookie.NONE;
        }
        return context.config.credentials().knowsUserHashes()
                ? NonceCookie.PASSWORD_ALGORITHMS | NonceCookie.USERNAME_ANONYMITY
                : NonceCookie.PASSWORD_ALGORITHMS;
    }

    /** Adds PASSWORD-ALGORITHMS to a challenge with these feature bits. */
    static void write(StunWriter challenge, int bits) {
        if (hasAlgorithms(bits)) {
            challenge.passwordAlgorithms(ALGORITHMS);
        }
    }

    /**
     * The algorithm that a request names.
     *
     * @param bits of its nonce, which is one of ours
     * @return null when it names none, as clients of RFC 5389 do; {@link #VIOLATED} when it is to
     *     be refused
     */
    static @Nullable PasswordAlgorithm named(StunReader request, int bits) {
        boolean list = request.has(StunAttributeType.PASSWORD_ALGORITHMS);
        boolean one = request.has(StunAttributeType.PASSWORD_ALGORITHM);
        if (!list && !one) {
            return null;
        }
        PasswordAlgorithm named = request.passwordAlgorithm();
        return hasAlgorithms(bits)
                        && named != null
                        && ALGORITHMS.contains(named)
                        && request.passwordAlgorithms().equals(ALGORITHMS)
                ? named
                : VIOLATED;
    }

    private static boolean hasAlgorithms(int bits) {
        return bits != NonceCookie.NONE && (bits & NonceCookie.PASSWORD_ALGORITHMS) != 0;
    }
}
