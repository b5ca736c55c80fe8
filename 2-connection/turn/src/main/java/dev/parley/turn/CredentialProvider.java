package dev.parley.turn;

import dev.parley.stun.PasswordAlgorithm;
import org.jspecify.annotations.Nullable;

/**
 * Tells who a user name is. Asked on the thread of the core, so it must not block: names that are
 * looked up elsewhere are to be fetched before.
 */
@FunctionalInterface
public interface CredentialProvider {

    /**
     * Finds a user.
     *
     * @param username the USERNAME attribute, unproven: whatever somebody sent
     * @param algorithm the keys of the user shall be made with, one that {@link
     *     PasswordAlgorithm#isKnown}
     * @param epochSeconds the time of day, for credentials that end
     * @return the user, or null when there is none by that name or the credential ended
     */
    @Nullable TurnUser lookUp(String username, PasswordAlgorithm algorithm, long epochSeconds);

    /**
     * The user name that a USERHASH stands for (RFC 8489 section 14.4), or null when none is known.
     *
     * @param userHash 32 bytes, unproven
     */
    default @Nullable String nameOf(byte[] userHash) {
        return null;
    }

    /**
     * Whether challenges shall say that USERHASH is taken. Clients that know it must then use it,
     * so {@link #nameOf} has to know every user.
     */
    default boolean knowsUserHashes() {
        return false;
    }
}
