package dev.parley.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.internet.topology.Topologies;
import dev.parley.lab.real.LabRefusedException;
import dev.parley.lab.real.Survey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code parley lab --real}: our natcheck names every kind of gateway that Linux makes, asking our
 * server through it.
 */
class RealLabTest {
    private static final int SECONDS_AT_MOST = 90;

    @TempDir private static Path folder;
    private static @Nullable LabProcess lab;
    private static String refusal = "";

    @BeforeAll
    static void startsTheLab() throws Exception {
        try {
            Survey.ground();
        } catch (LabRefusedException e) {
            refusal = String.valueOf(e.getMessage());
            return;
        }
        lab = LabProcess.start(folder, LabKinds.topology());
    }

    @AfterAll
    static void endsTheLab() {
        if (lab != null) {
            lab.close();
            assertThat(folder.resolve("doors")).isEmptyDirectory();
        }
    }

    @BeforeEach
    void skipsWithoutRights() {
        assumeTrue(refusal.isEmpty(), refusal);
    }

    static Stream<LabKind> ipv4() {
        return LabKinds.IPV4.stream();
    }

    static Stream<LabKind> ipv6() {
        return LabKinds.IPV6.stream();
    }

    @ParameterizedTest
    @MethodSource("ipv4")
    void natcheckNamesTheNat(LabKind kind) {
        expect(natcheck(kind.name()), kind.expected());
    }

    @ParameterizedTest
    @MethodSource("ipv6")
    void natcheckNamesTheFirewallOfIpv6(LabKind kind) {
        expect(natcheck(kind.name(), "-6"), kind.expected());
    }

    @Test
    void twoNatsInARowAreTheStricterOne() {
        expect(
                natcheck("nested"),
                Map.of(
                        "mapping", "address-and-port-dependent",
                        "filtering", "address-dependent",
                        "nat", "true"));
    }

    @Test
    void aMappingLivesAsLongAsItIsSaid() {
        String output = natcheck("brief", "--lifetime=24");
        Matcher bounds =
                Pattern.compile("\"alive\": ([0-9.]+), \"gone\": ([0-9.]+)").matcher(output);
        assertThat(bounds.find()).as(output).isTrue();
        assertThat(Double.parseDouble(bounds.group(1))).as(output).isBetween(4.0, 8.5);
        assertThat(Double.parseDouble(bounds.group(2))).as(output).isBetween(7.5, 12.0);
    }

    @Test
    void linksLoseWhatTheyAreSaidToLose() {
        assertThat(natcheck("lossy")).contains("did not answer");
    }

    @Test
    void aHairpinMayShowTheAddressInside() {
        List<String> ear = datagrams("hear", "7000", "203.0.113.10", "3478");
        List<String> mouth = datagrams("say", "7001", "18.18.19.6", "7000");
        try (Program hearing = lab().start("ear", ear)) {
            await("the ear is there", () -> hearing.output().contains("listening"));
            assertThat(lab().run("mouth", mouth, SECONDS_AT_MOST)).contains("said");
            await("the ear heard", () -> hearing.ends(0));
            assertThat(hearing.output()).contains("heard from /192.168.1.3:7001");
        }
    }

    @Test
    void firewallsLetTheirPortsPassAndNoUdp() {
        assertThat(knock("web")).contains("80 open", "443 open", "3478 shut");
        assertThat(natcheck("web")).contains("did not answer");
        assertThat(knock("mute")).contains("80 shut", "443 shut", "3478 shut");
        assertThat(natcheck("mute")).contains("\"mapping\": \"endpoint-independent\"");
        assertThat(knock("shut")).contains("80 shut", "443 shut", "3478 shut");
        assertThat(knock("linux")).contains("80 open", "443 open", "3478 open");
    }

