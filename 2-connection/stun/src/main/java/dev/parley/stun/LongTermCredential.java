package dev.parley.stun;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The long-term credential mechanism, RFC 8489 section 9.2: a first request goes out bare, the
 * server answers 401 with realm and nonce, and from then on requests carry them. A server that says
 * so gets the first algorithm of its list that we know, MESSAGE-INTEGRITY-SHA256 and a hashed user
 * name.
 *
 * <p>What a server has offered once it goes on offering: a challenge without it is not followed,
 * since somebody on the path may have made it (section 9.2.1).
 */
public final class LongTermCredential implements StunCredential {
    /** The two registered algorithms take eight. */
    private static final int MAX_OFFERED_BYTES = 256;

    private final String username;
    private final String password;
    private String realm = "";
    private String nonce = "";
    private byte @Nullable [] userHash;
    private byte @Nullable [] offered; // PASSWORD-ALGORITHMS, to be sent back as it came
    private @Nullable PasswordAlgorithm chosen; // null: the rules of RFC 5389
    private @Nullable MessageIntegrity key; // null: not challenged yet

    public LongTermCredential(String username, String password) {
        this.username = StunWriter.checkedText(StunAttributeType.USERNAME, username);
        this.password = password;
    }

    /** Whether the server has named its realm and nonce. */
    public boolean isChallenged() {
        return key != null;
    }

    @Override
    public boolean onChallenge(StunReader response) {
        boolean stale = response.errorCode() == StunErrorCode.STALE_NONCE;
        String newRealm = response.text(StunAttributeType.REALM);
        String newNonce = response.text(StunAttributeType.NONCE);
        if (newRealm == null && stale) {
            newRealm = realm;
        }
        if (newRealm == null || newNonce == null) {
            return false;
        }
        // The same realm refuses what was sent: another try would be refused as well.
        if (!stale && isChallenged() && newRealm.equals(realm)) {
            return false;
        }
        int features = Math.max(0, NonceCookie.read(newNonce));
        byte[] list = response.bytes(StunAttributeType.PASSWORD_ALGORITHMS);
        boolean promised = (features & NonceCookie.PASSWORD_ALGORITHMS) != 0;
        if (list == null && (promised || chosen != null)) {
            return false; // somebody took it away
        }
        PasswordAlgorithm best = null;
        if (list != null) {
            best = firstKnown(response.passwordAlgorithms());
            if (best == null || list.length > MAX_OFFERED_BYTES) {
                return false;
            }
        }
        boolean anonymous = (features & NonceCookie.USERNAME_ANONYMITY) != 0;
        if (userHash != null && !anonymous && newRealm.equals(realm)) {
            return false; // we would show a name that was hidden
        }
        realm = newRealm;
        nonce = newNonce;
        offered = list;
        chosen = best;
        userHash = anonymous ? UserHash.of(username, newRealm) : null;
        key =
                new MessageIntegrity(
                        LongTermKey.of(
                                best == null ? PasswordAlgorithm.MD5 : best,
                                username,
                                newRealm,
                                password));
        return true;
    }

    /** The list is in the order of the server's preference. */
    private static @Nullable PasswordAlgorithm firstKnown(List<PasswordAlgorithm> algorithms) {
        for (PasswordAlgorithm algorithm : algorithms) {
            if (algorithm.isKnown()) {
                return algorithm;
            }
        }
        return null;
    }

    @Override
    public void identify(StunWriter request) {
        if (key == null) {
            return;
        }
        if (userHash == null) {
            request.text(StunAttributeType.USERNAME, username);
        } else {
            request.bytes(StunAttributeType.USERHASH, userHash);
        }
        request.text(StunAttributeType.REALM, realm).text(StunAttributeType.NONCE, nonce);
        if (chosen != null && offered != null) {
            request.bytes(StunAttributeType.PASSWORD_ALGORITHMS, offered).passwordAlgorithm(chosen);
        }
    }

    @Override
    public void seal(StunWriter request) {
        if (key == null) {
            return;
        }
        if (chosen == null) {
            request.messageIntegrity(key);
        } else {
            request.messageIntegritySha256(key);
        }
    }

    /**
     * Before the first challenge nothing can be verified; later, only the challenges that a server
     * sends before it knows who asks have no integrity. A 400 without it is ignored like any other
     * answer (section 9.2.5).
     */
    @Override
    public boolean accepts(StunReader response) {
        int code = response.messageClass() == StunClass.ERROR ? response.errorCode() : 0;
        if (code == StunErrorCode.UNAUTHENTICATED || code == StunErrorCode.STALE_NONCE) {
            return true;
        }
        if (isStripped(response)) {
            return false;
        }
        MessageIntegrity known = key;
        if (known == null) {
            return true;
        }
        boolean wide = chosen != null || response.has(StunAttributeType.MESSAGE_INTEGRITY_SHA256);
        return wide ? response.verifyIntegritySha256(known) : response.verifyIntegrity(known);
    }

    /** Whether the nonce promises a list of algorithms that is not there. */
    private static boolean isStripped(StunReader response) {
        String nonce = response.text(StunAttributeType.NONCE);
        return nonce != null
                && (Math.max(0, NonceCookie.read(nonce)) & NonceCookie.PASSWORD_ALGORITHMS) != 0
                && !response.has(StunAttributeType.PASSWORD_ALGORITHMS);
    }
}
