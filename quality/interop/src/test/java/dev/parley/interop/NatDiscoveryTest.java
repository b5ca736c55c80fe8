package dev.parley.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Discovery of NAT behaviour on two loopback addresses: coturn's tools against our server, our
 * natcheck against coturn's server and ours. There is no NAT on loopback, and all of them say so.
 */
class NatDiscoveryTest {
    private static final String FIRST = "127.0.0.1";
    private static final String SECOND = "127.0.0.2";
    private static final int SECONDS_AT_MOST = 60;

    private static final FreePorts PORTS = new FreePorts();
    private static final int OTHER_PORT = PORTS.next();

    private static @Nullable ParleyProcess server;

    @BeforeAll
    static void startServer(@TempDir Path data) {
        server =
                ParleyProcess.start(
                        PORTS,
                        data,
                        List.of(
                                "--listen",
                                FIRST,
                                "--stun-alternate-address",
                                SECOND,
                                "--stun-alternate-port",
                                "" + OTHER_PORT));
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    private static int port() {
        if (server == null) {
            throw new IllegalStateException("the server was not started");
        }
        return server.stunPort();
    }

    private static String tool(String name, String flags, String... more) {
        assumeTrue(Program.isInstalled(name), name + " is missing (Debian package coturn)");
        List<String> command = new ArrayList<>(List.of(name));
        command.addAll(Arrays.asList(flags.split(" ")));
        command.addAll(List.of("-L", FIRST, "-p", "" + port()));
        command.addAll(List.of(more));
        command.add(FIRST);
        String log = (name + " " + flags).replaceAll("[^A-Za-z0-9]+", "-");
        return Program.run(log, command, SECONDS_AT_MOST);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "-m, NAT with Endpoint Independent Mapping!",
        "-f, NAT with Endpoint Independent Filtering!",
        "-m -P, NAT with Endpoint Independent Mapping!",
        "-f -P, NAT with Endpoint Independent Filtering!",
        "-H, Received a request (maybe a successful hairpinning)",
    })
    void coturnsNatdiscoveryNamesWhatIsThere(String flags, String words) {
        String output = tool("turnutils_natdiscovery", flags);
        assertThat(output)
                .contains(words)
                .contains("Other addr: : " + SECOND + ":" + OTHER_PORT)
                .doesNotContain("timeout")
                .doesNotContain("error")
                .endsWith("exit code 0");
        if (!flags.contains("-H")) {
            assertThat(output).contains("No NAT! (Endpoint Independent Mapping)");
        }
    }

    @Test
    void coturnsNatdiscoveryHearsTheAnswerToAnotherPort() {
        String output = tool("turnutils_natdiscovery", "-t", "-T", "1");
        assertThat(output.lines().filter(line -> line.contains("UDP reflexive addr")))
                .as("one answer to each of two sockets, both heard on the first\n%s", output)
                .hasSize(2);
        assertThat(output).doesNotContain("timeout").endsWith("exit code 0");
    }

    @Test
    void coturnsStunclientHearsAnswersFromTheOtherAddressAndToAnotherPort() {
        String output = tool("turnutils_stunclient", "-f");
        assertThat(output)
                .contains("RFC 5780 response 3")
                .contains("Response origin: : " + SECOND + ":" + OTHER_PORT)
                .endsWith("exit code 0");
    }

    @Test
    void natcheckNamesWhatIsBetweenItAndOurServer() {
        JsonNode report = natcheck("ours", FIRST + ":" + port());
        expectNothingBetween(report);
        assertThat(report.get("otherAddress").asString()).isEqualTo(SECOND + ":" + OTHER_PORT);
        assertThat(report.get("lifetimeSeconds").get("alive").asDouble(0)).isEqualTo(1);
        assertThat(report.get("lifetimeSeconds").get("gone").isNull()).isTrue();
    }

    @Test
    void natcheckNamesWhatIsBetweenItAndCoturn(@TempDir Path folder) {
        assumeTrue(Program.isInstalled("turnserver"), "coturn is missing (Debian package coturn)");
        int port = PORTS.next();
        int otherPort = PORTS.next();
        List<String> command = new ArrayList<>(List.of("turnserver", "-n", "--no-cli", "-a"));
        command.addAll(List.of("-L", FIRST, "-L", SECOND, "--no-tls", "--no-dtls", "-m", "1"));
        command.addAll(List.of("-p", "" + port, "--alt-listening-port=" + otherPort));
        command.addAll(List.of("-u", "a:b", "-r", "x", "--log-file=stdout", "--simple-log"));
        command.addAll(List.of("-b", folder.resolve("db").toString()));
        command.add("--pidfile=" + folder.resolve("pid"));
        try (Program coturn = Program.start("turnserver", command)) {
            JsonNode report = natcheck("coturn", FIRST + ":" + port);
            expectNothingBetween(report);
            assertThat(report.get("otherAddress").asString())
                    .as(coturn.output())
                    .isEqualTo(SECOND + ":" + otherPort);
            assertThat(report.get("lifetimeSeconds").get("alive").asDouble(0)).isEqualTo(1);
        }
    }

    private static void expectNothingBetween(JsonNode report) {
        assertThat(report.get("outcome").asString()).isEqualTo("discovered");
        assertThat(report.get("serverKind").asString()).isEqualTo("two-addresses");
        assertThat(report.get("nat").asBoolean(true)).isFalse();
        assertThat(report.get("mapping").asString()).isEqualTo("endpoint-independent");
        assertThat(report.get("filtering").asString()).isEqualTo("endpoint-independent");
        assertThat(report.get("fragments").asString()).isEqualTo("yes");
        assertThat(report.get("mapped").asString()).isEqualTo(report.get("local").asString());
    }

    /** Waits long for the first answer: the server may have been started just now. */
    private static JsonNode natcheck(String name, String address) {
        List<String> command = ParleyProcess.command("natcheck");
        command.addAll(List.of("--json", "--timeout", "30", "--lifetime", "1", address));
        String output = Program.run("natcheck-" + name, command, SECONDS_AT_MOST);
        assertThat(output).endsWith("exit code 0");
        String json = output.substring(output.indexOf('{'), output.lastIndexOf('}') + 1);
        return JsonMapper.shared().readTree(json);
    }
}