    @Test
    void aKilledLabLeavesNothing() throws Exception {
        List<String> command = LabProcess.command(folder, Topologies.twoHomes(), "--");
        command.addAll(List.of("ana:", "sleep", "611", "--", "ben:", "sleep", "612"));
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("killed.log").toFile())
                        .start();
        await("both sleep", () -> sleepers().size() == 2);
        String space = spaceOf(sleepers().getFirst());
        assertThat(space).isNotEqualTo(spaceOf(ProcessHandle.current()));
        process.destroyForcibly().waitFor();
        await("nobody is left in " + space, () -> inSpace(space).isEmpty());
        assertThat(sleepers()).isEmpty();
    }

    @Test
    void theExitCodeIsThatOfTheCommand() {
        List<String> command = LabProcess.command(folder, Topologies.twoHomes(), "--");
        command.addAll(List.of("ana:", "true", "--", "ben:", "sh", "-c", "echo at home; exit 3"));
        assertThat(Program.run("lab-exit", command, SECONDS_AT_MOST))
                .contains("ben| at home")
                .endsWith("exit code 3");
    }

    @Test
    void whatLinuxCannotMakeIsRefusedWhenThatIsWanted() {
        List<String> command =
                LabProcess.command(
                        folder, Topologies.named("nat64").orElseThrow(), "--strict", "--", "true");
        assertThat(Program.run("lab-strict", command, SECONDS_AT_MOST))
                .contains("! carrier: no NAT64 and no DNS64")
                .endsWith("exit code " + LabProcess.NOT_HERE);
    }

    /** The program itself as a user without rights, from a copy that this user can read. */
    @Test
    void worksWithoutRoot() throws Exception {
        assumeTrue(
                Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0),
                "this is not root: all tests are without");
        assumeTrue(
                Program.isInstalled("setpriv"), "setpriv is missing (Debian package util-linux)");
        Path copy = ReadableCopy.ofClassPath();
        try {
            List<String> command = new ArrayList<>();
            command.addAll(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
            command.addAll(List.of("sh", "-c", "cd / && exec \"$@\"", "sh"));
            command.addAll(ParleyProcess.java(copy + "/*"));
            command.addAll(List.of("dev.parley.cli.Main", "lab", "--real", "two-homes"));
            command.addAll(List.of("--serve", "server", "--on", "ben", "--"));
            command.addAll(List.of("sh", "-c", "id -u; hostname; exec \"$@\"", "sh"));
            command.addAll(ParleyProcess.java(copy + "/*"));
            command.addAll(List.of("dev.parley.cli.Main", "natcheck", "--json", "server"));
            String output = Program.run("lab-nobody", command, SECONDS_AT_MOST);
            assumeTrue(!output.endsWith("exit code " + LabProcess.NOT_HERE), output);
            assertThat(output.lines()).contains("65534", "ben");
            expect(
                    output,
                    Map.of(
                            "mapping", "endpoint-independent",
                            "filtering", "address-and-port-dependent"));
        } finally {
            ReadableCopy.delete(copy);
        }
    }

    // ---- what machines do

    private static String natcheck(String machine, String... options) {
        List<String> command = new ArrayList<>(ParleyProcess.java());
        command.addAll(List.of("dev.parley.cli.Main", "natcheck", "--json"));
        command.addAll(List.of(options));
        command.add("server");
        return lab().run(machine, command, SECONDS_AT_MOST);
    }

    private static String knock(String machine) {
        List<String> command = new ArrayList<>(ParleyProcess.java());
        command.addAll(List.of(TcpKnock.class.getName(), "203.0.113.10", "80", "443", "3478"));
        return lab().run(machine, command, SECONDS_AT_MOST);
    }

    private static List<String> datagrams(String... words) {
        List<String> command = new ArrayList<>(ParleyProcess.java());
        command.add(Datagrams.class.getName());
        command.addAll(List.of(words));
        return command;
    }

    private static LabProcess lab() {
        if (lab == null) {
            throw new IllegalStateException("the lab was not started");
        }
        return lab;
    }

    private static void expect(String output, Map<String, String> expected) {
        expected.forEach((name, value) ->
                assertThat(field(output, name)).as(name + " in\n" + output).contains(value));
    }

    /** The value of a field in JSON that has each field once, on a line of its own. */
    private static Optional<String> field(String json, String name) {
        Pattern field =
                Pattern.compile("^ *\"" + name + "\": \"?([^\",]*)\"?,?$", Pattern.MULTILINE);
        Matcher matcher = field.matcher(json);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    // ---- what is left

    private static List<ProcessHandle> sleepers() {
        return ProcessHandle.allProcesses()
                .filter(process ->
                        process.info()
                                .commandLine()
                                .filter(line -> line.matches("\\S*sleep 61[12]"))
                                .isPresent())
                .toList();
    }

    private static List<ProcessHandle> inSpace(String space) {
        return ProcessHandle.allProcesses().filter(one -> spaceOf(one).equals(space)).toList();
    }

    private static String spaceOf(ProcessHandle process) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/ns/pid")).toString();
        } catch (IOException gone) {
            return "";
        }
    }

    private static void await(String what, BooleanSupplier condition) {
        for (int tries = 0; tries < 600; tries++) {
            if (condition.getAsBoolean()) {
                return;
            }
            LockSupport.parkNanos(100_000_000);
        }
        throw new AssertionError("waited for a minute: " + what);
    }
}
