package dev.parley.udp;

import dev.parley.core.Deadlines;
import dev.parley.core.ProtocolCore;

/**
 * The one timer of a loop. A core that asks for "now" again without having done anything would keep
 * the processor busy for ever: that is noticed and slowed down.
 */
final class LoopTimer {
    private static final long HOLD_NANOS = 1_000_000;

    private final ProtocolCore<?> core;
    private final BugLog bugs;
    private int idleInRow;
    private long heldUntil = Long.MIN_VALUE;

    LoopTimer(ProtocolCore<?> core, BugLog bugs) {
        this.core = core;
        this.bugs = bugs;
    }

    boolean isDue(long now) {
        return core.nextTimeout() <= now && heldUntil <= now;
    }

    /**
     * Looks at what a timeout led to.
     *
     * @param before the deadline that was due
     * @param output whether the core sent, asked or told anything
     */
    void fired(long now, long before, boolean output) {
        long after = core.nextTimeout();
        heldUntil = Long.MIN_VALUE;
        if (output || after > now || after > before) {
            idleInRow = 0;
        } else if (++idleInRow >= 2) {
            heldUntil = now + HOLD_NANOS;
            bugs.timerSpin();
        }
    }

    /** How long to wait from {@code now} on. */
    long waitNanos(long now) {
        long next = core.nextTimeout();
        if (next == Deadlines.NONE) {
            return Long.MAX_VALUE;
        }
        return Math.max(0, Math.max(next, heldUntil) - now);
    }
}
