package dev.parley.stun;

/**
 * ICMP of RFC 8656 section 18.13: what a relayed datagram met on its way.
 *
 * @param type the ICMP type, 7 bits
 * @param code the ICMP code, 9 bits
 * @param data the ICMP message's own 32 bits, such as the next hop's MTU
 */
public record IcmpError(int type, int code, int data) {}
