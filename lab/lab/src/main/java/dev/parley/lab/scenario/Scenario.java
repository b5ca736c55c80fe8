package dev.parley.lab.scenario;

import dev.parley.internet.topology.Topology;
import java.util.List;

/**
 * A topology and what happens in it.
 *
 * @param name as in links and on the command line
 * @param title in words
 * @param summary one or two sentences: what is to be seen
 * @param endsAt when the lab stops watching, in milliseconds
 */
public record Scenario(
        String name,
        String title,
        String summary,
        Topology topology,
        List<Traffic> traffic,
        List<Change> changes,
        int endsAt) {

    private static final int MAX_MILLIS = 3_600_000;

    public Scenario {
        traffic = List.copyOf(traffic);
        changes = List.copyOf(changes);
        if (endsAt < 1 || endsAt > MAX_MILLIS) {
            throw new IllegalArgumentException("a scenario lasts up to an hour: " + endsAt + " ms");
        }
    }

    /**
     * Sets the stage; nothing has happened yet. Observe {@link Stage#internet}, then {@link
     * Stage#play}.
     */
    public Stage stage(long seed) {
        return new Stage(this, seed);
    }
}
