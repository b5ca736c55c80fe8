package dev.parley.turn;

/**
 * Who made an authenticated request.
 *
 * @param username the USERNAME attribute
 * @param user what quotas and events count by
 * @param endsAt when the credential does, see {@link TurnUser#endsAt}
 * @param key the long-term key that proved it, a secret
 */
record Identity(String username, String user, long endsAt, Key key) {}
