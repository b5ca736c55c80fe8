package dev.parley.stun.behaviour;

/**
 * How outside ports looked, RFC 4787 section 4.2. A hint from a few samples: another NAT may look
 * the same by chance.
 */
public enum PortChoice {
    /** The same as inside. */
    PRESERVED,
    /** Each a little higher than the one before. */
    SEQUENTIAL,
    /** Even for even and odd for odd. */
    PARITY,
    /** No rule was seen. */
    IRREGULAR,
    /** Too few were seen. */
    UNKNOWN
}
