package dev.parley.internet;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Packets on a wire that arrive in the order they left: a ring. Only its first one stands in the
 * {@link EventQueue}, so that the queue is as long as there are busy wires, not packets.
 */
final class InFlight {
    final Nic to;
    private long[] times = new long[16];
    private long[] orders = new long[16];
    private @Nullable Packet[] packets = new @Nullable Packet[16];
    private int first;
    private int count;
    private long lastTime = Long.MIN_VALUE;

    InFlight(Nic to) {
        this.to = to;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Whether a packet that arrives then arrives after all others. */
    boolean isInOrder(long time) {
        return count == 0 || time >= lastTime;
    }

    void add(long time, long order, Packet packet) {
        if (count == times.length) {
            grow();
        }
        int at = (first + count++) & (times.length - 1);
        times[at] = time;
        orders[at] = order;
        packets[at] = packet;
        lastTime = time;
    }

    Packet poll() {
        Packet packet = packets[first];
        if (packet == null) {
            throw new IllegalStateException("nothing is on this wire");
        }
        packets[first] = null;
        first = (first + 1) & (times.length - 1);
        count--;
        return packet;
    }

    long firstTime() {
        return times[first];
    }

    long firstOrder() {
        return orders[first];
    }

    private void grow() {
        int length = times.length;
        long[] newTimes = new long[2 * length];
        long[] newOrders = new long[2 * length];
        @Nullable Packet[] newPackets = Arrays.copyOf(packets, 2 * length);
        for (int i = 0; i < count; i++) {
            int at = (first + i) & (length - 1);
            newTimes[i] = times[at];
            newOrders[i] = orders[at];
            newPackets[i] = packets[at];
        }
        Arrays.fill(newPackets, count, newPackets.length, null);
        times = newTimes;
        orders = newOrders;
        packets = newPackets;
        first = 0;
    }
}
