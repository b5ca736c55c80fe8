/**
 * STUN, RFC 8489: reading and writing messages, integrity, Binding transactions.
 *
 * <p>The codec knows every attribute of RFC 8489 (STUN), RFC 8656 (TURN), RFC 5780 (NAT behaviour)
 * and RFC 8445 (ICE).
 */
package dev.parley.stun;
