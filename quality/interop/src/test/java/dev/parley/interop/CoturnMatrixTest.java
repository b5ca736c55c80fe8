package dev.parley.interop;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * coturn's test client on every transport and over both families, whatever relays: each kind of UDP
 * socket, one thread and several. The clients of one server run all at once, since they spend their
 * time waiting.
 */
class CoturnMatrixTest {
    private static final String USER = "ana";
    private static final String PASSWORD = "a password of hers";
    private static final List<String> LISTENERS =
            List.of("127.0.0.1", "127.0.0.2", "::1"); // two of a family, and the other one

    /** The port, and the flags of the client. */
    private static final List<List<String>> WAYS =
            List.of(
                    List.of("stun", "-c"),
                    List.of("stun", "-c -s"),
                    List.of("stun", "-c -t"),
                    List.of("turns", "-c -t -S"),
                    List.of("https", "-c -t -S -s"));

    @ParameterizedTest(name = "--udp {0} --relay-threads {1}")
    @CsvSource({"nio, 1", "nio, 2", "linux, 1", "linux, 4"})
    void relaysOnEveryTransport(String udp, String threads, @TempDir Path data) throws Exception {
        assumeTrue(Uclient.isInstalled(), "coturn's tools are missing (Debian package coturn)");
        assumeTrue(
                System.getProperty("os.name").equals("Linux")
                        || (udp.equals("nio") && threads.equals("1")),
                "takes Linux");
        boolean ipv6 = hasIpv6();
        FreePorts ports = new FreePorts();
        int peerPort = ports.nextPair();
        List<String> options = new ArrayList<>(List.of("--udp", udp, "--relay-threads", threads));
        options.addAll(List.of("--user", USER + ":" + PASSWORD));
        options.addAll(List.of("--user-quota", "200", "--address-quota", "400"));
        options.addAll(List.of("--relay-address", "127.0.0.1", "--allow-peer", "127.0.0.0/8"));
        if (ipv6) {
            options.addAll(List.of("--relay-address", "::1", "--allow-peer", "::1/128"));
        }
        List<String> listeners =
                LISTENERS.stream().filter(address -> ipv6 || !address.contains(":")).toList();
        listeners.forEach(address -> options.addAll(List.of("--listen", address)));
        try (Program _ = Uclient.startPeer(peerPort, ipv6);
                ParleyProcess server = ParleyProcess.start(ports, data, options);
                ExecutorService runs = Executors.newVirtualThreadPerTaskExecutor()) {
            Uclient uclient = new Uclient(server, peerPort);
            List<Future<UclientReport>> reports = new ArrayList<>();
            for (String address : listeners) {
                for (List<String> way : WAYS) {
                    reports.add(runs.submit(() -> run(uclient, address, way)));
                }
            }
            // A relay of one client reaches that of another, whichever thread each is with.
            reports.add(
                    runs.submit(() ->
                            uclient.run(
                                    "stun",
                                    "-y -c -m 4 -u " + USER,
                                    PASSWORD,
                                    "127.0.0.1",
                                    "127.0.0.1")));
            for (Future<UclientReport> report : reports) {
                report.get().expectAllRelayed();
            }
        }
    }

    private static UclientReport run(Uclient uclient, String address, List<String> way) {
        boolean v6 = address.contains(":");
        String flags = way.getLast() + (v6 ? " -x" : "") + " -m 2 -u " + USER;
        return uclient.run(way.getFirst(), flags, PASSWORD, address, v6 ? "::1" : "127.0.0.1");
    }

    private static boolean hasIpv6() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("::1"))) {
            return socket.isBound();
        } catch (IOException none) {
            return false;
        }
    }
}
