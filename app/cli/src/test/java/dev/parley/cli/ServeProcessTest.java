package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program in a process of its own, as its users have it. */
// In a thread of its own: a process that says nothing is read from until it ends.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServeProcessTest {
    @TempDir private Path folder;
    private @Nullable Process process;

    @AfterEach
    void kill() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    @Test
    void endsCleanlyWhenAskedTo() throws Exception {
        Running running = serve("--drain-seconds", "5");
        running.await("ready in");
        assertThat(answers(running.httpPort())).isTrue();
        running.terminate();
        assertThat(running.process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(running.process.exitValue()).isZero();
        assertThat(answers(running.httpPort())).isFalse();
        assertThat(running.rest()).contains("ending");
    }

    @Test
    void saysNothingButItsOwnWords() throws Exception {
        Running running = serve();
        running.await("ready in");
        running.terminate();
        running.process.waitFor();
        assertThat(running.text() + running.rest())
                .doesNotContain("WARNING")
                .doesNotContain("WARN ")
                .doesNotContain("SLF4J")
                .doesNotContain("Exception");
    }

    @Test
    void reloadsOnHangup() throws Exception {
        assumeFalse(ignoresHangup(), "these tests were started so that SIGHUP is ignored (nohup)");
        Path file = Files.writeString(folder.resolve("parley.toml"), "room-capacity = 2\n");
        Running running = serve("--config", file.toString());
        running.await("ready in");
        Files.writeString(file, "room-capacity = 3\nrealm = 'elsewhere'\n");
        hangUp(running.process);
        running.await("Reloaded: room-capacity");
        running.await("counts after a restart: realm");
        Files.writeString(file, "room-capacity = 'many'\n");
        hangUp(running.process);
        running.await("everything is as before: room-capacity in " + file);
        assertThat(answers(running.httpPort())).isTrue();
        running.terminate();
        assertThat(running.process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(running.process.exitValue()).isZero();
    }

    /** A process that it is ignored for cannot have it back, nor can those that it starts. */
    private static boolean ignoresHangup() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return false;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> line.matches(".*[13579bdf]\\s*"));
    }

    @Test
    void isOperatedFromAnotherTerminal() throws Exception {
        Running running = serve("--admin-listen", "127.0.0.1:0");
        running.await("ready in");
        Screen screen = new Screen();
        assertThat(admin(screen, "status")).isZero();
        assertThat(screen.out()).contains("serving").contains("0 with 0 permissions");
        assertThat(admin(screen, "allocations")).isZero();
        assertThat(screen.out()).contains("nothing is relayed");
        assertThat(admin(screen, "config")).isZero();
        assertThat(screen.out()).contains("admin-listen").contains("127.0.0.1:0  (flag)");
        assertThat(admin(screen, "show", "7")).isEqualTo(1);
        assertThat(screen.err()).contains("parley admin: There is no relay of that number.");
        assertThat(admin(screen, "kick")).isEqualTo(2);
        assertThat(admin(screen, "drain", "--seconds", "30")).isZero();
        assertThat(running.process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(running.process.exitValue()).isZero();
        assertThat(admin(screen, "status")).as("nobody there").isEqualTo(1);
        assertThat(screen.err()).contains("--admin-listen");
    }

    private int admin(Screen screen, String... words) {
        List<String> line = new ArrayList<>(List.of("admin"));
        line.addAll(List.of(words));
        line.addAll(List.of("--data-dir", folder.toString()));
        return new ParleyCommand(screen.terminal(false, true, 100), Map.of())
                .run(line.toArray(String[]::new));
    }

    private static void hangUp(Process process) throws Exception {
        Process kill = new ProcessBuilder("kill", "-HUP", Long.toString(process.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    @Test
    void aPortInUseIsOneLineAndCode1() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            String port = Integer.toString(taken.getLocalPort());
            Running running = serve("--turns-port", port);
            assertThat(running.process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(running.process.exitValue()).isEqualTo(1);
            assertThat(running.rest().lines())
                    .singleElement()
                    .asString()
                    .startsWith("parley serve: --turns-port: TCP port " + port);
        }
    }

    private Running serve(String... more) throws IOException {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("jdk.module.path", "")
                                + File.pathSeparator
                                + System.getProperty("java.class.path"),
                        "dev.parley.cli.Main",
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
                line.addAll(List.of("--" + port + "-port", "0"));
            }
        }
        line.addAll(given);
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("PARLEY_"));
        builder.environment().remove("JAVA_TOOL_OPTIONS"); // announces itself
        process = builder.start();
        return new Running(process);
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write("GET /health HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .contains("200 OK");
        } catch (IOException e) {
            return false;
        }
    }

    /** A started program and what it has said. */
    private static final class Running {
        private static final Pattern HTTP = Pattern.compile("http://localhost:(\\d+)/");

        final Process process;
        private final BufferedReader reader;
        private final StringBuilder said = new StringBuilder();

        Running(Process process) {
            this.process = process;
            reader =
                    new BufferedReader(
                            new InputStreamReader(
                                    process.getInputStream(), StandardCharsets.UTF_8));
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

        String text() {
            return said.toString();
        }

        String rest() throws IOException {
            return String.join("\n", reader.lines().toList());
        }

        int httpPort() {
            Matcher matcher = HTTP.matcher(said);
            assertThat(matcher.find()).isTrue();
            return Integer.parseInt(matcher.group(1));
        }
    }
}
