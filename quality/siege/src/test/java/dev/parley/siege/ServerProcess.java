package dev.parley.siege;

import dev.parley.core.TransportAddress;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** {@code parley serve} as {@code ./parley} starts it, on loopback addresses. */
final class ServerProcess implements AutoCloseable {
    static final String USER = "siege";
    static final String PASSWORD = "of-a-walled-town";
    static final String REALM = "parley";

    /** Peers live in this network; the relay itself and the clients do not. */
    static final String PEERS = "127.9.0.0/16";

    private static final int LOWEST_PORT = 24_000;
    private static final int LISTENING_PORTS = 200;
    private static final int RELAY_PORTS = 700;
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Process process;
    private final Thread atExit;
    private final Path log;
    private final TransportAddress stun;
    private final TransportAddress turns;
    private final TransportAddress metrics;

    private ServerProcess(
            Process process,
            Path log,
            TransportAddress stun,
            TransportAddress turns,
            TransportAddress metrics) {
        this.process = process;
        this.log = log;
        this.stun = stun;
        this.turns = turns;
        this.metrics = metrics;
        atExit = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /**
     * Starts one and waits until it is ready.
     *
     * @param folder for its data and what it prints
     * @param javaOptions beside those of {@code ./parley}
     */
    static ServerProcess start(Path folder, List<String> javaOptions, String... options)
            throws IOException {
        List<TransportAddress> ports = freePorts(3);
        TransportAddress stun = ports.get(0);
        TransportAddress turns = ports.get(1);
        TransportAddress metrics = ports.get(2);
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(
                List.of(
                        "-XX:+UseSerialGC",
                        "-Xms24m",
                        "-Xmx512m",
                        "-XX:+UseCompactObjectHeaders",
                        "-XX:+ExitOnOutOfMemoryError",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow"));
        line.addAll(javaOptions);
        line.addAll(List.of("-cp", classPath(), "dev.parley.cli.Main", "serve"));
        line.addAll(List.of("--http-port", "off", "--https-port", "off", "--qr", "off"));
        line.addAll(List.of("--listen", "127.0.0.1", "--relay-address", "127.0.0.1"));
        line.addAll(List.of("--stun-port", Integer.toString(stun.port())));
        line.addAll(List.of("--turns-port", Integer.toString(turns.port())));
        line.addAll(List.of("--metrics-listen", metrics.toString()));
        line.addAll(List.of("--data-dir", folder.resolve("data").toString()));
        int lowest = relayPorts();
        line.addAll(List.of("--relay-ports", lowest + "-" + (lowest + RELAY_PORTS - 1)));
        line.addAll(List.of("--user", USER + ":" + PASSWORD, "--allow-peer", PEERS));
        line.addAll(List.of("--user-quota", "600", "--address-quota", "600"));
        line.addAll(List.of("--allocation-rate", "100000")); // one user stands for all
        line.addAll(List.of(options));
        Path log = folder.resolve("server.log");
        ProcessBuilder builder =
                new ProcessBuilder(line)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        builder.environment().keySet().removeIf(name -> name.startsWith("PARLEY_"));
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        ServerProcess server = new ServerProcess(builder.start(), log, stun, turns, metrics);
        try {
            server.awaitReady();
        } catch (RuntimeException | IOException e) {
            server.close();
            throw e;
        }
        return server;
    }

    /** Where TURN is served over UDP and TCP. */
    TransportAddress stun() {
        return stun;
    }

    /** Where TURN is served over TLS. */
    TransportAddress turns() {
        return turns;
    }

    /** Where its figures are. */
    TransportAddress metricsAddress() {
        return metrics;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** All that it printed. */
    String output() {
        try {
            return Files.readString(log, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitReady() throws IOException {
        long began = System.nanoTime();
        while (!Files.readString(log, StandardCharsets.UTF_8).contains("ready in")) {
            if (!process.isAlive() || System.nanoTime() - began > START_NANOS) {
                throw new IllegalStateException("the server did not become ready:\n" + output());
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    private static String classPath() {
        String surefires = System.getProperty("surefire.test.class.path");
        return surefires != null ? surefires : System.getProperty("java.class.path");
    }

    private static int relayPorts() {
        return Integer.getInteger("siege.relay.ports", LOWEST_PORT + LISTENING_PORTS);
    }

    /** Ports below those that the system gives out, free for UDP and TCP. */
    private static List<TransportAddress> freePorts(int count) throws IOException {
        List<TransportAddress> free = new ArrayList<>();
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        int taken = 0;
        // Two of these tests at once begin to look at different places.
        int first = LOWEST_PORT + (int) (ProcessHandle.current().pid() % (LISTENING_PORTS / 2));
        for (int port = first; free.size() < count; port++) {
            if (taken == LISTENING_PORTS / 2 - count) {
                throw new IOException("no free ports from " + LOWEST_PORT + " on");
            }
            try (ServerSocket _ = new ServerSocket(port, 1, loopback);
                    DatagramSocket _ = new DatagramSocket(port, loopback)) {
                free.add(TransportAddress.parse("127.0.0.1:" + port));
            } catch (BindException _) {
                taken++; // somebody else's
            }
        }
        return free;
    }

    /** Ends it at once. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
