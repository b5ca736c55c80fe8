package dev.parley.cli;

import dev.parley.internet.topology.Topology;
import dev.parley.lab.real.Difference;
import dev.parley.lab.real.Ground;
import dev.parley.lab.real.LabRefusedException;
import dev.parley.lab.real.Plan;
import dev.parley.lab.real.Survey;
import dev.parley.lab.real.World;
import dev.parley.server.settings.ConfigurationException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code parley lab --real}: builds, runs the commands, takes down. */
final class RealLab {
    private final Terminal terminal;
    private final RealLabOptions options;
    private final List<String> words;

    /**
     * @param words the topology, then the commands
     */
    RealLab(Terminal terminal, RealLabOptions options, List<String> words) {
        this.terminal = terminal;
        this.options = options;
        this.words = List.copyOf(words);
    }

    int run() throws ConfigurationException, IOException, InterruptedException {
        Topology topology = LabTopology.of(words.getFirst());
        if (options.explains()) {
            return explain(topology);
        }
        Plan plan;
        try {
            plan = Plan.of(topology, Survey.ground());
        } catch (LabRefusedException e) {
            return refuse(String.valueOf(e.getMessage()));
        }
        List<LabTask> tasks = LabTask.of(plan, options.on(), words.subList(1, words.size()));
        Optional<String> served = options.serve();
        if (served.isPresent()) {
            machine(plan, served.get());
        }
        if (tasks.isEmpty() && options.doors().isEmpty() && !terminal.interactive()) {
            throw new ConfigurationException("which command? write it after --");
        }
        if (!tellDifferences(plan)) {
            return refuse(plan.topology().name() + " would not be what it says (--strict)");
        }
        try (World world = World.open(plan)) {
            return live(world, tasks);
        }
    }

    private int live(World world, List<LabTask> tasks) throws IOException, InterruptedException {
        Optional<Path> folder = options.doors();
        try (LabServer _ = LabServer.start(world, options.serve(), terminal);
                LabDoors doors = LabDoors.write(world, folder, options.asRoot())) {
            LabTasks running = new LabTasks(world, options.asRoot(), terminal);
            if (!tasks.isEmpty()) {
                return running.run(tasks);
            }
            if (folder.isEmpty()) {
                return running.shell(LabTask.usualMachine(world.plan(), options.on()));
            }
            terminal.out().println(doors.words() + "\nready (Ctrl-C ends it)");
            Signals.install().await();
            return ExitCode.OK;
        }
    }

    private int explain(Topology topology) throws IOException, InterruptedException {
        Ground ground;
        try {
            ground = Survey.ground();
        } catch (LabRefusedException e) {
            terminal.err().println(e.getMessage());
            ground = Ground.FULL;
        }
        Plan plan = Plan.of(topology, ground);
        tellDifferences(plan);
        terminal.out().print(plan.script());
        terminal.out().flush();
        return ExitCode.OK;
    }

    /** False when the differences are too many. */
    private boolean tellDifferences(Plan plan) {
        List<String> lines = new ArrayList<>();
        for (Difference difference : plan.differences()) {
            lines.add("! " + difference);
        }
        lines.forEach(terminal.err()::println);
        return lines.isEmpty() || !options.strict();
    }

    private int refuse(String message) {
        terminal.err().println("parley lab: " + message);
        return ExitCode.NOT_HERE;
    }

    static void machine(Plan plan, String name) throws ConfigurationException {
        try {
            plan.machine(name);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(String.valueOf(e.getMessage()));
        }
    }
}
