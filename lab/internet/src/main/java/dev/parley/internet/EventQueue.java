package dev.parley.internet;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is to happen, earliest first; what is due at the same time happens in the order it was
 * added. A heap of four children a node: half the depth of a binary one, and the children of a node
 * lie in one cache line.
 */
final class EventQueue {
    private long[] times = new long[64];
    private long[] orders = new long[64];
    private @Nullable Object[] items = new @Nullable Object[64];
    private int size;
    private long nextOrder;

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    /** When the first is due; {@code Long.MAX_VALUE} when there is none. */
    long nextTime() {
        return size == 0 ? Long.MAX_VALUE : times[0];
    }

    /** The number that decides among those of the same time. */
    long nextOrder() {
        return nextOrder++;
    }

    void add(long time, Object item) {
        add(time, nextOrder++, item);
    }

    /** Adds with a number drawn before. */
    void add(long time, long order, Object item) {
        if (size == times.length) {
            times = Arrays.copyOf(times, size * 2);
            orders = Arrays.copyOf(orders, size * 2);
            items = Arrays.copyOf(items, size * 2);
        }
        int at = size++;
        while (at > 0) {
            int parent = (at - 1) >>> 2;
            if (before(times[parent], orders[parent], time, order)) {
                break;
            }
            move(parent, at);
            at = parent;
        }
        put(at, time, order, item);
    }

    /** Whoever is due first; null when there is none. */
    @Nullable Object peek() {
        return size == 0 ? null : items[0];
    }

    /** Gives the first one another time, as {@link #poll} and {@link #add} would. */
    void delayFirst(long time, long order) {
        Object first = items[0];
        if (first == null) {
            throw new IllegalStateException("nothing is due");
        }
        sink(time, order, first);
    }

    /** Takes the first; null when there is none. */
    @Nullable Object poll() {
        if (size == 0) {
            return null;
        }
        Object first = items[0];
        int last = --size;
        long time = times[last];
        long order = orders[last];
        Object item = items[last];
        items[last] = null;
        if (last > 0 && item != null) {
            sink(time, order, item);
        }
        return first;
    }

    private void sink(long time, long order, Object item) {
        int at = 0;
        for (int child; (child = 4 * at + 1) < size; ) {
            int best = child;
            int end = Math.min(child + 4, size);
            for (int other = child + 1; other < end; other++) {
                if (before(times[other], orders[other], times[best], orders[best])) {
                    best = other;
                }
            }
            if (before(time, order, times[best], orders[best])) {
                break;
            }
            move(best, at);
            at = best;
        }
        put(at, time, order, item);
    }

    private static boolean before(long time, long order, long otherTime, long otherOrder) {
        return time < otherTime || (time == otherTime && order < otherOrder);
    }

    private void move(int from, int to) {
        times[to] = times[from];
        orders[to] = orders[from];
        items[to] = items[from];
    }

    private void put(int at, long time, long order, Object item) {
        times[at] = time;
        orders[at] = order;
        items[at] = item;
    }
}
