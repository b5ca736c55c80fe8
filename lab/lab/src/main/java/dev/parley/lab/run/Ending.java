package dev.parley.lab.run;

import org.jspecify.annotations.Nullable;

/**
 * How a run came to its end.
 *
 * @param words what the fault was; null for none
 */
public record Ending(Reason reason, @Nullable String words) {
    /** Nothing was left to happen, or its time was over. */
    public static final Ending QUIET = new Ending(Reason.QUIET, null);

    /** Why it ended. */
    public enum Reason {
        QUIET,
        /** As many events as a run may have. */
        EVENTS,
        /** It took too long to compute. */
        TIME,
        /** Something threw: what happened until then is kept. */
        FAULT
    }
}
