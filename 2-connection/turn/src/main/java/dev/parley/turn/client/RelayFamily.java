package dev.parley.turn.client;

/** Of which address families relays are asked for, RFC 8656 sections 18.8 and 18.11. */
public enum RelayFamily {
    /** Nothing is said: IPv4 by the RFC. */
    UNSPECIFIED,
    IPV4,
    IPV6,
    /** One relay of each; it may become one of IPv4 alone. */
    BOTH
}
