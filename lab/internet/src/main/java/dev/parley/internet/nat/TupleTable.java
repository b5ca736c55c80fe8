package dev.parley.internet.nat;

import dev.parley.internet.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * From a tuple (addresses, ports, protocol) to what a box knows of it, by open addressing. A
 * look-up makes no garbage, and its cost does not depend on how many are known.
 *
 * <p>A key is five longs; each user says what they hold.
 */
final class TupleTable<V> {
    private static final int WORDS = 5;
    private static final int INITIAL = 16;

    private long[] keys = new long[INITIAL * WORDS];
    private @Nullable Object[] values = new @Nullable Object[INITIAL];
    private int size;

    /** Protocol and two ports in one word of a key. */
    static long ports(Protocol protocol, int one, int other) {
        return (long) protocol.ordinal() << 32 | (long) one << 16 | other;
    }

    @SuppressWarnings("unchecked") // only put() stores
    @Nullable V get(long a, long b, long c, long d, long e) {
        return (V) values[slot(a, b, c, d, e)];
    }

    /** Puts it in, in place of what was known. */
    void put(long a, long b, long c, long d, long e, V value) {
        int slot = slot(a, b, c, d, e);
        if (values[slot] == null && ++size * 2 > values.length) {
            grow();
            slot = slot(a, b, c, d, e);
        }
        int at = slot * WORDS;
        keys[at] = a;
        keys[at + 1] = b;
        keys[at + 2] = c;
        keys[at + 3] = d;
        keys[at + 4] = e;
        values[slot] = value;
    }

    /** Takes it out; returns what was known. */
    @SuppressWarnings("unchecked") // only put() stores
    @Nullable V remove(long a, long b, long c, long d, long e) {
        int hole = slot(a, b, c, d, e);
        Object removed = values[hole];
        if (removed == null) {
            return null;
        }
        size--;
        int mask = values.length - 1;
        // Close the gap of linear probing: move back what would no longer be found.
        for (int slot = (hole + 1) & mask; values[slot] != null; slot = (slot + 1) & mask) {
            if (((slot - home(slot)) & mask) >= ((slot - hole) & mask)) {
                System.arraycopy(keys, slot * WORDS, keys, hole * WORDS, WORDS);
                values[hole] = values[slot];
                hole = slot;
            }
        }
        values[hole] = null;
        return (V) removed;
    }

    int size() {
        return size;
    }

    void clear() {
        keys = new long[INITIAL * WORDS];
        values = new @Nullable Object[INITIAL];
        size = 0;
    }

    /** The slot of the key, or the empty one where it would go. */
    private int slot(long a, long b, long c, long d, long e) {
        long[] keys = this.keys;
        @Nullable Object[] values = this.values;
        int mask = values.length - 1;
        int slot = hash(a, b, c, d, e) & mask;
        while (values[slot] != null) {
            int at = slot * WORDS;
            if (keys[at] == a
                    && keys[at + 1] == b
                    && keys[at + 2] == c
                    && keys[at + 3] == d
                    && keys[at + 4] == e) {
                break;
            }
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private int home(int slot) {
        int at = slot * WORDS;
        return hash(keys[at], keys[at + 1], keys[at + 2], keys[at + 3], keys[at + 4])
                & (values.length - 1);
    }

    /** The products do not wait for each other. */
    static int hash(long a, long b, long c, long d, long e) {
        long h =
                a * 0x9E3779B97F4A7C15L
                        + b * 0xC2B2AE3D27D4EB4FL
                        + c * 0x165667B19E3779F9L
                        + d * 0xD6E8FEB86659FD93L
                        + e * 0xA0761D6478BD642FL;
        h = (h ^ (h >>> 32)) * 0x9FB21C651E98DF25L;
        return (int) (h >>> 32);
    }

    private void grow() {
        long[] oldKeys = keys;
        @Nullable Object[] oldValues = values;
        keys = new long[oldKeys.length * 2];
        values = new @Nullable Object[oldValues.length * 2];
        for (int i = 0; i < oldValues.length; i++) {
            if (oldValues[i] != null) {
                int at = i * WORDS;
                int slot =
                        slot(
                                oldKeys[at],
                                oldKeys[at + 1],
                                oldKeys[at + 2],
                                oldKeys[at + 3],
                                oldKeys[at + 4]);
                System.arraycopy(oldKeys, at, keys, slot * WORDS, WORDS);
                values[slot] = oldValues[i];
            }
        }
    }
}
