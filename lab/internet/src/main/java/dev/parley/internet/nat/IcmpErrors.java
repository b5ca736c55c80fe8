package dev.parley.internet.nat;

import dev.parley.internet.DropReason;
import dev.parley.internet.Packet;

/** What holds for ICMP errors in every box. */
final class IcmpErrors {
    private IcmpErrors() {}

    /**
     * Whether what it quotes tells ports and addresses: not when it is corrupt (RFC 5508 REQ-3), of
     * another family, an error itself, or a fragment that has no ports.
     */
    static boolean isSound(Packet error, Packet quoted) {
        return !error.corrupt
                && quoted.v6 == error.v6
                && quoted.quoted == null
                && quoted.hasPorts();
    }

    /** Drops one about nothing that is known here. */
    static void drop(Packet error, Gate gate) {
        gate.drop(error, error.corrupt ? DropReason.CORRUPT : DropReason.ICMP_UNRELATED, 0);
    }
}
