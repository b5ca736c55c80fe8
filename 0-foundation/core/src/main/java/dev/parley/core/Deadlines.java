package dev.parley.core;

import java.util.Arrays;

/**
 * Many deadlines, earliest first: an indexed heap of small integers. Nothing is allocated once it
 * has grown. A deadline that is not pending is absent, never a far-future value.
 */
public final class Deadlines {
    /** Nothing is pending. */
    public static final long NONE = Long.MAX_VALUE;

    private int[] heap = new int[16]; // ids, ordered by at[id]
    private int[] place = new int[16]; // id -> index in heap, plus one; 0 when absent
    private long[] at = new long[16];
    private int size;

    /** Sets or moves the deadline of {@code id}; {@link #NONE} clears it. */
    public void set(int id, long deadline) {
        if (deadline == NONE) {
            clear(id);
            return;
        }
        if (id >= place.length) {
            int length = Math.max(id + 1, place.length * 2);
            place = Arrays.copyOf(place, length);
            at = Arrays.copyOf(at, length);
        }
        int index = place[id] - 1;
        at[id] = deadline;
        if (index < 0) {
            if (size == heap.length) {
                heap = Arrays.copyOf(heap, size * 2);
            }
            index = size++;
            put(index, id);
        }
        siftDown(siftUp(index));
    }

    public void clear(int id) {
        if (id >= place.length || place[id] == 0) {
            return;
        }
        int index = place[id] - 1;
        place[id] = 0;
        int last = heap[--size];
        if (index < size) {
            put(index, last);
            siftDown(siftUp(index));
        }
    }

    /** The deadline of {@code id}, or {@link #NONE}. */
    public long get(int id) {
        return id < place.length && place[id] != 0 ? at[id] : NONE;
    }

    /** The earliest deadline, or {@link #NONE}. */
    public long next() {
        return size == 0 ? NONE : at[heap[0]];
    }

    /** Removes and returns an id whose deadline is at or before {@code now}; -1 when none is. */
    public int pollExpired(long now) {
        if (size == 0 || at[heap[0]] > now) {
            return -1;
        }
        int id = heap[0];
        clear(id);
        return id;
    }

    public int size() {
        return size;
    }

    private int siftUp(int from) {
        int index = from;
        int id = heap[index];
        while (index > 0) {
            int parent = (index - 1) >>> 1;
            if (at[heap[parent]] <= at[id]) {
                break;
            }
            put(index, heap[parent]);
            index = parent;
        }
        put(index, id);
        return index;
    }

    private void siftDown(int from) {
        int index = from;
        int id = heap[index];
        for (int child; (child = 2 * index + 1) < size; index = child) {
            if (child + 1 < size && at[heap[child + 1]] < at[heap[child]]) {
                child++;
            }
            if (at[heap[child]] >= at[id]) {
                break;
            }
            put(index, heap[child]);
        }
        put(index, id);
    }

    private void put(int index, int id) {
        heap[index] = id;
        place[id] = index + 1;
    }
}
