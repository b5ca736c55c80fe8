package dev.parley.cli;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * What the program does so that the JVM can see it and make a cache of it for later starts: a relay
 * on loopback, started as every relay is, with a folder of its own, that is asked over UDP and TCP
 * and then told to end. Called by the launcher alone.
 *
 * <p>All that is in the cache is loaded before a program begins, so what is used here and not by
 * the start of a relay makes that slower: the admin API and its JSON would cost 50 ms and 9 MB.
 */
final class Training {
    private static final byte[] BINDING =
            HexFormat.of().parseHex("000100002112a442000102030405060708090a0b");
    private static final byte[] ALLOCATE =
            HexFormat.of().parseHex("000300082112a442000102030405060708090a0c0019000411000000");
    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
    private static final int PATIENCE_MILLIS = 120_000; // at the lowest priority, beside a start
    private static final int ANSWER_MILLIS = 1000;
    private static final int ANSWER_BYTES = 1500;

    private Training() {}

    static int run(Terminal terminal) {
        try {
            Path folder = Files.createTempDirectory("parley-train");
            try {
                return relay(terminal, folder);
            } finally {
                delete(folder);
            }
        } catch (Exception e) {
            return Failure.report(terminal, "parley train", e);
        }
    }

    private static int relay(Terminal terminal, Path folder) throws IOException {
        int port = freePort();
        List<String> line =
                List.of(
                        "turn",
                        "--listen=" + HERE.getHostAddress(),
                        "--stun-port=" + port,
                        "--external-address=203.0.113.1", // for a look at what is public
                        "--metrics-listen=" + HERE.getHostAddress() + ":" + freePort(),
                        "--data-dir=" + folder);
        Signals signals = Signals.unheard();
        CompletableFuture<Void> asked =
                CompletableFuture.runAsync(() -> {
                    try {
                        askOverUdp(port);
                        askOverTcp(port);
                        signals.ask();
                    } catch (IOException e) {
                        throw new CompletionException(e);
                    }
                });
        // Nobody else ends the relay, so a failure has to.
        CompletableFuture<Void> ended =
                asked.whenComplete((nothing, failure) -> {
                    if (failure != null) {
                        terminal.err().println("parley train: " + failure);
                        Runtime.getRuntime().halt(ExitCode.ENVIRONMENT);
                    }
                });
        int code =
                ServerRun.quickly(seen(terminal), Map.of(), line, signals).orElse(ExitCode.USAGE);
        if (code == ExitCode.OK) {
            ended.join();
        }
        return code;
    }

    /** For TCP; one that UDP has free as well, but for an accident. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, HERE)) {
            return socket.getLocalPort();
        }
    }

    /** As if a person looked: all that is ever printed is printed. */
    private static Terminal seen(Terminal terminal) {
        return new Terminal(terminal.out(), terminal.err(), true, true, terminal.columns());
    }

    private static void askOverUdp(int port) throws IOException {
        for (byte[] request : new byte[][] {BINDING, ALLOCATE}) {
            untilDone(() -> {
                try (DatagramSocket socket = new DatagramSocket()) {
                    socket.connect(HERE, port);
                    socket.setSoTimeout(ANSWER_MILLIS);
                    socket.send(new DatagramPacket(request, request.length));
                    socket.receive(new DatagramPacket(new byte[ANSWER_BYTES], ANSWER_BYTES));
                }
            });
        }
    }

    private static void askOverTcp(int port) throws IOException {
        untilDone(() -> {
            try (Socket socket = new Socket(HERE, port)) {
                socket.setSoTimeout(PATIENCE_MILLIS);
                socket.getOutputStream().write(BINDING);
                if (socket.getInputStream().read() < 0) {
                    throw new IOException("no answer over TCP");
                }
            }
        });
    }

    /** Something that is asked of the relay. */
    private interface Question {
        void ask() throws IOException;
    }

    /** Again and again: a relay that starts has UDP first, then TCP. */
    private static void untilDone(Question question) throws IOException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        while (true) {
            try {
                question.ask();
                return;
            } catch (IOException e) {
                if (System.nanoTime() - end > 0) {
                    throw e;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
