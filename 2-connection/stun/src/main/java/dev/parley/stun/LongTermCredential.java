package dev.parley.stun;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The long-term credential mechanism, RFC 8489 section 9.2: a first request goes out bare, the
 * server answers 401 with realm and nonce, and from then on requests carry them. A server that says
 * so in its nonce gets SHA-256 and a hashed user name.
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
        PasswordAlgorithm best = null;
        byte[] list = null;
        if ((features & NonceCookie.PASSWORD_ALGORITHMS) != 0) {
            best = best(response.passwordAlgorithms());
            list = response.bytes(StunAttributeType.PASSWORD_ALGORITHMS);
            // The nonce promises a list: without one, somebody on the path took it away.
            if (best == null || list == null || list.length > MAX_OFFERED_BYTES) {
                return false;
            }
        }
        boolean anonymous = (features & NonceCookie.USERNAME_ANONYMITY) != 0;
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

    private static @Nullable PasswordAlgorithm best(List<PasswordAlgorithm> algorithms) {
        if (algorithms.contains(PasswordAlgorithm.SHA256)) {
            return PasswordAlgorithm.SHA256;
        }
        return algorithms.contains(PasswordAlgorithm.MD5) ? PasswordAlgorithm.MD5 : null;
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
     * Before the first challenge nothing can be verified; later, refusals that a server sends
     * before it knows who asks have no integrity (section 9.2.4).
     */
    @Override
    public boolean accepts(StunReader response) {
        MessageIntegrity known = key;
        if (known == null) {
            return true;
        }
        if (response.messageClass() == StunClass.ERROR) {
            int code = response.errorCode();
            if (code == StunErrorCode.BAD_REQUEST
                    || code == StunErrorCode.UNAUTHENTICATED
                    || code == StunErrorCode.STALE_NONCE) {
                return true;
            }
        }
        return chosen == null
                ? response.verifyIntegrity(known)
                : response.verifyIntegritySha256(known);
    }
}
