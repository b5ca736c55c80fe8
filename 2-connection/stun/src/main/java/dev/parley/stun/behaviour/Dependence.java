package dev.parley.stun.behaviour;

/**
 * What a NAT's decision depends on beside the inside endpoint, RFC 4787 sections 4.1 and 5: which
 * outside endpoint a packet gets (mapping), or which outside senders may use one (filtering).
 */
public enum Dependence {
    /** On nothing else. */
    ENDPOINT_INDEPENDENT,
    /** On the other side's address. */
    ADDRESS_DEPENDENT,
    /** On the other side's address and port. */
    ADDRESS_AND_PORT_DEPENDENT,
    /** One of the first two: a server with one address cannot tell them apart. */
    ENDPOINT_INDEPENDENT_OR_ADDRESS_DEPENDENT,
    /** One of the last two: not all of the server's sockets could be reached. */
    ADDRESS_DEPENDENT_OR_STRICTER,
    /** Nothing could be learned. */
    UNKNOWN
}
