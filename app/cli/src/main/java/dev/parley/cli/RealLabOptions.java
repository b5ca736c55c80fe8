package dev.parley.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The options of {@code parley lab --real}. */
final class RealLabOptions {
    private boolean real;

    void addTo(CommandSpec spec) {
        spec.addOption(
                OptionSpec.builder("--real")
                        .type(boolean.class)
                        .description("Make it from Linux network namespaces and run programs in it")
                        .setter(this::setReal)
                        .build());
    }

    /** Whether they are meant. */
    boolean wanted() {
        return real;
    }

    private <T> T setReal(T value) {
        real = Boolean.TRUE.equals(value);
        return value;
    }
}
