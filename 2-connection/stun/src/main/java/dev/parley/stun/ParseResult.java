package dev.parley.stun;

/** What {@link StunReader#parse} found: a message, or why the bytes are none. */
public enum ParseResult {
    OK,
    /** Fewer than the 20 bytes of a header. */
    TOO_SHORT,
    /** The first two bits are not zero: some other protocol, or RFC 5764's. */
    NOT_STUN,
    /** The magic cookie is missing: other protocols, and RFC 3489's clients. */
    NO_MAGIC_COOKIE,
    /** The length field is not a multiple of four. */
    LENGTH_UNALIGNED,
    /** The length field says something else than the number of bytes that came. */
    LENGTH_MISMATCH,
    /** An attribute reaches beyond the message. */
    ATTRIBUTE_OVERRUN,
    /** More than {@link StunReader#MAX_ATTRIBUTES}. */
    TOO_MANY_ATTRIBUTES
}
