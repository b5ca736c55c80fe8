package dev.parley.internet.trace;

import java.util.ArrayList;
import java.util.List;

/** A packet on one link, until everything about it is known and it goes into the file. */
final class Frame implements Comparable<Frame> {
    /** The values of the option epb_flags. */
    enum Direction {
        UNSAID,
        INBOUND,
        OUTBOUND
    }

    final long at;
    final long order;
    final String interfaceName;
    final Direction direction;
    final long packetId;
    final byte[] bytes;

    /** The nodes at both ends. */
    final String from;

    final String to;

    /** Nothing more is learned of it after this time. */
    final long settledAt;

    final List<String> comments = new ArrayList<>();

    Frame(
            long at,
            long order,
            String interfaceName,
            Direction direction,
            long packetId,
            byte[] bytes,
            String from,
            String to,
            long settledAt) {
        this.at = at;
        this.order = order;
        this.interfaceName = interfaceName;
        this.direction = direction;
        this.packetId = packetId;
        this.bytes = bytes;
        this.from = from;
        this.to = to;
        this.settledAt = settledAt;
    }

    @Override
    public int compareTo(Frame other) {
        int byTime = Long.compare(at, other.at);
        return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
}
