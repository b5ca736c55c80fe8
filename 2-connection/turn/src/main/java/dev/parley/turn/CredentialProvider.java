package dev.parley.turn;

import org.jspecify.annotations.Nullable;

/**
 * Knows the users of a realm. Asked on the core's thread for every Allocate, so it answers from
 * memory; {@link TurnCredentials} is the usual one.
 */
@FunctionalInterface
public interface CredentialProvider {

    /**
     * Finds a user.
     *
     * @param username the USERNAME attribute, unproven: whatever somebody sent
     * @param epochSeconds the time of day, for credentials that end
     * @return the user, or null when there is none by that name or the credential ended
     */
    @Nullable TurnUser lookUp(String username, long epochSeconds);
}
