package dev.parley.internet;

import org.jspecify.annotations.Nullable;

/**
 * Something that happened in the simulated internet: what traces are written from. Made only while
 * somebody observes.
 *
 * <p>The life of a packet: {@link Sent}, then for each link {@link Departed} and, at what time it
 * says, the arrival (no event of its own); on routers perhaps {@link Passed} (a rule let it
 * through) and {@link Rewritten}; at last {@link Delivered} or {@link Dropped}. What a link loses
 * has departed, and is dropped by the node it left, at once.
 */
public sealed interface NetworkEvent {
    /** Virtual time since the beginning, in nanoseconds. */
    long at();

    /** The name of the node where it happened. */
    String node();

    /** A program on a host handed a packet over, or a node itself made one. */
    record Sent(long at, String node, PacketImage packet) implements NetworkEvent {}

    /**
     * A packet went onto a link.
     *
     * @param to the node at the other end
     * @param startsAt when its first bit leaves: later than {@code at} when it waited in a queue
     * @param arrivesAt when it is there
     */
    record Departed(
            long at, String node, String to, PacketImage packet, long startsAt, long arrivesAt)
            implements NetworkEvent {}

    /**
     * A NAT changed its addresses.
     *
     * @param row the row of the node's table that says how
     */
    record Rewritten(long at, String node, PacketImage before, PacketImage after, int row)
            implements NetworkEvent {}

    /**
     * A filter let it through.
     *
     * @param row the row that allowed it
     */
    record Passed(long at, String node, PacketImage packet, int row) implements NetworkEvent {}

    /** A program got it. */
    record Delivered(long at, String node, PacketImage packet) implements NetworkEvent {}

    /**
     * It went no further.
     *
     * @param row the row that came nearest to letting it through; 0 for none
     */
    record Dropped(long at, String node, PacketImage packet, DropReason reason, int row)
            implements NetworkEvent {}

    /** A row came into a table, by this packet. */
    record RowAdded(long at, String node, TableRow row, long packet) implements NetworkEvent {}

    /** A row was used, and now lives longer. */
    record RowRefreshed(long at, String node, int row, long expiresAt, long packet)
            implements NetworkEvent {}

    record RowRemoved(long at, String node, int row, RemovalReason reason)
            implements NetworkEvent {}

    /** Something a program or the script of a scenario has to say. */
    record Noted(long at, String node, String words, @Nullable String topic)
            implements NetworkEvent {}

    enum RemovalReason {
        EXPIRED,
        /** The connection was closed. */
        CLOSED,
        REBOOT,
        ADDRESS_CHANGED,
        /** Another machine took its port. */
        OVERLOADED
    }
}
