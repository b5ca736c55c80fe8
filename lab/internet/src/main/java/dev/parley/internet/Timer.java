package dev.parley.internet;

/** Something that is to happen unless it is cancelled. */
public final class Timer {
    private final Runnable action;
    private boolean cancelled;

    Timer(Runnable action) {
        this.action = action;
    }

    /** It will not happen; harmless when it has. */
    public void cancel() {
        cancelled = true;
    }

    boolean isCancelled() {
        return cancelled;
    }

    void fire() {
        action.run();
    }
}
