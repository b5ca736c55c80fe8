package dev.parley.turn;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * From path to object by index, since {@link dev.parley.core.Paths} gives out small numbers. Its
 * room follows the largest path that was ever put, never the paths that are merely looked up.
 */
final class PathTable<V> {
    private @Nullable Object[] values = new @Nullable Object[64];
    private int size;

    @SuppressWarnings("unchecked") // only put adds
    @Nullable V get(int path) {
        return path < values.length && path >= 0 ? (V) values[path] : null;
    }

    void put(int path, V value) {
        if (path >= values.length) {
            values = Arrays.copyOf(values, Math.max(path + 1, values.length * 2));
        }
        if (values[path] == null) {
            size++;
        }
        values[path] = value;
    }

    void remove(int path) {
        if (get(path) != null) {
            values[path] = null;
            size--;
        }
    }

    int size() {
        return size;
    }
}
