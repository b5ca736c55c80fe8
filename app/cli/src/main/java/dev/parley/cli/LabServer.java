package dev.parley.cli;

import dev.parley.core.IpAddress;
import dev.parley.internet.topology.Machine;
import dev.parley.internet.topology.Site;
import dev.parley.internet.topology.Topology;
import dev.parley.lab.real.World;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code parley serve} on a machine of the lab, on the usual ports, with data that vanish. */
final class LabServer implements AutoCloseable {
    private static final int START_SECONDS = 60;
    private static final List<String> PORTS =
            List.of(
                    "--http-port=80",
                    "--https-port=443",
                    "--stun-port=3478",
                    "--turns-port=5349",
                    "--metrics-listen=off",
                    "--qr=off");

    private final @Nullable Process process;
    private final CountDownLatch settled = new CountDownLatch(1);
    private volatile boolean ready;

    private LabServer(@Nullable Process process) {
        this.process = process;
    }

    /**
     * Starts it and waits until it serves.
     *
     * @param machine none for no server
     */
    static LabServer start(World world, Optional<String> machine, Terminal terminal)
            throws IOException, InterruptedException {
        if (machine.isEmpty()) {
            return new LabServer(null);
        }
        List<String> command = new ArrayList<>();
        command.add("setsid"); // Ctrl-C is for the commands
        command.addAll(world.entry(machine.get(), true));
        command.addAll(List.of("unshare", "--mount", "--", "sh", "-c"));
        command.addAll(List.of("mount -t tmpfs data \"$0\" && exec \"$@\"", unusedFolder()));
        command.addAll(java());
        command.add("serve");
        command.addAll(PORTS);
        command.add("--data-dir=" + unusedFolder());
        for (IpAddress address : alternates(world.plan().machine(machine.get()))) {
            command.add("--stun-alternate-address=" + address);
        }
        peers(world.plan().topology()).forEach(peer -> command.add("--allow-peer=" + peer));
        Process process =
                new ProcessBuilder(command)
                        .redirectInput(Redirect.from(new File("/dev/null")))
                        .redirectErrorStream(true)
                        .start();
        LabServer server = new LabServer(process);
        Thread.ofVirtual().start(() -> server.listen(process, machine.get(), terminal));
        if (!server.settled.await(START_SECONDS, TimeUnit.SECONDS) || !server.ready) {
            server.close();
            throw new IOException("the server on " + machine.get() + " did not start");
        }
        return server;
    }

    private void listen(Process process, String machine, Terminal terminal) {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank()) {
                    terminal.err().println(machine + "| " + line);
                }
                if (line.startsWith("ready ")) {
                    ready = true;
                    settled.countDown();
                }
            }
        } catch (IOException e) {
            terminal.err().println(machine + "| nothing more can be read: " + e.getMessage());
        } finally {
            settled.countDown();
        }
    }

    /** This program once more. */
    private static List<String> java() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName());
    }

    /** Where memory can be mounted without hiding the program itself. */
    private static String unusedFolder() {
        String needed = System.getProperty("java.class.path") + System.getProperty("java.home");
        return Stream.of("/mnt", "/media", "/srv", "/opt")
                .filter(folder -> Files.isDirectory(Path.of(folder)))
                .filter(folder -> !needed.contains(folder + "/"))
                .findFirst()
                .orElse("/tmp");
    }

    /** By a second address of a family others can find out what NAT they are behind. */
    private static List<IpAddress> alternates(Machine machine) {
        List<IpAddress> alternates = new ArrayList<>();
        for (boolean v6 : new boolean[] {false, true}) {
            machine.addresses().stream()
                    .filter(address -> address.v6() == v6)
                    .skip(1)
                    .findFirst()
                    .ifPresent(alternates::add);
        }
        return alternates;
    }

    /**
     * The addresses of this small internet count as public, although examples have special ones.
     */
    private static List<IpAddress> peers(Topology topology) {
        return Stream.concat(
                        topology.machines().stream().map(Machine::addresses),
                        topology.sites().stream().map(Site::gateway).map(at -> at.outside()))
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroy(); // what is left of it ends with the lab
        }
    }
}
