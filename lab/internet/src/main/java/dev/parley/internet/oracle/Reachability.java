package dev.parley.internet.oracle;

/** How two machines can talk, best first. */
public enum Reachability {
    /** By host or server-reflexive addresses, whoever sends first. */
    DIRECT,
    /** Directly or not by who sends first, as behind Linux's masquerade without an input filter. */
    PACKET_ORDER,
    /** Directly only for one who foresees which port a NAT lends next. */
    PORT_PREDICTION,
    RELAY_UDP,
    RELAY_TCP,
    RELAY_TLS,
    /** Not at all. */
    NONE;

    /** Whether it takes a relay. */
    public boolean isRelayed() {
        return this == RELAY_UDP || this == RELAY_TCP || this == RELAY_TLS;
    }
}
