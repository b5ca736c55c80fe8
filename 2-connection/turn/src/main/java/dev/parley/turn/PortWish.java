package dev.parley.turn;

/** Which port an Allocate asks for, RFC 8656 section 18.6 (EVEN-PORT). */
enum PortWish {
    ANY,
    EVEN,
    /** An even port, and the one above kept for later. */
    EVEN_AND_NEXT
}
