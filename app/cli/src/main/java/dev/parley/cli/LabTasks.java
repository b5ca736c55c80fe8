package dev.parley.cli;

import dev.parley.lab.real.World;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;

/** Runs commands and waits for them. Ctrl-C is for them, not for us. */
final class LabTasks {
    private final World world;
    private final boolean asRoot;
    private final Terminal terminal;

    LabTasks(World world, boolean asRoot, Terminal terminal) {
        this.world = world;
        this.asRoot = asRoot;
        this.terminal = terminal;
    }

    /** A shell for a person. */
    int shell(String machine) throws IOException, InterruptedException {
        String shell = System.getenv().getOrDefault("SHELL", "/bin/sh");
        return run(List.of(new LabTask(machine, List.of(shell))));
    }

    /**
     * Returns when all have ended.
     *
     * @return the first exit code that is not 0, in the order of the tasks
     */
    int run(List<LabTask> tasks) throws IOException, InterruptedException {
        Signals.ignoreInterrupts();
        List<Process> processes = new ArrayList<>();
        List<Thread> readers = new ArrayList<>();
        for (LabTask task : tasks) {
            ProcessBuilder builder = world.command(task.machine(), asRoot, task.command());
            if (tasks.size() == 1) {
                processes.add(builder.inheritIO().start());
                continue;
            }
            builder.redirectInput(Redirect.from(new java.io.File("/dev/null")));
            Process process = builder.redirectErrorStream(true).start();
            processes.add(process);
            readers.add(Thread.ofVirtual().start(() -> copy(task.machine(), process)));
        }
        int code = ExitCode.OK;
        for (Process process : processes) {
            int ended = process.waitFor();
            code = code == ExitCode.OK ? ended : code;
        }
        for (Thread reader : readers) {
            reader.join();
        }
        return code;
    }

    /** Each line with the name of its machine. */
    private void copy(String machine, Process process) {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                terminal.out().println(machine + "| " + line);
            }
        } catch (IOException e) {
            terminal.err().println(machine + "| nothing more can be read: " + e.getMessage());
        }
    }
}
