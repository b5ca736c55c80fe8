package dev.parley.turn;

import dev.parley.core.Deadlines;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One deadline for each thing that expires. */
final class Timers {
    private final Deadlines deadlines = new Deadlines();
    private @Nullable Expiring[] owners = new @Nullable Expiring[64];
    private int[] free = new int[64];
    private int freeCount;

    Timers() {
        addFree(0, owners.length);
    }

    /** Starts a timer; it must be given back by {@link #remove}, also after it went off. */
    int add(Expiring owner, long at) {
        if (freeCount == 0) {
            int length = owners.length;
            owners = Arrays.copyOf(owners, length * 2);
            free = Arrays.copyOf(free, length * 2);
            addFree(length, length * 2);
        }
        int timer = free[--freeCount];
        owners[timer] = owner;
        deadlines.set(timer, at);
        return timer;
    }

    void move(int timer, long at) {
        deadlines.set(timer, at);
    }

    void remove(int timer) {
        deadlines.clear(timer);
        owners[timer] = null;
        free[freeCount++] = timer;
    }

    /** The next thing whose time has come, or null. */
    @Nullable Expiring pollExpired(long now) {
        int timer = deadlines.pollExpired(now);
        return timer < 0 ? null : owners[timer];
    }

    /** When the next timer goes off, or {@link Deadlines#NONE}. */
    long next() {
        return deadlines.next();
    }

    int size() {
        return owners.length - freeCount;
    }

    private void addFree(int from, int to) {
        for (int timer = to - 1; timer >= from; timer--) {
            free[freeCount++] = timer;
        }
    }
}
