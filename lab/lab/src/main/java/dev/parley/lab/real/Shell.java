package dev.parley.lab.real;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A shell that is the first process of namespaces of its own. It reads its script from a pipe that
 * we keep open: when that closes, because we close it or because we are gone, the shell ends and
 * the kernel ends all that it holds.
 */
final class Shell implements AutoCloseable {
    private static final int LINES_KEPT = 40;

    private final Process process;
    private final Deque<String> complaints = new ArrayDeque<>();
    private final Thread listener;

    private Shell(Process process) {
        this.process = process;
        listener = Thread.ofVirtual().name("lab-complaints").unstarted(this::listen);
    }

    static Shell start(boolean userNamespace, String script) throws IOException {
        List<String> command = new ArrayList<>();
        command.add("setsid"); // signals of the terminal are not for this
        command.add("unshare");
        command.addAll(List.of(Script.namespaces(userNamespace).split(" ")));
        command.addAll(List.of("sh", "-x", "-s")); // so that errors come with their commands
        ProcessBuilder builder = new ProcessBuilder(command);
        Map<String, String> environment = builder.environment();
        environment.put("PATH", Tool.searchPath(environment));
        environment.put("LC_ALL", "C");
        Shell shell = new Shell(builder.start());
        shell.listener.start();
        Thread.ofVirtual().name("lab-script").start(() -> shell.say(script));
        return shell;
    }

    /** In the background: the shell takes its script as fast as it works. */
    private void say(String script) {
        try {
            OutputStream in = process.getOutputStream();
            in.write(script.getBytes(StandardCharsets.UTF_8));
            in.flush();
        } catch (IOException e) {
            // It has ended already; what it said tells why.
            hear("the shell did not take its script: " + e.getMessage());
        }
    }

    private void listen() {
        try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                hear(line);
            }
        } catch (IOException e) {
            hear("nothing more was heard: " + e.getMessage());
        }
    }

    private void hear(String line) {
        synchronized (complaints) {
            complaints.add(line);
            if (complaints.size() > LINES_KEPT) {
                complaints.remove();
            }
        }
    }

    /** Gives each line that it prints to {@code reader}; returns when it prints no more. */
    void read(Consumer<String> reader) throws IOException {
        BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            reader.accept(line);
        }
    }

    /** The last step of the script and what was said of it. */
    List<String> lastStep() throws InterruptedException {
        listener.join(1000);
        List<String> said = new ArrayList<>();
        synchronized (complaints) {
            for (String line : complaints) {
                if (line.startsWith("+")) {
                    said.clear();
                }
                said.add(line.replaceFirst("^\\++ *", ""));
            }
        }
        return said;
    }

    /** What was said of steps, without the steps. */
    List<String> complaints() throws InterruptedException {
        listener.join(1000);
        synchronized (complaints) {
            return complaints.stream().filter(line -> !line.startsWith("+")).toList();
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Ends it and everything in its namespaces; returns when that is done. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            process.destroyForcibly(); // the same, by another way
        }
        boolean interrupted = false;
        while (process.isAlive()) {
            try {
                process.waitFor();
            } catch (InterruptedException e) {
                interrupted = true;
                process.destroyForcibly();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
