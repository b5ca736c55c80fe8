package dev.parley.lab.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.internet.topology.LinkBehaviour;
import dev.parley.internet.topology.LinkDirection;
import dev.parley.internet.topology.Loss;
import dev.parley.internet.topology.Machine;
import dev.parley.internet.topology.Queue;
import dev.parley.internet.topology.Topologies;
import dev.parley.internet.topology.Topology;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real namespaces, where this machine allows them. */
@Timeout(120)
class WorldTest {
    private static Ground ground = Ground.FULL;
    private static String refusal = "";

    @BeforeAll
    static void looksAround() throws Exception {
        try {
            ground = Survey.ground();
        } catch (LabRefusedException e) {
            refusal = String.valueOf(e.getMessage());
        }
    }

    private static void needsRights() {
        assumeTrue(refusal.isEmpty(), refusal);
    }

    @Test
    void theKernelTakesTheRulesOfEveryKind() throws Exception {
        needsRights();
        StringBuilder script = new StringBuilder();
        for (String kind : Kinds.ALL.keySet()) {
            script.append("nft flush ruleset; nft -f - <<'END' && echo ").append(kind).append('\n');
            script.append(PlanTest.rulesOf("home", Plan.of(Kinds.topology(kind), ground).script()));
            script.append("END\n");
        }
        List<String> taken = new ArrayList<>();
        try (Shell shell = Shell.start(ground.userNamespace(), script + "exit\n")) {
            shell.read(taken::add);
            assertThat(taken).as(() -> said(shell)).containsExactlyElementsOf(Kinds.ALL.keySet());
        }
    }

    @Test
    void everyTopologyWithANameCanBeBuilt() throws Exception {
        needsRights();
        for (String name : Topologies.names()) {
            Plan plan = Plan.of(Topologies.named(name).orElseThrow(), ground);
            try (World world = World.open(plan)) {
                assertThat(world.stands()).isTrue();
                for (var machine : plan.machines()) {
                    String addresses = run(world, machine.name(), "ip", "-oneline", "address");
                    assertThat(machine.addresses())
                            .allSatisfy(
                                    address -> assertThat(addresses).contains(" " + address + "/"));
                }
            }
        }
    }

    @Test
    void linksWithEverythingCanBeBuilt() throws Exception {
        needsRights();
        LinkDirection direction =
                LinkDirection.delay(1_000_000)
                        .withJitterNanos(100_000)
                        .withLoss(new Loss.Random(0.01))
                        .withDuplicate(0.01)
                        .withCorrupt(0.01)
                        .withReorder(0.01)
                        .withBitsPerSecond(1_000_000, Queue.DEFAULT)
                        .withMtu(1280, true);
        Machine server =
                new Machine(
                        "server",
                        List.of(Kinds.address("203.0.113.10")),
                        LinkBehaviour.symmetric(direction));
        Topology topology = new Topology("links", List.of(server), List.of());
        try (World world = World.open(Plan.of(topology, ground))) {
            assertThat(run(world, "server", "ip", "link", "show", "eth0")).contains("mtu 1280");
        }
    }

    @Test
    void programsFindThemselvesOnTheirMachine() throws Exception {
        needsRights();
        try (World world = World.open(Plan.of(Topologies.twoHomes(), ground))) {
            assertThat(run(world, "ana", "hostname")).isEqualTo("ana\n");
            assertThat(run(world, "ana", "cat", "/etc/hosts")).contains("51.51.51.51 ben");
            assertThat(run(world, "ben", "sh", "-c", "echo $LAB_MACHINE $LAB_ANA $LAB_SERVER_2"))
                    .isEqualTo("ben 192.168.1.2 203.0.113.11\n");
            assertThat(run(world, "ana", "pwd")).isEqualTo(Path.of("").toAbsolutePath() + "\n");
            assertThat(run(world, "server", "ip", "route", "get", "18.18.18.18"))
                    .contains("via 192.0.0.8 dev eth0 src 203.0.113.10");
        }
    }

    @Test
    void commandsKeepTheirExitCodeAndWhoTheyAre() throws Exception {
        needsRights();
        try (World world = World.open(Plan.of(Kinds.topology("linux"), ground))) {
            Process process = world.command("ben", false, List.of("sh", "-c", "exit 42")).start();
            assertThat(process.waitFor()).isEqualTo(42);
            int self = Account.current().uid();
            assertThat(run(world, "ben", "id", "-u")).isEqualTo(self + "\n");
            Process root = world.command("ben", true, List.of("id", "-u")).start();
            assertThat(output(root)).isEqualTo("0\n");
        }
    }

    @Test
    void twoMachinesNeverShareAnOutsidePort() throws Exception {
        needsRights();
        try (World world = World.open(Plan.of(Kinds.topology("port-restricted"), ground))) {
            // To different destinations, where Linux alone would lend the port twice.
            send(world, "ana", "203.0.113.10", 7000, 1);
            send(world, "ben", "203.0.113.11", 7000, 1);
            String rows = rows(world);
            assertThat(rows).containsPattern("18.18.18.18 \\. 7000 .*: 192.168.1.2 \\. 7000");
            assertThat(rows).containsPattern(": 192.168.1.3 \\. 7000");
            assertThat(rows).doesNotContainPattern(" 7000 [^,]*: 192.168.1.3 \\. 7000");
        }
    }

