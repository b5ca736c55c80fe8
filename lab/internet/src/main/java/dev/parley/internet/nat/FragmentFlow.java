package dev.parley.internet.nat;

import dev.parley.internet.DropReason;
import dev.parley.internet.Packet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fragments of one packet: what became of the first one, or who waits for it. */
final class FragmentFlow {
    enum Door {
        OUTWARD,
        INWARD,
        DROP
    }

    // As they arrive.
    final long srcHigh;
    final long srcLow;
    final long dstHigh;
    final long dstLow;
    final long word;

    long until;
    final List<Packet> held = new ArrayList<>(0);
    @Nullable FragmentFlow previous;
    @Nullable FragmentFlow next;

    // What became of the first one.
    @Nullable Door door;
    DropReason reason = DropReason.FRAGMENT;
    int row;
    private boolean v6;
    long leavingSrcHigh;
    long leavingSrcLow;
    long leavingDstHigh;
    long leavingDstLow;
    int leavingId;
    long leavingWord; // its key among those that leave

    FragmentFlow(Packet packet, long word) {
        srcHigh = packet.srcHigh;
        srcLow = packet.srcLow;
        dstHigh = packet.dstHigh;
        dstLow = packet.dstLow;
        this.word = word;
    }

    /** Keeps how the first one leaves. */
    void leaves(Packet first, Door through, int byRow) {
        door = through;
        row = byRow;
        v6 = first.v6;
        leavingSrcHigh = first.srcHigh;
        leavingSrcLow = first.srcLow;
        leavingDstHigh = first.dstHigh;
        leavingDstLow = first.dstLow;
        leavingId = first.fragmentId;
    }

    /** Does to a later one what was done to the first one, and lets it go the same way. */
    void follow(Packet packet, Gate gate) {
        Door way = door;
        if (way == null) {
            throw new IllegalStateException("the first fragment has not come");
        }
        if (way == Door.DROP) {
            gate.drop(packet, reason, row);
            return;
        }
        if (packet.v6 != v6) {
            packet.dontFragment = false;
        }
        packet.source(v6, leavingSrcHigh, leavingSrcLow, 0);
        packet.destination(leavingDstHigh, leavingDstLow, 0);
        packet.fragmentId = leavingId;
        if (way == Door.OUTWARD) {
            gate.outward(packet, row);
        } else {
            gate.inward(packet, row);
        }
    }
}
