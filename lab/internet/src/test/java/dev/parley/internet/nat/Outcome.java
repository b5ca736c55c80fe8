package dev.parley.internet.nat;

import dev.parley.core.TransportAddress;
import dev.parley.internet.DropReason;
import dev.parley.internet.Packet;
import org.jspecify.annotations.Nullable;

/** What a box did with a packet. */
record Outcome(Door door, Packet packet, @Nullable DropReason reason, int row) {
    enum Door {
        OUTWARD,
        INWARD,
        DROP
    }

    boolean isOutward() {
        return door == Door.OUTWARD;
    }

    boolean isInward() {
        return door == Door.INWARD;
    }

    TransportAddress source() {
        return packet.source();
    }

    TransportAddress destination() {
        return packet.destination();
    }

    /** What is quoted by the ICMP error that this is. */
    Packet quoted() {
        Packet quoted = packet.quoted;
        if (quoted == null) {
            throw new AssertionError("not an ICMP error: " + this);
        }
        return quoted;
    }

    @Override
    public String toString() {
        return door
                + (reason == null ? "" : " " + reason)
                + " "
                + packet.protocol
                + " "
                + source()
                + " > "
                + destination()
                + " row "
                + row;
    }
}
