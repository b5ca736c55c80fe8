package dev.parley.stun;

/**
 * ADDRESS-ERROR-CODE of RFC 8656 section 18.12: why one of two requested families was not served.
 *
 * @param family {@link AddressFamily}
 * @param code see {@link StunErrorCode}
 */
public record AddressErrorCode(int family, int code) {}
