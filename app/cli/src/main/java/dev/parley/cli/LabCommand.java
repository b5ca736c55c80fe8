package dev.parley.cli;

import dev.parley.internet.topology.Topologies;
import dev.parley.lab.scenario.Scenario;
import dev.parley.lab.scenario.Scenarios;
import dev.parley.server.settings.ConfigurationException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code parley lab}: a small internet to look at or to run programs in. */
final class LabCommand implements Callable<Integer> {
    private static final String[] EXAMPLES = {
        "",
        "Examples:",
        "  parley lab                                         lessons, in the browser",
        "  parley lab two-homes                               one scene, in the browser",
        "  parley lab two-homes --text                        the same on the terminal",
        "  parley lab only-turn --pcapng turn.pcapng          the same for Wireshark",
        "  parley lab my-office.json                          a network of your own",
        "  parley lab --list                                  scenes and topologies",
        "  parley lab --real two-homes -- bash                a shell on Ana's machine",
        "  parley lab --real two-homes --on ben -- ip address",
        "  parley lab --real cone-symmetric --serve server -- firefox https://server",
        "  parley lab --real linux-homes -- ana: ping server -- ben: ping server",
        "  parley lab --real my-office.json --as-root -- tcpdump -ni eth0",
        "  parley lab --real two-homes --explain >homes.sh    the script of it",
    };

    private final Terminal terminal;
    private final OptionValue<Boolean> list = new OptionValue<>(Boolean.class);
    private final WordList words = new WordList();
    private final SimulatedLabOptions simulated = new SimulatedLabOptions();
    private final RealLabOptions real = new RealLabOptions();

    LabCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    CommandSpec spec() {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(this).mixinStandardHelpOptions(true);
        spec.usageMessage()
                .description("A small internet: homes, offices, phones, servers.")
                .customSynopsis("parley lab [OPTION]... [TOPOLOGY [-- COMMAND...]]")
                .footer(EXAMPLES)
                .sortOptions(false);
        spec.addPositional(
                PositionalParamSpec.builder()
                        .index("0..*")
                        .arity("0..*")
                        .paramLabel("TOPOLOGY")
                        .description("A name of --list, or a file of JSON [lessons]")
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .getter(words)
                        .setter(words)
                        .build());
        spec.addOption(
                OptionSpec.builder("--list")
                        .type(boolean.class)
                        .description("Print what has a name")
                        .getter(list)
                        .setter(list)
                        .build());
        simulated.addTo(spec);
        real.addTo(spec);
        return spec;
    }

    @Override
    public Integer call() throws Exception {
        if (list.isTrue()) {
            printNames();
            return ExitCode.OK;
        }
        if (!real.wanted()) {
            return new SimulatedLab(terminal, simulated, words.all()).run();
        }
        if (words.all().isEmpty()) {
            throw new ConfigurationException("which TOPOLOGY? parley lab --list shows some");
        }
        return new RealLab(terminal, real, words.all()).run();
    }

    private void printNames() {
        terminal.out().println("Scenes: a topology, and what happens in it");
        for (String name : Scenarios.names()) {
            Scenario scenario = Scenarios.named(name).orElseThrow();
            terminal.out().printf(Locale.ROOT, "  %-18s%s%n", name, scenario.title());
        }
        terminal.out().println("\nTopologies, also for --real:");
        Topologies.names().forEach(name -> terminal.out().println("  " + name));
    }
}
