package dev.parley.turn;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** From int to object by open addressing: a look-up makes no garbage. */
final class IntMap<V> {
    private int[] keys;
    private @Nullable Object[] values;
    private int size;

    /**
     * @param initial the room at first, a power of two
     */
    IntMap(int initial) {
        keys = new int[initial];
        values = new @Nullable Object[initial];
    }

    @SuppressWarnings("unchecked") // only put adds
    @Nullable V get(int key) {
        return (V) values[slot(key)];
    }

    void put(int key, V value) {
        int slot = slot(key);
        if (values[slot] == null) {
            if (++size * 2 > keys.length) {
                grow();
                slot = slot(key);
            }
            keys[slot] = key;
        }
        values[slot] = value;
    }

    void remove(int key) {
        int hole = slot(key);
        if (values[hole] == null) {
            return;
        }
        size--;
        int mask = keys.length - 1;
        // Close the gap of linear probing: move back what would no longer be found.
        for (int slot = (hole + 1) & mask; values[slot] != null; slot = (slot + 1) & mask) {
            int home = home(keys[slot]);
            if (((slot - home) & mask) >= ((slot - hole) & mask)) {
                keys[hole] = keys[slot];
                values[hole] = values[slot];
                hole = slot;
            }
        }
        values[hole] = null;
    }

    int size() {
        return size;
    }

    /** Calls for each value; the map may be changed meanwhile. */
    @SuppressWarnings("unchecked") // only put adds
    void forEach(Consumer<? super V> action) {
        for (Object value : Arrays.copyOf(values, values.length)) {
            if (value != null) {
                action.accept((V) value);
            }
        }
    }

    /** Some value of that kind, or null. */
    @SuppressWarnings("unchecked") // only put adds
    @Nullable V first(Predicate<? super V> wanted) {
        for (Object value : values) {
            if (value != null && wanted.test((V) value)) {
                return (V) value;
            }
        }
        return null;
    }

    private int home(int key) {
        int h = key * 0x9E3779B9;
        return (h ^ (h >>> 16)) & (keys.length - 1);
    }

    /** The slot of the key, or the empty one where it would go. */
    private int slot(int key) {
        int mask = keys.length - 1;
        int slot = home(key);
        while (values[slot] != null && keys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        int[] oldKeys = keys;
        @Nullable Object[] oldValues = values;
        keys = new int[oldKeys.length * 2];
        values = new @Nullable Object[oldKeys.length * 2];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldValues[i] != null) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                values[slot] = oldValues[i];
            }
        }
    }
}
