package dev.parley.server.check;

import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;

/**
 * Something of a check that arrived here.
 *
 * @param from its source, as this server sees it
 * @param tag the character after the check's id, which tells one attempt from another; {@link
 *     #NAMELESS} when it carried no id, and only its address speaks for it
 * @param expiredSeconds how long the key had been over, or 0
 */
record Sighting(
        TransportAddress from, Transport transport, What what, char tag, long expiredSeconds) {

    static final char NAMELESS = '-';

    boolean isNameless() {
        return tag == NAMELESS;
    }

    /** What it was, and what became of it. */
    enum What {
        /** A STUN request, answered. */
        STUN,
        /** A first TURN request, answered with the question who it is. */
        CHALLENGED,
        /** The same, not answered: too many came from that network. */
        LIMITED,
        STALE_NONCE,
        WRONG_KEY,
        EXPIRED,
        UNKNOWN_USER,
        KEY_RIGHT,
        /** A relay was lent. */
        LENT,
        /** Refused: there are enough relays. */
        QUOTA,
        /** A TLS handshake that the other side gave up. */
        TLS_REFUSED
    }
}
