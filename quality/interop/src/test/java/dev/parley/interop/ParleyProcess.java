package dev.parley.interop;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** {@code parley serve} in a process of its own, on free ports of the loopback addresses. */
final class ParleyProcess implements AutoCloseable {
    private static final int START_MILLIS = 60_000;
    private static final int POLL_MILLIS = 100;

    private final Program program;
    private final int httpPort;
    private final int httpsPort;
    private final int stunPort;
    private final int turnsPort;

    private ParleyProcess(FreePorts ports, Path data, List<String> options) {
        httpPort = ports.next();
        httpsPort = ports.next();
        stunPort = ports.next();
        turnsPort = ports.next();
        List<String> command = command("serve");
        option(command, "--http-port", httpPort);
        option(command, "--https-port", httpsPort);
        option(command, "--stun-port", stunPort);
        option(command, "--turns-port", turnsPort);
        command.addAll(List.of("--metrics-listen", "off", "--data-dir", data.toString()));
        command.addAll(options);
        program = Program.start("parley-" + httpPort, command);
    }

    /** The program with one of its commands; more words may be added. */
    static List<String> command(String name) {
        List<String> command = new ArrayList<>(java());
        command.addAll(List.of("dev.parley.cli.Main", name));
        return command;
    }

    /** Starts a server and waits until it answers. */
    static ParleyProcess start(FreePorts ports, Path data, List<String> options) {
        ParleyProcess server = new ParleyProcess(ports, data, options);
        try {
            server.waitUntilReady();
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
        return server;
    }

    int stunPort() {
        return stunPort;
    }

    int turnsPort() {
        return turnsPort;
    }

    int httpsPort() {
        return httpsPort;
    }

    String output() {
        return program.output();
    }

    private void waitUntilReady() {
        URI health = URI.create("http://127.0.0.1:" + httpPort + "/health");
        HttpRequest request = HttpRequest.newBuilder(health).timeout(Duration.ofSeconds(2)).build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int waited = 0; waited < START_MILLIS; waited += POLL_MILLIS) {
                if (isHealthy(client, request)) {
                    return;
                }
                if (program.ends(POLL_MILLIS)) {
                    break;
                }
            }
        }
        throw new IllegalStateException("the server did not become ready:\n" + output());
    }

    private static boolean isHealthy(HttpClient client, HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the test was interrupted", e);
        }
    }

    /** How a Java program of this class path is started. */
    static List<String> java() {
        return java(classPath());
    }

    static List<String> java(String classPath) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                classPath);
    }

    static String classPath() {
        String surefires = System.getProperty("surefire.test.class.path");
        return surefires != null ? surefires : System.getProperty("java.class.path");
    }

    private static void option(List<String> command, String name, int value) {
        command.add(name);
        command.add(Integer.toString(value));
    }

    @Override
    public void close() {
        program.close();
    }
}
