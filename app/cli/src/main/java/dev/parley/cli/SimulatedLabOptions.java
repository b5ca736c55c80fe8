package dev.parley.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The options of {@code parley lab} for the simulated networks. */
final class SimulatedLabOptions {
    private static final long USUAL_SEED = 7;

    private final OptionValue<Boolean> text = new OptionValue<>(Boolean.class);
    private final OptionValue<Long> seed = new OptionValue<>(Long.class);
    private final OptionValue<Path> json = new OptionValue<>(Path.class);
    private final OptionValue<Path> pcapng = new OptionValue<>(Path.class);
    private final OptionValue<Integer> port = new OptionValue<>(Integer.class);
    private final OptionValue<String> listen = new OptionValue<>(String.class);
    private final OptionValue<Boolean> noOpen = new OptionValue<>(Boolean.class);

    void addTo(CommandSpec spec) {
        spec.addArgGroup(
                ArgGroupSpec.builder()
                        .validate(false)
                        .heading("%nSimulated networks, to be looked at:%n")
                        .order(50)
                        .addArg(option("--seed", "NUMBER", seed, "Another run of the same [7]"))
                        .addArg(flag("--text", text, "Tell it here, without a page"))
                        .addArg(
                                option(
                                        "--json",
                                        "FILE",
                                        json,
                                        "Write the run as JSON (- for here)"))
                        .addArg(
                                option(
                                        "--pcapng",
                                        "FILE",
                                        pcapng,
                                        "Write the run for Wireshark (- for here)"))
                        .addArg(option("--port", "PORT", port, "Where the page is served [4777]"))
                        .addArg(
                                option(
                                        "--listen",
                                        "ADDRESS",
                                        listen,
                                        "From where it can be reached [127.0.0.1: this machine]"))
                        .addArg(flag("--no-open", noOpen, "Open no browser"))
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

    boolean text() {
        return text.isTrue();
    }

    long seed() {
        Long given = seed.value();
        return given == null ? USUAL_SEED : given;
    }

    Optional<Path> json() {
        return Optional.ofNullable(json.value());
    }

    Optional<Path> pcapng() {
        return Optional.ofNullable(pcapng.value());
    }

    Optional<Integer> port() {
        return Optional.ofNullable(port.value());
    }

    String listen() {
        String given = listen.value();
        return given == null ? "127.0.0.1" : given;
    }

    boolean opens() {
        return !noOpen.isTrue();
    }
}
