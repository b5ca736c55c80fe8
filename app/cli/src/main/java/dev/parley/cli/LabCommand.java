package dev.parley.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code parley lab}: a small internet to look at or to run programs in. */
final class LabCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final RealLabOptions real = new RealLabOptions();

    LabCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    CommandSpec spec() {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(this).mixinStandardHelpOptions(true);
        spec.usageMessage()
                .description("A small internet: homes, offices, phones, servers.")
                .sortOptions(false);
        real.addTo(spec);
        return spec;
    }

    @Override
    public Integer call() {
        terminal.err().println("parley lab: there is nothing to show yet");
        return ExitCode.USAGE;
    }
}