    @Test
    void aFullTableTakesNoMoreRows() throws Exception {
        needsRights();
        try (World world = World.open(Plan.of(Kinds.topology("refreshed-from-outside"), ground))) {
            send(world, "ana", "203.0.113.10", 7000, 40);
            assertThat(rows(world).split("192\\.168\\.1\\.2", -1)).hasSize(16 + 1);
        }
    }

    private static void send(World world, String from, String to, int port, int ports)
            throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String sent =
                run(
                        world,
                        from,
                        java,
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        "target/test-classes",
                        DatagramSender.class.getName(),
                        to,
                        "" + port,
                        "" + ports);
        assertThat(sent).isEqualTo("sent\n");
    }

    /** The table of the NAT. */
    private static String rows(World world) throws Exception {
        List<String> command = new ArrayList<>(world.entry("home", true));
        command.addAll(List.of("nft", "list", "map", "ip", "nat", "udp_rows"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PATH", Tool.searchPath(builder.environment()));
        return output(builder.start());
    }

    @Test
    void whenItIsClosedNothingIsLeft() throws Exception {
        needsRights();
        List<String> mounts = Files.readAllLines(Path.of("/proc/self/mountinfo"));
        List<String> links = links();
        Process sleeper;
        String space;
        try (World world = World.open(Plan.of(Topologies.twoHomes(), ground))) {
            space = run(world, "ana", "readlink", "/proc/self/ns/pid").strip();
            Process background =
                    world.command("ana", true, List.of("sh", "-c", "sleep 600 & sleep 601 & wait"))
                            .start();
            sleeper = background;
            assertThat(processesOf(space)).hasSizeGreaterThan(5);
        }
        assertThat(sleeper.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(processesOf(space)).isEmpty();
        assertThat(links()).isEqualTo(links);
        assertThat(Files.readAllLines(Path.of("/proc/self/mountinfo"))).isEqualTo(mounts);
    }

    @Test
    void aStepThatFailsIsNamedAndNothingIsLeft() throws Exception {
        needsRights();
        Plan good = Plan.of(Kinds.topology("linux"), ground);
        String script = good.script().replace("oifname \"wan\" masquerade", "oifname masquerade");
        Plan bad = new Plan(good.topology(), ground, script, good.differences(), good.machines());
        assertThatThrownBy(() -> World.open(bad))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("linux could not be built; its last step was:")
                .hasMessageContaining("nft -f -")
                .hasMessageContaining("Error: syntax error");
    }

    @Test
    void withoutRootItIsMadeInAUserNamespace() throws Exception {
        needsRights();
        assumeTrue(Account.current().uid() == 0, "this is not root: all tests are without");
        Ground user = new Ground(true, ground.ipv6(), false, false, true);
        String script = Plan.of(Topologies.twoHomes(), user).script();
        List<String> command = new ArrayList<>();
        command.addAll(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
        command.add("unshare");
        command.addAll(List.of(Script.namespaces(true).split(" ")));
        command.addAll(List.of("sh", "-s"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PATH", Tool.searchPath(builder.environment()));
        Process process = builder.start();
        try (var in = process.getOutputStream()) {
            in.write(script.getBytes(StandardCharsets.UTF_8));
            in.write("at ana ip route get 203.0.113.10\n".getBytes(StandardCharsets.UTF_8));
        }
        String output = output(process);
        boolean forbidden = output.contains("unshare: unshare failed");
        assumeTrue(!forbidden, "user namespaces are for root alone here: " + output);
        assertThat(output.lines()).contains("ready");
    }

    private static String said(Shell shell) {
        try {
            return String.join("\n", shell.complaints());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    private static String run(World world, String machine, String... command) throws Exception {
        return output(
                world.command(machine, false, List.of(command)).redirectErrorStream(true).start());
    }

    private static String output(Process process) throws Exception {
        byte[] output = process.getInputStream().readAllBytes();
        process.waitFor();
        return new String(output, StandardCharsets.UTF_8);
    }

    private static List<String> links() throws IOException {
        try (Stream<Path> links = Files.list(Path.of("/sys/class/net"))) {
            return links.map(Path::toString).sorted().toList();
        }
    }

    /** The processes in that process namespace, such as {@code pid:[4026532274]}. */
    private static List<Long> processesOf(String space) {
        return ProcessHandle.allProcesses()
                .filter(process -> {
                    Path link = Path.of("/proc/" + process.pid() + "/ns/pid");
                    try {
                        return Files.readSymbolicLink(link).toString().equals(space);
                    } catch (IOException gone) {
                        return false;
                    }
                })
                .map(ProcessHandle::pid)
                .toList();
    }
}
