package dev.parley.udp;

import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.Set;

/**
 * Where exceptions go that only a bug of ours can cause. Each place in the code is logged once:
 * what a stranger can trigger again and again must not fill a disk. Not safe for several threads.
 */
final class BugLog {
    private static final int MAX_PLACES = 64;

    private final String loop;
    private final Tally tally;
    private final Set<String> places = new HashSet<>();

    BugLog(String loop, Tally tally) {
        this.loop = loop;
        this.tally = tally;
    }

    void bug(Throwable bug) {
        tally.add(Tally.Count.BUGS, 1);
        StackTraceElement[] stack = bug.getStackTrace();
        String place = bug.getClass() + (stack.length == 0 ? "" : stack[0].toString());
        if (places.size() < MAX_PLACES && places.add(place)) {
            Log.OUT.log(
                    Level.ERROR,
                    loop + " goes on after a bug; it is logged once and counted from now on.",
                    bug);
        }
    }

    void timerSpin() {
        tally.add(Tally.Count.TIMER_SPINS, 1);
        if (places.add("timer spin")) {
            Log.OUT.log(
                    Level.ERROR,
                    "{0}: the timer asked for now twice and did nothing; it is slowed down.",
                    loop);
        }
    }

    void ended(Throwable why) {
        Log.OUT.log(Level.ERROR, loop + " cannot go on.", why);
    }

    /** Made with the first line: looking for a log takes longer than opening a loop. */
    private static final class Log {
        static final System.Logger OUT = System.getLogger(EventLoop.class.getName());
    }
}
