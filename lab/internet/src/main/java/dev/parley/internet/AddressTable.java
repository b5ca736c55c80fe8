package dev.parley.internet;

import dev.parley.core.IpAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A map from IP addresses that is asked without making objects. */
final class AddressTable<T> {
    private long[] highs = new long[8];
    private long[] lows = new long[8];
    private byte[] families = new byte[8]; // 0: empty slot
    private @Nullable Object[] values = new @Nullable Object[8];
    private int used; // slots with a family, removed entries included

    @Nullable T get(IpAddress address) {
        return get(address.v6(), address.high(), address.low());
    }

    @SuppressWarnings("unchecked") // only put() stores
    @Nullable T get(boolean v6, long high, long low) {
        return (T) values[slot(family(v6), high, low)];
    }

    void put(IpAddress address, T value) {
        set(address, value);
    }

    void remove(IpAddress address) {
        set(address, null);
    }

    private void set(IpAddress address, @Nullable T value) {
        byte family = family(address.v6());
        int slot = slot(family, address.high(), address.low());
        if (families[slot] == 0) {
            if (2 * ++used > families.length) {
                grow();
                slot = slot(family, address.high(), address.low());
            }
            families[slot] = family;
            highs[slot] = address.high();
            lows[slot] = address.low();
        }
        values[slot] = value;
    }

    private static byte family(boolean v6) {
        return (byte) (v6 ? 6 : 4);
    }

    private int slot(byte family, long high, long low) {
        int mask = families.length - 1;
        long h = (low ^ Long.rotateLeft(high, 31)) * 0x9E3779B97F4A7C15L;
        int slot = (int) (h >>> 40) & mask;
        while (families[slot] != 0
                && (lows[slot] != low || highs[slot] != high || families[slot] != family)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldHighs = highs;
        long[] oldLows = lows;
        byte[] oldFamilies = families;
        @Nullable Object[] oldValues = values;
        int length = oldFamilies.length * 2;
        highs = new long[length];
        lows = new long[length];
        families = new byte[length];
        values = Arrays.copyOf(new @Nullable Object[0], length);
        for (int i = 0; i < oldFamilies.length; i++) {
            if (oldFamilies[i] != 0) {
                int slot = slot(oldFamilies[i], oldHighs[i], oldLows[i]);
                families[slot] = oldFamilies[i];
                highs[slot] = oldHighs[i];
                lows[slot] = oldLows[i];
                values[slot] = oldValues[i];
            }
        }
    }
}
