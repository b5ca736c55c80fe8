package dev.parley.turn;

import dev.parley.core.AddressHash;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The permissions of one relay by peer address. All are of the relay's family, so 128 bits tell
 * them apart; a look-up makes no garbage.
 */
final class PermissionTable {
    private final AddressHash hash;
    private @Nullable Permission[] slots = new @Nullable Permission[4];
    private int size;

    /**
     * An empty table.
     *
     * @param hash with a secret, since clients choose the addresses
     */
    PermissionTable(AddressHash hash) {
        this.hash = hash;
    }

    @Nullable Permission get(long high, long low) {
        return slots[slot(high, low)];
    }

    void put(Permission permission) {
        int slot = slot(permission.peer.high(), permission.peer.low());
        if (slots[slot] == null && ++size * 2 > slots.length) {
            @Nullable Permission[] old = slots;
            slots = new @Nullable Permission[old.length * 2];
            for (Permission moved : old) {
                if (moved != null) {
                    slots[slot(moved.peer.high(), moved.peer.low())] = moved;
                }
            }
            slot = slot(permission.peer.high(), permission.peer.low());
        }
        slots[slot] = permission;
    }

    void remove(Permission permission) {
        int hole = slot(permission.peer.high(), permission.peer.low());
        if (slots[hole] == null) {
            return;
        }
        size--;
        int mask = slots.length - 1;
        int slot = hole;
        while (true) {
            slot = (slot + 1) & mask;
            Permission other = slots[slot];
            if (other == null) {
                break;
            }
            int home = hash(other.peer.high(), other.peer.low()) & mask;
            if (((slot - home) & mask) >= ((slot - hole) & mask)) {
                slots[hole] = other;
                hole = slot;
            }
        }
        slots[hole] = null;
    }

    int size() {
        return size;
    }

    /** How many slots lie between an entry and where its hash would have it, at most. */
    int longestSearch() {
        int mask = slots.length - 1;
        int longest = 0;
        for (int slot = 0; slot < slots.length; slot++) {
            Permission there = slots[slot];
            if (there != null) {
                int home = hash(there.peer.high(), there.peer.low()) & mask;
                longest = Math.max(longest, (slot - home) & mask);
            }
        }
        return longest;
    }

    /** Calls for each permission; the table may be changed meanwhile. */
    void forEach(Consumer<Permission> action) {
        for (Permission permission : Arrays.copyOf(slots, slots.length)) {
            if (permission != null) {
                action.accept(permission);
            }
        }
    }

    private int hash(long high, long low) {
        return hash.of(high, low, 0);
    }

    private int slot(long high, long low) {
        int mask = slots.length - 1;
        int slot = hash(high, low) & mask;
        while (true) {
            Permission there = slots[slot];
            if (there == null || (there.peer.low() == low && there.peer.high() == high)) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
    }
}
