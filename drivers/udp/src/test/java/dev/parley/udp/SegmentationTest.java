package dev.parley.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bursts over a device that takes single packets only, as many network cards are: the kernel cuts
 * them apart for real, which it never does on loopback. In two network namespaces of the test's
 * own.
 */
final class SegmentationTest {
    private static final int SECONDS = 60;
    private static final String SCRIPT =
            """
            set -e
            mount -t tmpfs none /run
            ip netns add peer
            ip link add near type veth peer name far netns peer
            ip addr add 10.77.0.1/24 dev near
            ip link set near gso_max_segs 1 up
            ip -n peer addr add 10.77.0.2/24 dev far
            ip -n peer link set far up
            ip netns exec peer "$@" receive 10.77.0.2:7000 > "$OUT/received" &
            receiver=$!
            until grep -q ready "$OUT/received"; do kill -0 $receiver; sleep 0.05; done
            "$@" send 10.77.0.2:7000 10.77.0.1:0 > "$OUT/sent"
            wait $receiver
            ip netns exec peer cat /proc/net/dev > "$OUT/device"
            """;

    @Test
    void arriveAsSinglePackets(@TempDir Path out) throws Exception {
        assumeTrue(UdpBackend.LINUX.whyNot() == null, UdpBackend.LINUX::whyNot);
        assumeTrue(run(out, "true") == 0, "no network namespaces here: " + said(out));
        assertThat(run(out, SCRIPT)).as(said(out)).isZero();

        assertThat(Files.readAllLines(out.resolve("sent")))
                .containsExactly("sent 20", "sent 64", "sent 1", "sent 3", "sent 40");
        List<String> received = Files.readAllLines(out.resolve("received"));
        assertThat(received).hasSize(128 + 2).startsWith("ready").endsWith("done");
        List<String> datagrams = received.subList(1, 129);
        assertThat(datagrams).startsWith("1200 0", "1200 1").contains("300 19", "2000 85", "10 87");
        assertThat(datagrams.subList(20, 84)).allMatch(line -> line.startsWith("100 "));
        assertThat(datagrams).last().isEqualTo("1 127");
        for (int i = 0; i < datagrams.size(); i++) {
            assertThat(datagrams.get(i)).as("in order").endsWith(" " + i);
        }
        // Two of the datagrams travel as two fragments each; some packets are not ours (IPv6, ARP).
        assertThat(packetsReceived(out)).isGreaterThanOrEqualTo(130);
    }

    private static long packetsReceived(Path out) throws IOException {
        String far =
                Files.readAllLines(out.resolve("device")).stream()
                        .filter(line -> line.strip().startsWith("far:"))
                        .findFirst()
                        .orElseThrow();
        return Long.parseLong(far.strip().split("\\s+", -1)[2]);
    }

    private static int run(Path out, String script) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(
                        "unshare",
                        "--user",
                        "--map-root-user",
                        "--net",
                        "--mount",
                        "sh",
                        "-c",
                        script,
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Xshare:auto",
                        "-cp",
                        classPath(),
                        SegmentationProbe.class.getName());
        builder.environment().put("OUT", out.toString());
        builder.redirectErrorStream(true).redirectOutput(out.resolve("log").toFile());
        try {
            Process process = builder.start();
            try {
                assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).as(said(out)).isTrue();
                return process.exitValue();
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (IOException e) {
            Files.writeString(out.resolve("log"), String.valueOf(e.getMessage()));
            return -1;
        }
    }

    /** Where this module, its tests and what it needs are. */
    private static String classPath() {
        StringBuilder path = new StringBuilder();
        for (Class<?> type :
                List.of(
                        SegmentationProbe.class,
                        UdpDriver.class,
                        dev.parley.core.TransportAddress.class)) {
            path.append(
                    Path.of(
                            java.net.URI.create(
                                    type.getProtectionDomain()
                                            .getCodeSource()
                                            .getLocation()
                                            .toString())));
            path.append(System.getProperty("path.separator"));
        }
        return path.toString();
    }

    private static String said(Path out) throws IOException {
        Path log = out.resolve("log");
        return Files.exists(log) ? Files.readString(log, StandardCharsets.UTF_8) : "";
    }
}
