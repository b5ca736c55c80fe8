package dev.parley.turn;

import dev.parley.core.TransportAddress;
import org.jspecify.annotations.Nullable;

/** A number that stands for one peer of an allocation, RFC 8656 section 12. */
final class Channel implements Expiring {
    /** The numbers that may be bound, both ends included. */
    static final int FIRST = 0x4000;

    /**
     * DEVIATION: RFC 8656 section 12 ends at 0x4FFF and reserves the rest. Clients written for RFC
     * 5766, where all of it could be bound, are still in use, and some take it at its word and bind
     * 0x7FFF, too; the first two bits tell channel data from STUN either way.
     */
    static final int LAST = 0x7FFF;

    /** Channel number and length. */
    static final int HEADER_BYTES = 4;

    final Relay relay;
    final int number;
    final int peerPath;
    final TransportAddress peer;

    int timer;
    long expiresAt;

    /** There while the permission is: what may pass. */
    @Nullable Permission permission;

    /** There while data may pass, see {@link Flows}. */
    @Nullable Flow flow;

    /** Whether the plane was asked to take the flow on. */
    boolean offered;

    /** Whether it did. */
    boolean accelerated;

    Channel(Relay relay, int number, int peerPath, TransportAddress peer) {
        this.relay = relay;
        this.number = number;
        this.peerPath = peerPath;
        this.peer = peer;
    }

    static boolean isNumber(int number) {
        return number >= FIRST && number <= LAST;
    }
}
