package dev.parley.signal;

import dev.parley.core.Deadlines;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Many timers over one deadline. A timer is a small number that is used again once closed. */
final class Timers {
    private final Deadlines deadlines = new Deadlines();
    private final List<@Nullable LongConsumer> actions = new ArrayList<>();
    private int[] free = new int[16];
    private int freeCount;

    /** A timer that is not running. */
    int open(LongConsumer action) {
        if (freeCount > 0) {
            int timer = free[--freeCount];
            actions.set(timer, action);
            return timer;
        }
        actions.add(action);
        return actions.size() - 1;
    }

    /** Starts or moves a timer; {@link Deadlines#NONE} stops it. */
    void set(int timer, long deadline) {
        deadlines.set(timer, deadline);
    }

    void close(int timer) {
        deadlines.clear(timer);
        actions.set(timer, null);
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, freeCount * 2);
        }
        free[freeCount++] = timer;
    }

    long next() {
        return deadlines.next();
    }

    /** Runs every action whose time has come. */
    void run(long now) {
        for (int timer; (timer = deadlines.pollExpired(now)) >= 0; ) {
            LongConsumer action = actions.get(timer);
            if (action == null) {
                throw new IllegalStateException("a closed timer ran");
            }
            action.accept(now);
        }
    }

    /** How many are open. */
    int size() {
        return actions.size() - freeCount;
    }
}
