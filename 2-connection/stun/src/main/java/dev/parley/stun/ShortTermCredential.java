package dev.parley.stun;

/**
 * The short-term credential mechanism, RFC 8489 section 9.1, as ICE uses it. Requests carry both
 * integrity attributes, because a server of RFC 5389 looks at the first only.
 */
public final class ShortTermCredential implements StunCredential {
    private final String username;
    private final MessageIntegrity key;

    public ShortTermCredential(String username, String password) {
        this.username = StunWriter.checkedText(StunAttributeType.USERNAME, username);
        key = new MessageIntegrity(ShortTermKey.of(password));
    }

    @Override
    public void identify(StunWriter request) {
        request.text(StunAttributeType.USERNAME, username);
    }

    @Override
    public void seal(StunWriter request) {
        request.messageIntegrity(key).messageIntegritySha256(key);
    }

    @Override
    public boolean accepts(StunReader response) {
        return response.has(StunAttributeType.MESSAGE_INTEGRITY_SHA256)
                ? response.verifyIntegritySha256(key)
                : response.verifyIntegrity(key);
    }

    /** There is nothing to learn from a refusal: the password is wrong. */
    @Override
    public boolean onChallenge(StunReader response) {
        return false;
    }
}
