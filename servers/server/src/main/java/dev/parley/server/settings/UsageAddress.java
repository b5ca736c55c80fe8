package dev.parley.server.settings;

/** What a usage record says of a client's address. */
public enum UsageAddress {
    NETWORK,
    FULL,
    NONE
}
