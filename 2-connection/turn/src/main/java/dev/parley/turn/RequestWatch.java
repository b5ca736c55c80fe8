package dev.parley.turn;

import dev.parley.core.IpAddress;

/**
 * Whose requests the owner of a server wants to hear of, as {@link TurnEvent.Attempt}: what a
 * server saw of a client is the half of a diagnosis that the client cannot know.
 *
 * <p>Called on the core's thread for requests of anybody: must be quick and keep nothing.
 */
public interface RequestWatch {
    /** Nobody's. */
    RequestWatch NOBODY =
            new RequestWatch() {
                @Override
                public boolean wantsNamed(String username) {
                    return false;
                }

                @Override
                public boolean wantsNameless(IpAddress client) {
                    return false;
                }
            };

    /**
     * Whether to tell of a request with this USERNAME, proven or not: a long-term user name, or the
     * two fragments of an ICE check with a colon between them (RFC 8445 section 7.2.2).
     */
    boolean wantsNamed(String username);

    /** Whether to tell of a request without USERNAME, the first of any TURN client, from there. */
    boolean wantsNameless(IpAddress client);
}
