package dev.parley.interop;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program of this machine, run to its end or in the background; what it prints goes to a file.
 */
final class Program implements AutoCloseable {
    private static final Path LOGS = Path.of("target", "interop");

    private final Process process;
    private final Path log;
    private final Thread atExit;

    private Program(Process process, Path log) {
        this.process = process;
        this.log = log;
        atExit = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    static boolean isInstalled(String name) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    }

    /** Starts it in the background. */
    static Program start(String logName, List<String> command) {
        try {
            Files.createDirectories(LOGS);
            Path log = LOGS.resolve(logName + ".log");
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                            .start();
            return new Program(process, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs it to its end and gives back all that it printed, with its exit code in the last line.
     */
    static String run(String logName, List<String> command, int secondsAtMost) {
        try (Program program = start(logName, command)) {
            boolean ended = program.ends(secondsAtMost * 1000L);
            return String.join(" ", command)
                    + "\n"
                    + program.output()
                    + (ended ? "exit code " + program.process.exitValue() : "did not end");
        }
    }

    /** Whether it ends within that time. */
    boolean ends(long millisAtMost) {
        try {
            return process.waitFor(millisAtMost, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the test was interrupted", e);
        }
    }

    String output() {
        try {
            return Files.readString(log, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        if (!ends(5000)) {
            process.destroyForcibly();
            ends(5000);
        }
        Runtime.getRuntime().removeShutdownHook(atExit);
    }
}
