package dev.parley.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The options of {@code parley lab --real}. */
final class RealLabOptions {
    private final OptionValue<Boolean> real = new OptionValue<>(Boolean.class);
    private final OptionValue<Boolean> explain = new OptionValue<>(Boolean.class);
    private final OptionValue<Boolean> strict = new OptionValue<>(Boolean.class);
    private final OptionValue<Boolean> asRoot = new OptionValue<>(Boolean.class);
    private final OptionValue<String> on = new OptionValue<>(String.class);
    private final OptionValue<String> serve = new OptionValue<>(String.class);
    private final OptionValue<Path> doors = new OptionValue<>(Path.class);

    void addTo(CommandSpec spec) {
        spec.addArgGroup(
                ArgGroupSpec.builder()
                        .validate(false)
                        .heading("%nReal networks, for real programs (Linux):%n")
                        .order(100)
                        .addArg(
                                flag(
                                        "--real",
                                        real,
                                        "Make the topology from network namespaces and run COMMAND in it;"
                                                + " in the end nothing is left"))
                        .addArg(
                                option(
                                        "--on",
                                        "MACHINE",
                                        on,
                                        "Where COMMAND runs [the first machine behind a gateway]."
                                                + " Several at once: -- ana: COMMAND... -- ben:"
                                                + " COMMAND..."))
                        .addArg(
                                option(
                                        "--serve",
                                        "MACHINE",
                                        serve,
                                        "Run parley serve there, before COMMAND and until it ends"))
                        .addArg(
                                flag(
                                        "--as-root",
                                        asRoot,
                                        "COMMAND may change the network of its machine, and listen"
                                                + " to it (tcpdump, nft). Your own files stay yours"))
                        .addArg(
                                flag(
                                        "--strict",
                                        strict,
                                        "Refuse what Linux would do otherwise than the topology"
                                                + " says; without, it is told"))
                        .addArg(
                                option(
                                        "--doors",
                                        "FOLDER",
                                        doors,
                                        "Write a script for each machine: FOLDER/ana COMMAND... runs"
                                                + " a command on ana, from any other terminal"))
                        .addArg(
                                flag(
                                        "--explain",
                                        explain,
                                        "Print the script that would make it, and run nothing"))
                        .build());
    }

    private static OptionSpec flag(String name, OptionValue<Boolean> value, String words) {
        return builder(name, value, words).type(boolean.class).arity("0").build();
    }

    private static <V> OptionSpec option(
            String name, String label, OptionValue<V> value, String words) {
        return builder(name, value, words).type(value.type()).paramLabel(label).build();
    }

    private static OptionSpec.Builder builder(String name, OptionValue<?> value, String words) {
        return OptionSpec.builder(name).description(words).getter(value).setter(value);
    }

    /** Whether they are meant. */
    boolean wanted() {
        return real.isTrue() || explains();
    }

    boolean explains() {
        return explain.isTrue();
    }

    boolean strict() {
        return strict.isTrue();
    }

    boolean asRoot() {
        return asRoot.isTrue();
    }

    Optional<String> on() {
        return Optional.ofNullable(on.value());
    }

    Optional<String> serve() {
        return Optional.ofNullable(serve.value());
    }

    Optional<Path> doors() {
        return Optional.ofNullable(doors.value());
    }
}
