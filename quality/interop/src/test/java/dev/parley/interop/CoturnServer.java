package dev.parley.interop;

import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** coturn's server (Debian package coturn) on a loopback address, for UDP, TCP and TLS. */
final class CoturnServer implements AutoCloseable {
    static final String USER = "ana";
    static final String PASSWORD = "a password of hers";

    private static final int START_MILLIS = 20_000;
    private static final int POLL_MILLIS = 50;
    private static final int RELAY_PORTS = 40;

    private final List<String> command = new ArrayList<>(List.of("turnserver", "-n"));
    private final int port;
    private final int tlsPort;
    private Program program;

    private CoturnServer(FreePorts ports, Path data, List<String> options) {
        port = ports.next();
        tlsPort = ports.next();
        int firstRelay = ports.next();
        Path key = data.resolve("key.pem");
        Path certificate = data.resolve("certificate.pem");
        makeCertificate(key, certificate);
        command.addAll(List.of("-L", "127.0.0.1", "-E", "127.0.0.1"));
        command.addAll(List.of("-p", "" + port, "--tls-listening-port", "" + tlsPort));
        command.addAll(List.of("--min-port", "" + firstRelay));
        command.addAll(List.of("--max-port", "" + (firstRelay + RELAY_PORTS)));
        command.addAll(List.of("-a", "-u", USER + ":" + PASSWORD, "-r", "north"));
        command.addAll(List.of("--cert", certificate.toString(), "--pkey", key.toString()));
        command.addAll(List.of("--allow-loopback-peers", "--no-cli", "--no-dtls"));
        command.addAll(List.of("--userdb", data.resolve("users.db").toString()));
        command.addAll(List.of("--pidfile", data.resolve("pid").toString()));
        command.addAll(List.of("--log-file", "stdout"));
        command.addAll(options);
        program = run();
    }

    static boolean isInstalled() {
        return Program.isInstalled("turnserver") && Program.isInstalled("openssl");
    }

    /** Starts it and waits until it accepts connections. */
    static CoturnServer start(FreePorts ports, Path data, String... options) {
        return new CoturnServer(ports, data, List.of(options));
    }

    private static void makeCertificate(Path key, Path certificate) {
        List<String> command = new ArrayList<>(List.of("openssl", "req", "-x509", "-nodes"));
        command.addAll(List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"));
        command.addAll(List.of("-keyout", key.toString(), "-out", certificate.toString()));
        command.addAll(List.of("-days", "2", "-subj", "/CN=localhost"));
        String output = Program.run("openssl", command, 20);
        if (!output.endsWith("exit code 0")) {
            throw new IllegalStateException(output);
        }
    }

    private Program run() {
        Program started = Program.start("turnserver-" + port, command);
        for (int waited = 0; waited < START_MILLIS; waited += POLL_MILLIS) {
            if (accepts(port) && accepts(tlsPort)) {
                return started;
            }
            if (started.ends(POLL_MILLIS)) {
                break;
            }
        }
        started.close();
        throw new IllegalStateException("turnserver did not start:\n" + started.output());
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Ends it and starts it again on the same ports; it remembers nobody. */
    void restart() {
        program.close();
        program = run();
    }

    /** Where it listens for that transport. */
    TransportAddress address(Transport transport) {
        return TransportAddress.parse("127.0.0.1:" + (transport == Transport.TLS ? tlsPort : port));
    }

    String output() {
        return program.output();
    }

    @Override
    public void close() {
        program.close();
    }
}
