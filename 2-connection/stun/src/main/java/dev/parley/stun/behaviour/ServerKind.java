package dev.parley.stun.behaviour;

/** How much of RFC 5780 a server serves. */
public enum ServerKind {
    /** Nothing: it says from where it sees us. */
    PLAIN,
    /** One address and two ports: tells port-dependent behaviour from the rest. */
    ONE_ADDRESS,
    /** Two addresses and two ports. */
    TWO_ADDRESSES,
    UNKNOWN
}
