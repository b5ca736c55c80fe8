package dev.parley.cli;

import dev.parley.internet.topology.Machine;
import dev.parley.lab.real.Plan;
import dev.parley.server.settings.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A command for a machine.
 *
 * @param command the program and its arguments
 */
record LabTask(String machine, List<String> command) {

    LabTask {
        command = List.copyOf(command);
    }

    /**
     * Reads {@code COMMAND...}, or {@code ana: COMMAND... -- ben: COMMAND...}.
     *
     * @param on the machine of a command that names none
     */
    static List<LabTask> of(Plan plan, Optional<String> on, List<String> words)
            throws ConfigurationException {
        if (on.isPresent()) {
            RealLab.machine(plan, on.get());
        }
        List<LabTask> tasks = new ArrayList<>();
        int from = 0;
        while (from < words.size()) {
            int to = from;
            while (to < words.size() && !endsBefore(plan, words, to)) {
                to++;
            }
            tasks.add(one(plan, on, words.subList(from, to)));
            from = to + 1;
        }
        return tasks;
    }

    /** Commands may have a {@code --} of their own: ours is followed by a machine of the plan. */
    private static boolean endsBefore(Plan plan, List<String> words, int index) {
        return words.get(index).equals("--")
                && index + 1 < words.size()
                && label(plan, words.get(index + 1)).isPresent();
    }

    private static LabTask one(Plan plan, Optional<String> on, List<String> words)
            throws ConfigurationException {
        Optional<String> label = words.isEmpty() ? Optional.empty() : label(plan, words.getFirst());
        if (label.isPresent()) {
            if (words.size() == 1) {
                throw new ConfigurationException("which command for " + label.get() + "?");
            }
            return new LabTask(label.get(), words.subList(1, words.size()));
        }
        return new LabTask(usualMachine(plan, on), words);
    }

    private static Optional<String> label(Plan plan, String word) {
        return plan.machines().stream()
                .map(Machine::name)
                .filter(name -> word.equals(name + ":"))
                .findFirst();
    }

    /** The one asked for, else the first that is not public. */
    static String usualMachine(Plan plan, Optional<String> on) {
        int publicOnes = plan.topology().machines().size();
        List<Machine> machines = plan.machines();
        Machine usual = machines.get(publicOnes < machines.size() ? publicOnes : 0);
        return on.orElse(usual.name());
    }
}
