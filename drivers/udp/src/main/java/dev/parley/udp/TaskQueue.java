package dev.parley.udp;

import java.util.ArrayList;
import java.util.List;

/** What other threads want a loop to do, in their order, until the loop has ended. */
final class TaskQueue {
    private final Object lock = new Object();
    private List<Runnable> waiting = new ArrayList<>();
    private boolean closed;

    enum Added {
        /** Nothing waited before: the loop has to be woken. */
        FIRST,
        BEHIND_OTHERS,
        /** The queue is closed. */
        REFUSED
    }

    Added add(Runnable task) {
        synchronized (lock) {
            if (closed) {
                return Added.REFUSED;
            }
            waiting.add(task);
            return waiting.size() == 1 ? Added.FIRST : Added.BEHIND_OTHERS;
        }
    }

    /** Takes all that wait; {@code reuse} becomes the list that new ones wait in. */
    List<Runnable> takeAll(List<Runnable> reuse) {
        synchronized (lock) {
            List<Runnable> all = waiting;
            waiting = reuse;
            return all;
        }
    }

    boolean isEmpty() {
        synchronized (lock) {
            return waiting.isEmpty();
        }
    }

    /** Refuses tasks from now on, and returns those that nobody will run. */
    List<Runnable> close() {
        synchronized (lock) {
            closed = true;
            List<Runnable> left = waiting;
            waiting = new ArrayList<>();
            return left;
        }
    }
}
