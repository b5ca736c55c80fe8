package dev.parley.internet;

/** Why a packet went no further. */
public enum DropReason {
    /** A router knows no way to that address. */
    NO_ROUTE,
    /** A private or otherwise not public address in the internet's core. */
    NOT_PUBLIC,
    HOP_LIMIT,
    /** The link lost it. */
    LOST,
    QUEUE_FULL,
    /** The queue dropped it since packets waited too long (CoDel). */
    QUEUE_DELAY,
    /** Larger than the link's MTU, and not to be fragmented. */
    TOO_BIG,
    /** A bit flipped: the checksum does not fit. */
    CORRUPT,
    /** Nobody has that address here any more. */
    NO_SUCH_ADDRESS,
    /** The host has no socket for it. */
    NO_SOCKET,
    /** Fragments whose others never came, or that make no packet. */
    INCOMPLETE,

    /** The firewall lets no UDP pass. */
    UDP_BLOCKED,
    /** The firewall lets no connection to that port pass. */
    TCP_PORT_BLOCKED,
    /** Only the proxy may open connections. */
    PROXY_ONLY,
    /** The firewall: nobody inside asked for it. */
    UNSOLICITED,

    /** The NAT has no mapping for that port. */
    NO_MAPPING,
    /** There is a mapping, but its machine never sent to that address. */
    FILTERED_BY_ADDRESS,
    /** There is a mapping, but its machine never sent to that address and port. */
    FILTERED_BY_PORT,
    /** No port is left for another mapping. */
    PORTS_EXHAUSTED,
    /** The table is full. */
    TABLE_FULL,
    /** From inside to an outside address of the same NAT, which does not hairpin. */
    NO_HAIRPIN,
    /** The NAT takes no fragments, or none out of order. */
    FRAGMENT,
    /** The NAT does not translate ICMP errors, or this one is about no mapping. */
    ICMP_UNRELATED,
    /** It came for the gateway itself, which drops what it did not ask for. */
    GATEWAY_INPUT,
    /** IPv4 and IPv6 do not meet here. */
    FAMILY
}
