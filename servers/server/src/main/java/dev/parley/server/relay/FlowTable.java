package dev.parley.server.relay;

import dev.parley.core.AddressHash;
import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * Flows by where their datagrams arrive: socket, sender and, on the client's side, channel. A hash
 * table with linear probing whose look-up makes no object.
 *
 * @param <V> what is known about a flow
 */
final class FlowTable<V> {
    private static final SecureRandom RANDOM = new SecureRandom();

    private int[] sockets = new int[32];
    private long[] high = new long[32];
    private long[] low = new long[32];
    private long[] tags = new long[32]; // port, channel and family
    private @Nullable Object[] flows = new @Nullable Object[32];
    private int size;

    private final AddressHash hash = new AddressHash(RANDOM.nextLong(), RANDOM.nextLong());

    int size() {
        return size;
    }

    /**
     * The flow, or null.
     *
     * @param channel 0 on the peer's side
     */
    @SuppressWarnings("unchecked") // only put adds
    @Nullable V find(int socket, boolean v6, long high, long low, int port, int channel) {
        return (V) flows[slot(socket, high, low, tag(v6, port, channel))];
    }

    void put(int socket, TransportAddress from, int channel, V flow) {
        if (size * 2 >= flows.length) {
            grow();
        }
        IpAddress ip = from.ip();
        long tag = tag(ip.v6(), from.port(), channel);
        int slot = slot(socket, ip.high(), ip.low(), tag);
        if (flows[slot] != null) {
            throw new IllegalStateException("two flows would get the same datagrams");
        }
        set(slot, socket, ip.high(), ip.low(), tag, flow);
        size++;
    }

    void remove(int socket, TransportAddress from, int channel) {
        IpAddress ip = from.ip();
        int mask = flows.length - 1;
        int hole = slot(socket, ip.high(), ip.low(), tag(ip.v6(), from.port(), channel));
        if (flows[hole] == null) {
            throw new IllegalStateException("the flow is not in the table");
        }
        size--;
        // Close the gap: move back what linear probing would no longer find.
        for (int slot = (hole + 1) & mask; ; slot = (slot + 1) & mask) {
            Object flow = flows[slot];
            if (flow == null) {
                break;
            }
            int home = hash(sockets[slot], high[slot], low[slot], tags[slot]) & mask;
            if (((slot - home) & mask) >= ((slot - hole) & mask)) {
                set(hole, sockets[slot], high[slot], low[slot], tags[slot], flow);
                hole = slot;
            }
        }
        flows[hole] = null;
    }

    private static long tag(boolean v6, int port, int channel) {
        return (long) channel << 32 | port << 1 | (v6 ? 1 : 0);
    }

    /** The slot of the entry, or the empty slot where it would go. */
    private int slot(int socket, long high, long low, long tag) {
        int mask = flows.length - 1;
        int slot = hash(socket, high, low, tag) & mask;
        while (flows[slot] != null
                && (this.low[slot] != low
                        || tags[slot] != tag
                        || sockets[slot] != socket
                        || this.high[slot] != high)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private int hash(int socket, long high, long low, long tag) {
        return hash.of(high, low, tag ^ ((long) socket << 48));
    }

    private void set(int slot, int socket, long high, long low, long tag, Object flow) {
        sockets[slot] = socket;
        this.high[slot] = high;
        this.low[slot] = low;
        tags[slot] = tag;
        flows[slot] = flow;
    }

    private void grow() {
        @Nullable Object[] oldFlows = flows;
        int[] oldSockets = sockets;
        long[] oldHigh = high;
        long[] oldLow = low;
        long[] oldTags = tags;
        int length = oldFlows.length * 2;
        sockets = new int[length];
        high = new long[length];
        low = new long[length];
        tags = new long[length];
        flows = new @Nullable Object[length];
        for (int i = 0; i < oldFlows.length; i++) {
            Object flow = oldFlows[i];
            if (flow != null) {
                int slot = slot(oldSockets[i], oldHigh[i], oldLow[i], oldTags[i]);
                set(slot, oldSockets[i], oldHigh[i], oldLow[i], oldTags[i], flow);
            }
        }
    }
}
