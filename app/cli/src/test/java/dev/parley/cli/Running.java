package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A program in a process of its own, and what it has said. */
final class Running {
    private static final Pattern HTTP = Pattern.compile("http://localhost:(\\d+)/");
    private static final Pattern STUN = Pattern.compile("stun-udp 127\\.0\\.0\\.1:(\\d+)");

    final Process process;
    private final BufferedReader reader;
    private final StringBuilder said = new StringBuilder();

    private Running(Process process) {
        this.process = process;
        reader =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** {@code parley serve} on free ports of loopback. */
    static Running serve(Path folder, Map<String, String> environment, String... more)
            throws IOException {
        List<String> words = new ArrayList<>();
        words.addAll(
                List.of(
                        "serve",
                        "--listen",
                        "127.0.0.1",
                        "--metrics-listen",
                        "off",
                        "--data-dir",
                        folder.toString()));
        List<String> given = List.of(more);
        for (String port : List.of("http", "https", "stun", "turns")) {
            if (!given.contains("--" + port + "-port")) {
                words.addAll(List.of("--" + port + "-port", "0"));
            }
        }
        words.addAll(given);
        return start("dev.parley.cli.Main", words, environment);
    }

    /** A class with a method main, of this program or its tests. */
    static Running start(String main, List<String> words, Map<String, String> environment)
            throws IOException {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        String.join(
                                File.pathSeparator,
                                System.getProperty("jdk.module.path", ""),
                                System.getProperty("java.class.path"),
                                Path.of("target", "test-classes").toAbsolutePath().toString()),
                        main));
        line.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("PARLEY_"));
        builder.environment().remove("JAVA_TOOL_OPTIONS"); // announces itself
        builder.environment().remove("NOTIFY_SOCKET"); // of whoever runs the tests
        builder.environment().putAll(environment);
        return new Running(builder.start());
    }

    /** A process that SIGHUP is ignored for cannot have it back, nor can those that it starts. */
    static void assumeHangups() throws IOException {
        Path status = Path.of("/proc/self/status");
        boolean ignored =
                Files.isReadable(status)
                        && Files.readAllLines(status).stream()
                                .filter(line -> line.startsWith("SigIgn:"))
                                .anyMatch(line -> line.matches(".*[13579bdf]\\s*"));
        assumeFalse(ignored, "these tests were started so that SIGHUP is ignored (nohup)");
    }

    void await(String words) throws IOException {
        for (String line; (line = reader.readLine()) != null; ) {
            said.append(line).append('\n');
            if (line.contains(words)) {
                return;
            }
        }
        throw new AssertionError("it ended without '" + words + "':\n" + said);
    }

    /** SIGTERM; the process object's own method would close what we still want to read. */
    void terminate() {
        assertThat(process.toHandle().destroy()).isTrue();
    }

    void hangUp() throws IOException, InterruptedException {
        signal("HUP");
    }

    void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, "" + process.pid()).start();
        assertThat(kill.waitFor()).isZero();
    }

    String text() {
        return said.toString();
    }

    String rest() throws IOException {
        return String.join("\n", reader.lines().toList());
    }

    int httpPort() {
        return port(HTTP);
    }

    int stunPort() {
        return port(STUN);
    }

    private int port(Pattern pattern) {
        Matcher matcher = pattern.matcher(said);
        assertThat(matcher.find()).isTrue();
        return Integer.parseInt(matcher.group(1));
    }
}
