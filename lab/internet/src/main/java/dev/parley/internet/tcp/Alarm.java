package dev.parley.internet.tcp;

import dev.parley.core.Deadlines;
import dev.parley.internet.Internet;
import dev.parley.internet.Timer;
import org.jspecify.annotations.Nullable;

/** Something to do at a time that is often put off: a later time costs nothing. */
final class Alarm {
    private final Internet internet;
    private final Runnable action;
    private long deadline = Deadlines.NONE;
    private long armedFor;
    private @Nullable Timer timer;

    Alarm(Internet internet, Runnable action) {
        this.internet = internet;
        this.action = action;
    }

    boolean isSet() {
        return deadline != Deadlines.NONE;
    }

    void set(long at) {
        deadline = at;
        if (timer != null && armedFor > at) {
            timer.cancel();
            timer = null;
        }
        if (timer == null) {
            arm();
        }
    }

    void clear() {
        deadline = Deadlines.NONE;
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void arm() {
        armedFor = deadline;
        timer = internet.at(deadline, this::ring);
    }

    private void ring() {
        timer = null;
        if (deadline > internet.now()) {
            arm();
            return;
        }
        deadline = Deadlines.NONE;
        action.run();
    }
}
