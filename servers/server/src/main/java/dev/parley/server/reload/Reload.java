package dev.parley.server.reload;

import dev.parley.server.settings.Configuration;
import dev.parley.server.settings.ConfigurationException;
import dev.parley.server.settings.Setting;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the configuration once more and lets the parts of a server go on by it: all of it, or
 * nothing. Settings that only a restart can change keep their values, and are named. Safe for any
 * thread; one reload waits for another.
 */
public final class Reload {
    private static final Logger LOG = LoggerFactory.getLogger("parley.reload");

    private final List<Part> parts;
    private volatile Configuration running;

    /** What became of a reload. */
    public sealed interface Outcome {
        /**
         * It counts now.
         *
         * @param changed settings whose new values count
         * @param restart settings that have new values in the file, which count after a restart
         * @param warnings what is odd about the file
         */
        record Done(List<Setting<?>> changed, List<Setting<?>> restart, List<String> warnings)
                implements Outcome {}

        /** Everything is as before; the words name the setting. */
        record Refused(String why) implements Outcome {}
    }

    /**
     * @param parts in the order in which they change
     */
    public Reload(Configuration running, List<Part> parts) {
        this.running = running;
        this.parts = List.copyOf(parts);
    }

    /** What counts now. */
    public Configuration running() {
        return running;
    }

    /** Reads and changes; blocks for as long as that takes. */
    public synchronized Outcome reload() {
        Outcome outcome;
        try {
            outcome = take(running.readAgain());
        } catch (ConfigurationException | IOException | IllegalArgumentException e) {
            outcome = new Outcome.Refused(String.valueOf(e.getMessage()));
        }
        switch (outcome) {
            case Outcome.Refused(var why) ->
                    LOG.error("Nothing is reloaded, everything is as before: {}", why);
            case Outcome.Done done -> tell(done);
        }
        return outcome;
    }

    private Outcome take(Configuration read) throws ConfigurationException, IOException {
        List<Setting<?>> changed = new ArrayList<>();
        List<Setting<?>> restart = new ArrayList<>();
        for (Setting<?> setting : running.differences(read)) {
            (RunTime.CHANGEABLE.contains(setting) ? changed : restart).add(setting);
        }
        Configuration next = running.with(changed, read);
        List<Part.Step> steps = new ArrayList<>();
        for (Part part : parts) {
            try {
                steps.add(part.prepare(next));
            } catch (IOException e) {
                throw next.named(e);
            }
        }
        for (Part.Step step : steps) {
            step.take();
        }
        running = next;
        return new Outcome.Done(changed, restart, read.warnings());
    }

    private static void tell(Outcome.Done done) {
        LOG.info(
                "Reloaded: {}",
                done.changed().isEmpty() ? "no setting has changed" : names(done.changed()));
        if (!done.restart().isEmpty()) {
            LOG.warn("Changed in the file, counts after a restart: {}", names(done.restart()));
        }
        done.warnings().forEach(LOG::warn);
    }

    private static String names(List<Setting<?>> settings) {
        return settings.stream().map(Setting::name).collect(Collectors.joining(", "));
    }
}
