package dev.parley.cli;

import dev.parley.internet.topology.Topologies;
import dev.parley.server.settings.ConfigurationException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code parley lab}: a small internet to look at or to run programs in. */
final class LabCommand implements Callable<Integer> {
    private static final String[] EXAMPLES = {
        "",
        "Examples:",
        "  parley lab --list                                          topologies by name",
        "  parley lab --real two-homes -- bash                        a shell on Ana's machine",
        "  parley lab --real two-homes --on ben -- ip address",
        "  parley lab --real cone-symmetric --serve server -- firefox https://server",
        "  parley lab --real linux-homes -- ana: ping -c 3 server -- ben: ping -c 3 server",
        "  parley lab --real my-office.json --as-root -- tcpdump -ni eth0",
        "  parley lab --real two-homes --explain >two-homes.sh        what it does, as a script",
    };

    private final Terminal terminal;
    private final OptionValue<Boolean> list = new OptionValue<>(Boolean.class);
    private final WordList words = new WordList();
    private final RealLabOptions real = new RealLabOptions();

    LabCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    CommandSpec spec() {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(this).mixinStandardHelpOptions(true);
        spec.usageMessage()
                .description("A small internet: homes, offices, phones, servers.")
                .customSynopsis("parley lab [OPTION]... TOPOLOGY [-- COMMAND...]")
                .footer(EXAMPLES)
                .sortOptions(false);
        spec.addPositional(
                PositionalParamSpec.builder()
                        .index("0..*")
                        .arity("0..*")
                        .paramLabel("TOPOLOGY")
                        .description("A name of --list, or a file of JSON")
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .getter(words)
                        .setter(words)
                        .build());
        spec.addOption(
                OptionSpec.builder("--list")
                        .type(boolean.class)
                        .description("Print the names of topologies")
                        .getter(list)
                        .setter(list)
                        .build());
        real.addTo(spec);
        return spec;
    }

    @Override
    public Integer call() throws Exception {
        if (list.isTrue()) {
            Topologies.names().forEach(terminal.out()::println);
            return ExitCode.OK;
        }
        if (words.all().isEmpty()) {
            throw new ConfigurationException("which TOPOLOGY? parley lab --list shows some");
        }
        if (real.wanted()) {
            return new RealLab(terminal, real, words.all()).run();
        }
        throw new ConfigurationException("say --real: there is nothing else to show yet");
    }
}
