package dev.parley.lab.run;

import dev.parley.internet.Internet;
import dev.parley.internet.NetworkEvent;
import dev.parley.lab.scenario.Scenario;
import dev.parley.lab.scenario.Stage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What happened in a scenario from its beginning to its end.
 *
 * @param events in the order of their happening
 * @param endsAt in nanoseconds of virtual time
 */
public record Run(
        Scenario scenario, long seed, List<NetworkEvent> events, long endsAt, Ending ending) {

    public Run {
        events = Collections.unmodifiableList(events);
    }

    /**
     * Plays a scenario to its end. The same scenario and seed give the same run, unless it ends for
     * {@link Ending.Reason#TIME}.
     */
    public static Run of(Scenario scenario, long seed, RunLimits limits) {
        List<NetworkEvent> events = new ArrayList<>();
        Stage stage = scenario.stage(seed);
        Internet internet = stage.internet();
        internet.observe(event -> {
            if (events.size() < limits.events()) {
                events.add(event);
            }
        });
        Ending ending = play(stage, scenario.endsAt() * 1_000_000L, events, limits);
        boolean cut = ending.reason() == Ending.Reason.EVENTS;
        long endsAt = cut ? events.getLast().at() : internet.now();
        return new Run(scenario, seed, events, endsAt, ending);
    }

    private static Ending play(
            Stage stage, long endsAt, List<NetworkEvent> events, RunLimits limits) {
        long deadline = System.nanoTime() + limits.wall().toNanos();
        try {
            stage.begin();
            boolean stopped =
                    stage.internet()
                            .runUntil(
                                    () ->
                                            events.size() >= limits.events()
                                                    || System.nanoTime() - deadline > 0,
                                    endsAt);
            if (!stopped) {
                return Ending.QUIET;
            }
            boolean full = events.size() >= limits.events();
            return new Ending(full ? Ending.Reason.EVENTS : Ending.Reason.TIME, null);
        } catch (RuntimeException e) { // a fault of ours: what led to it is worth seeing
            return new Ending(Ending.Reason.FAULT, e.toString());
        }
    }
}
