package dev.parley.netty;

import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Where exceptions go that only a bug can cause, ours or a handler's. Each place in the code is
 * logged once: what a stranger can trigger again and again must not fill a disk.
 */
final class Bugs {
    private static final System.Logger LOG = System.getLogger("dev.parley.netty");
    private static final int MAX_PLACES = 64;
    private static final Set<String> PLACES = ConcurrentHashMap.newKeySet();

    private static final LongAdder COUNT = new LongAdder();

    private Bugs() {}

    /** How many there were in this process. */
    static long count() {
        return COUNT.sum();
    }

    static void log(String where, Throwable bug) {
        COUNT.increment();
        StackTraceElement[] stack = bug.getStackTrace();
        String place = bug.getClass() + (stack.length == 0 ? "" : stack[0].toString());
        if (PLACES.size() < MAX_PLACES && PLACES.add(place)) {
            LOG.log(Level.ERROR, where + " failed; this is logged once.", bug);
        }
    }
}
