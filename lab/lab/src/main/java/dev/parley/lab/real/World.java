package dev.parley.lab.real;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A topology that stands, until it is closed or this program ends, however that happens: then the
 * kernel ends all programs in it and takes it away.
 */
public final class World implements AutoCloseable {
    private static final int MOST_SECONDS = 60;

    private final Plan plan;
    private final Shell shell;
    private final Map<String, String> places = new ConcurrentHashMap<>();
    private final CountDownLatch settled = new CountDownLatch(1);

    private World(Plan plan, Shell shell) {
        this.plan = plan;
        this.shell = shell;
    }

    /**
     * Builds it.
     *
     * @throws IOException when a step fails; the message has the step and what was said of it
     */
    public static World open(Plan plan) throws IOException, InterruptedException {
        World world = new World(plan, Shell.start(plan.ground().userNamespace(), plan.script()));
        try {
            Thread.ofVirtual().name("lab-places").start(world::listen);
            boolean inTime = world.settled.await(MOST_SECONDS, TimeUnit.SECONDS);
            if (!world.places.containsKey("ready")) {
                throw new IOException(
                        "%s %s; its last step was:\n  %s"
                                .formatted(
                                        plan.topology().name(),
                                        inTime ? "could not be built" : "took more than a minute",
                                        String.join("\n  ", world.shell.lastStep())));
            }
            return world;
        } catch (IOException | InterruptedException | RuntimeException e) {
            world.close();
            throw e;
        }
    }

    private void listen() {
        try {
            shell.read(this::hear);
        } catch (IOException e) {
            places.put("failure", String.valueOf(e.getMessage()));
        } finally {
            settled.countDown();
        }
    }

    /** Lines such as {@code world 4711}, {@code place ana 7} and {@code ready}. */
    private void hear(String line) {
        String[] words = line.split(" ", -1);
        switch (words[0]) {
            case "world" -> places.put("world", words[1]);
            case "place" -> places.put("place " + words[1], words[2]);
            case "ready" -> {
                places.put("ready", "");
                settled.countDown();
            }
            default -> {} // what a tool has to say while all goes well
        }
    }

    public Plan plan() {
        return plan;
    }

    /** Whether it still stands. */
    public boolean stands() {
        return shell.isAlive();
    }

    /**
     * What to put before a command so that it runs at that place: on a machine, in the gateway of a
     * site, or in the core, which is called {@code internet}.
     *
     * @param asRoot whether it may change the network there; otherwise it runs as who we are
     */
    public List<String> entry(String place, boolean asRoot) throws IOException {
        String world = places.getOrDefault("world", "");
        String process = place.equals(Network.CORE) ? "1" : places.get("place " + place);
        if (process == null) {
            throw new IllegalArgumentException("there is no place called " + place);
        }
        String outside = "/proc/" + world;
        String inside = outside + "/root" + "/proc/" + process;
        List<String> entry = new ArrayList<>();
        entry.add("nsenter");
        if (plan.ground().userNamespace()) {
            entry.addAll(List.of("--preserve-credentials", "--user=" + outside + "/ns/user"));
        }
        entry.add("--pid=" + outside + "/ns/pid");
        entry.add("--net=" + inside + "/ns/net");
        entry.add("--uts=" + inside + "/ns/uts");
        entry.add("--mount=" + inside + "/ns/mnt");
        entry.add("--");
        Account account = Account.current();
        if (plan.ground().userNamespace() && !asRoot && account.uid() != 0) {
            entry.add("unshare");
            entry.addAll(List.of("--map-user=" + account.uid(), "--map-group=" + account.gid()));
            entry.addAll(List.of("--user", "--"));
        }
        return entry;
    }

    /**
     * A command for a machine, in the current folder and with {@link Variables}. It has the usual
     * handling of Ctrl-C, while what stands around it ignores that.
     */
    public ProcessBuilder command(String machine, boolean asRoot, List<String> command)
            throws IOException {
        List<String> words = new ArrayList<>();
        boolean signals = plan.ground().restoresSignals();
        if (signals) {
            words.addAll(List.of("sh", "-c", "trap '' INT QUIT; exec \"$@\"", "sh"));
        }
        words.addAll(entry(machine, asRoot));
        words.addAll(List.of("sh", "-c", "cd \"$0\" && exec \"$@\""));
        words.add(Path.of("").toAbsolutePath().toString());
        if (signals) {
            words.addAll(List.of("env", "--default-signal=INT,QUIT"));
        }
        words.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().putAll(Variables.of(plan, machine));
        return builder;
    }

    /** The text of a shell script that runs its arguments at that place while this world stands. */
    public String door(String place, boolean asRoot) throws IOException {
        StringBuilder script = new StringBuilder("#!/bin/sh\n# Runs a command at ");
        script.append(place).append(" of ").append(plan.topology().name()).append(".\n");
        Variables.of(plan, place)
                .forEach((name, value) -> script.append("export " + name + "=" + value + "\n"));
        script.append("exec ").append(String.join(" ", entry(place, asRoot)));
        return script.append(" sh -c 'cd \"$0\" && exec \"$@\"' \"$PWD\" \"$@\"\n").toString();
    }

    /** Ends all programs in it; when this returns, it is gone. */
    @Override
    public void close() {
        shell.close();
    }
}
