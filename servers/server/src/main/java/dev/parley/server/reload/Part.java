package dev.parley.server.reload;

import dev.parley.server.settings.Configuration;
import java.io.IOException;

/** A part of a server that can go on by another configuration. */
@FunctionalInterface
public interface Part {
    /**
     * Looks whether it could, and changes nothing yet.
     *
     * @param next differs from the running one in settings of {@link RunTime#CHANGEABLE} only
     * @return what makes the change
     * @throws IOException when it cannot; the message names the setting
     */
    Step prepare(Configuration next) throws IOException;

    /** The change itself, after every part said that it can. */
    @FunctionalInterface
    interface Step {
        void take() throws IOException;
    }
}
