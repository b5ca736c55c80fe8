package dev.parley.stun;

/**
 * The client's side of an authentication mechanism, RFC 8489 section 9: what it adds to requests
 * and how it checks responses. One object for one server, on the client's thread.
 */
public sealed interface StunCredential permits ShortTermCredential, LongTermCredential {

    /** Adds the attributes that say who we are, as far as that is known yet. */
    void identify(StunWriter request);

    /** Adds the integrity attributes; only FINGERPRINT may follow. */
    void seal(StunWriter request);

    /**
     * Whether the response may be believed: it was made by somebody who knows the password, or it
     * is one that the RFC lets go out without integrity.
     */
    boolean accepts(StunReader response);

    /**
     * Takes in a 401 or 438.
     *
     * @return whether a new request, made after this, has a chance
     */
    boolean onChallenge(StunReader response);
}
