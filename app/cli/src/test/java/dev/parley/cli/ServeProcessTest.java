package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
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
    void tellsTheServiceManagerOrSaysThatItCannot() throws Exception {
        String nobody = folder.resolve("nobody").toString();
        Running running = serve(Map.of("NOTIFY_SOCKET", nobody));
        running.await("systemd cannot be told that this serves: ");
        assertThat(answers(running.httpPort())).isTrue();
        running.terminate();
        assertThat(running.process.waitFor()).isZero();
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
        Running.assumeHangups();
        Path file = Files.writeString(folder.resolve("parley.toml"), "room-capacity = 2\n");
        Running running = serve("--config", file.toString());
        running.await("ready in");
        Files.writeString(file, "room-capacity = 3\nrealm = 'elsewhere'\n");
        running.hangUp();
        running.await("Reloaded: room-capacity");
        running.await("counts after a restart: realm");
        Files.writeString(file, "room-capacity = 'many'\n");
        running.hangUp();
        running.await("everything is as before: room-capacity in " + file);
        assertThat(answers(running.httpPort())).isTrue();
        running.terminate();
        assertThat(running.process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(running.process.exitValue()).isZero();
    }

    /** It reads its settings from a pipe, so it has not served anybody when the signal comes. */
    @Test
    void remembersAHangupFromBeforeItServes() throws Exception {
        Running.assumeHangups();
        Path pipe = folder.resolve("settings");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        Running running = serve("--config", pipe.toString());
        try (OutputStream settings = Files.newOutputStream(pipe)) { // once it reads
            running.hangUp();
            settings.write("room-capacity = 2\n".getBytes(StandardCharsets.US_ASCII));
        }
        running.await("ready in");
        Files.writeString(pipe, "room-capacity = 3\n");
        running.await("Reloaded: room-capacity");
        running.terminate();
        assertThat(running.process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(running.process.exitValue()).isZero();
    }

    @Test
    void aSecondSignalEndsRelaysAndLosesNothing() throws Exception {
        Path usage = folder.resolve("usage.jsonl");
        Path log = folder.resolve("parley.log");
        Running running =
                serve(
                        "--drain-seconds",
                        "3600",
                        "--user",
                        "ann:wonderland",
                        "--usage-file",
                        usage.toString(),
                        "--log-file",
                        log.toString());
        running.await("relays by UDP ports");
        int port = running.stunPort();
        try (Borrower ann = Borrower.overUdp("ann", "wonderland", port);
                Borrower again = Borrower.overTcp("ann", "wonderland", port)) {
            ann.borrow();
            again.borrow();
            running.terminate();
            running.await("Draining: 2 relays may go on");
            running.terminate();
            running.await("ending now");
            assertThat(running.process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(running.process.exitValue()).isZero();
        assertThat(Files.readAllLines(usage))
                .hasSize(2)
                .allSatisfy(line ->
                        assertThat(line)
                                .contains("\"user\":\"ann\"", "\"final\":true")
                                .contains("\"reason\":\"shutdown\""));
        assertThat(Files.readString(log))
                .containsSubsequence("of \"ann\" over UDP ended", "ends by a signal after")
                .containsSubsequence("of \"ann\" over TCP ended", "ends by a signal after");
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
        return serve(Map.of(), more);
    }

    private Running serve(Map<String, String> environment, String... more) throws IOException {
        Running started = Running.serve(folder, environment, more);
        process = started.process;
        return started;
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
}
