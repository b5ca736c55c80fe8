package dev.parley.cli;

import dev.parley.server.Endpoint;
import dev.parley.server.RelayServer;
import dev.parley.server.settings.Configuration;
import dev.parley.server.settings.Program;
import dev.parley.udp.UdpBackend;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the program does so that the JVM can see it and make a cache of it for later starts: a relay
 * on loopback, with a folder of its own, that answers itself over UDP and TCP. Called by the
 * launcher alone.
 */
final class Training {
    private static final byte[] BINDING =
            HexFormat.of().parseHex("000100002112a442000102030405060708090a0b");
    private static final byte[] ALLOCATE =
            HexFormat.of().parseHex("000300082112a442000102030405060708090a0c0019000411000000");
    private static final int PATIENCE_MILLIS = 10_000;
    private static final int ANSWER_BYTES = 1500;

    private Training() {}

    static int run(Terminal terminal) {
        try {
            Path folder = Files.createTempDirectory("parley-train");
            try {
                relay(terminal, folder);
            } finally {
                delete(folder);
            }
            return ExitCode.OK;
        } catch (Exception e) {
            return Failure.report(terminal, "parley train", e);
        }
    }

    private static void relay(Terminal terminal, Path folder) throws Exception {
        List<String> line =
                List.of(
                        "--listen", "127.0.0.1",
                        "--stun-port", "0",
                        "--metrics-listen", "off",
                        "--data-dir", folder.toString());
        UdpBackend.AUTO.prepare();
        Map<String, List<String>> flags =
                PlainLine.settings(Program.TURN, line)
                        .orElseThrow(() -> new IllegalStateException("settings alone"));
        Configuration configuration = Configuration.of(Program.TURN, flags, Map.of());
        try (RelayServer server = RelayServer.start(configuration, Map.of())) {
            Signals.install();
            new TurnBanner(terminal, server, configuration, false).print(Duration.ZERO);
            ask(server.port(Endpoint.Kind.STUN_UDP));
        }
    }

    private static void ask(int port) throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            for (byte[] request : new byte[][] {BINDING, ALLOCATE}) {
                socket.send(new DatagramPacket(request, request.length, here, port));
                socket.receive(new DatagramPacket(new byte[ANSWER_BYTES], ANSWER_BYTES));
            }
        }
        try (Socket socket = new Socket(here, port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(BINDING);
            if (socket.getInputStream().read() < 0) {
                throw new IOException("no answer over TCP");
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
