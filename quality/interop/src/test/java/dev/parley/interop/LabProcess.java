package dev.parley.interop;

import dev.parley.internet.topology.Topology;
import dev.parley.lab.TopologyJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code parley lab --real} in a process of its own, with doors to its machines. */
final class LabProcess implements AutoCloseable {
    /** What the program ends with where it lacks rights or tools. */
    static final int NOT_HERE = 77;

    private static final int START_MILLIS = 180_000;
    private static final int POLL_MILLIS = 100;

    private final Program program;
    private final Path doors;

    private LabProcess(Program program, Path doors) {
        this.program = program;
        this.doors = doors;
    }

    /** The command line of a lab for that topology. */
    static List<String> command(Path folder, Topology topology, String... options) {
        try {
            Path file = folder.resolve(topology.name() + ".json");
            Files.writeString(file, TopologyJson.write(topology).toPrettyString());
            List<String> command = new ArrayList<>(ParleyProcess.java());
            command.addAll(List.of("dev.parley.cli.Main", "lab", "--real", file.toString()));
            command.addAll(List.of(options));
            return command;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts one with a server, and waits until it stands. */
    static LabProcess start(Path folder, Topology topology) {
        Path doors = folder.resolve("doors");
        List<String> command =
                command(folder, topology, "--serve", "server", "--doors", doors.toString());
        LabProcess lab = new LabProcess(Program.start("lab-" + topology.name(), command), doors);
        for (int waited = 0; waited < START_MILLIS; waited += POLL_MILLIS) {
            if (lab.program.ends(POLL_MILLIS)) {
                break;
            }
            if (lab.program.output().contains("ready (Ctrl-C ends it)")) {
                return lab;
            }
        }
        lab.close();
        throw new IllegalStateException("the lab did not become ready:\n" + lab.program.output());
    }

    /** Runs a command on a machine to its end; gives back what it printed. */
    String run(String machine, List<String> command, int secondsAtMost) {
        List<String> line = new ArrayList<>();
        line.add(doors.resolve(machine).toString());
        line.addAll(command);
        return Program.run("lab-" + machine, line, secondsAtMost);
    }

    /** Starts a command on a machine in the background. */
    Program start(String machine, List<String> command) {
        List<String> line = new ArrayList<>();
        line.add(doors.resolve(machine).toString());
        line.addAll(command);
        return Program.start("lab-" + machine, line);
    }

    @Override
    public void close() {
        program.close();
    }
}
