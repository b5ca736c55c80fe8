package dev.parley.internet.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.core.TransportAddress;
import dev.parley.internet.Internet;
import dev.parley.internet.tcp.Talker;
import dev.parley.internet.topology.Topologies;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Wireshark's own code (Debian package tshark) reads in our captures. */
class TsharkTest {
    private static final String BAD = "0";
    private static final List<String> CHECKSUMS =
            List.of(
                    "ip.checksum.status",
                    "udp.checksum.status",
                    "tcp.checksum.status",
                    "icmp.checksum.status",
                    "icmpv6.checksum.status");

    @TempDir Path folder;

    @BeforeEach
    void needsTshark() {
        boolean installed =
                Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                        .anyMatch(bin -> Files.isExecutable(Path.of(bin, "tshark")));
        assumeTrue(installed, "tshark is missing (Debian package tshark)");
    }

    @Test
    void nothingIsMalformedAndOnlyTheCorruptHaveBadChecksums() throws Exception {
        List<String[]> frames = fields("", "_ws.malformed", "frame.comment");
        assertThat(frames).hasSizeGreaterThan(60);
        assertThat(frames).extracting(frame -> frame[0]).containsOnly("");
        for (String checksum : CHECKSUMS) {
            List<String[]> known =
                    fields(checksum, checksum, "frame.comment", "frame.interface_name");
            assertThat(known).as(checksum).isNotEmpty();
            List<String[]> bad = new ArrayList<>(known);
            bad.removeIf(frame -> !frame[0].contains(BAD));
            assertThat(bad)
                    .filteredOn(f -> f[2].equals("internet > ben"))
                    .as(checksum)
                    .allMatch(frame -> frame[1].contains("ben dropped it: corrupt"));
            assertThat(bad).as(checksum).hasSize(expectedBad(checksum));
        }
    }

    /** Each corrupt packet goes over two links; UDP and TCP are sent in both families. */
    private static int expectedBad(String checksum) {
        return switch (checksum) {
            case "ip.checksum.status" -> 0;
            case "udp.checksum.status", "tcp.checksum.status" -> 4;
            default -> 2;
        };
    }

    @Test
    void fragmentsArePutTogether() throws Exception {
        List<String[]> whole =
                fields("udp.length == 3509 && udp.checksum.status == 1", "frame.interface_name");
        assertThat(whole)
                .extracting(frame -> frame[0])
                .contains("ana > internet", "internet > ben");
    }

    @Test
    void errorsAreUnderstood() throws Exception {
        assertThat(fields("icmp.mtu == 1300 || icmpv6.mtu == 1300", "frame.number"))
                .as("both families, on two links")
                .hasSizeGreaterThanOrEqualTo(2);
        assertThat(fields("icmp.type == 3 && icmp.code == 3 && udp.dstport == 9", "frame.number"))
                .hasSize(2);
    }

    @Test
    void connectionsAreFollowedWithTheirOptionsAndWindows() throws Exception {
        Path file = folder.resolve("connection.pcapng");
        Internet internet = Internet.of(Topologies.twoHomes(), 1);
        try (PcapngTrace trace = PcapngTrace.at("server", Files.newOutputStream(file))) {
            internet.observe(trace);
            internet.host("server").tcp().listen(443, (_, _) -> new Talker("no", true));
            TransportAddress server = TransportAddress.parse("203.0.113.10:443");
            internet.host("ana").tcp().connect(server, new Talker("?".repeat(5000), true));
            internet.run();
        }
        assertThat(fields(file, "tcp.flags.syn == 1", "tcp.options.mss_val", "ip.src"))
                .extracting(frame -> String.join(" ", frame))
                .containsExactly("1460 18.18.18.18", "1460 203.0.113.10");
        assertThat(fields(file, "tcp.flags.syn == 0", "tcp.window_size"))
                .extracting(frame -> frame[0])
                .containsOnly("262144");
        assertThat(fields(file, "tcp.analysis.flags || _ws.malformed", "frame.number")).isEmpty();
        assertThat(fields(file, "tcp.checksum.status == 1", "frame.number"))
                .hasSameSizeAs(fields(file, "tcp", "frame.number"));
    }

    /** The fields of all frames of the sample that pass the filter. */
    private List<String[]> fields(String filter, String... names)
            throws IOException, InterruptedException {
        Path file = folder.resolve("sample.pcapng");
        try (PcapngTrace trace = PcapngTrace.everywhere(Files.newOutputStream(file))) {
            new SampleRun(1, trace);
        }
        return fields(file, filter, names);
    }

    private List<String[]> fields(Path file, String filter, String... names)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", file.toString()));
        for (String protocol : List.of("ip", "udp", "tcp")) {
            command.addAll(List.of("-o", protocol + ".check_checksum:TRUE"));
        }
        command.addAll(List.of("-Y", filter, "-T", "fields", "-E", "separator=|"));
        for (String name : names) {
            command.addAll(List.of("-e", name));
        }
        Process process =
                new ProcessBuilder(command)
                        .redirectError(folder.resolve("stderr").toFile())
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(() -> "tshark: " + stderr()).isZero();
        return output.lines().map(line -> line.split("\\|", -1)).toList();
    }

    private String stderr() {
        try {
            return Files.readString(folder.resolve("stderr"));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
