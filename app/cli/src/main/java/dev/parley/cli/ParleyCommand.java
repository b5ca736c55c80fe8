package dev.parley.cli;

import dev.parley.server.Version;
import dev.parley.server.settings.Nearest;
import dev.parley.server.settings.Program;
import dev.parley.server.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code parley} and the commands under it. */
final class ParleyCommand {
    private static final String[] EXAMPLES = {
        "",
        "Examples:",
        "  parley serve                          page, signaling, STUN and TURN; no set-up",
        "  parley serve --room-secret tea4two    ask everybody for a passphrase",
        "  parley serve --tls-cert fullchain.pem --tls-key privkey.pem --https-port 443",
        "  parley serve --config parley.toml     all settings in one file",
        "  parley serve --help                   every setting",
        "  parley turn                           the relay alone: STUN and TURN",
        "  parley admin allocations              what the server on this machine relays now",
        "  parley natcheck stun.example.org      what kind of NAT is in front of this machine",
    };

    private final Terminal terminal;
    private final CommandLine commandLine;

    ParleyCommand(Terminal terminal, Map<String, String> environment) {
        this.terminal = terminal;
        CommandSpec spec = CommandSpec.create().name("parley").mixinStandardHelpOptions(true);
        spec.version("parley " + Version.number());
        spec.usageMessage()
                .description("Calls between browsers: everything they need, in one program.")
                .footer(EXAMPLES);
        spec.addSubcommand("serve", new ServeCommand(terminal, environment).spec());
        spec.addSubcommand("turn", new TurnCommand(terminal, environment).line());
        spec.addSubcommand("admin", new AdminCommand(terminal, environment).line());
        spec.addSubcommand("natcheck", new NatcheckCommand(terminal).spec());
        spec.addSubcommand("lab", new LabCommand(terminal).spec());
        commandLine =
                new CommandLine(spec)
                        .setExpandAtFiles(false)
                        .setUsageHelpWidth(terminal.textColumns())
                        .setOut(terminal.out())
                        .setErr(terminal.err())
                        .setExecutionStrategy(this::execute)
                        .setParameterExceptionHandler((e, args) -> refuse(e))
                        .setExecutionExceptionHandler((e, command, parsed) -> fail(e, command));
    }

    /** Runs one command line; returns the exit code. */
    int run(String... args) {
        return commandLine.execute(args);
    }

    private int execute(CommandLine.ParseResult parsed) {
        if (!parsed.hasSubcommand() && !parsed.isUsageHelpRequested() && args(parsed) == 0) {
            commandLine.usage(terminal.out());
            return ExitCode.OK;
        }
        CommandLine.ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        CommandSpec spec = last.commandSpec();
        if (spec.userObject() == null
                && !last.isUsageHelpRequested()
                && !last.isVersionHelpRequested()) {
            terminal.err()
                    .println(
                            spec.qualifiedName()
                                    + ": say what: "
                                    + String.join(", ", spec.subcommands().keySet()));
            return ExitCode.USAGE;
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    private static int args(CommandLine.ParseResult parsed) {
        return parsed.originalArgs().size();
    }

    private int refuse(ParameterException e) {
        CommandLine command = e.getCommandLine();
        String message =
                switch (e) {
                    case UnmatchedArgumentException unmatched ->
                            unknown(command, unmatched.getUnmatched().getFirst());
                    case MissingParameterException missing
                            when missing.getMissing().getFirst() instanceof OptionSpec option ->
                            option.longestName() + " wants a value: " + option.paramLabel();
                    case MissingParameterException missing ->
                            "name it: "
                                    + command.getCommandSpec().qualifiedName()
                                    + ' '
                                    + missing.getMissing().getFirst().paramLabel()
                                    + ". "
                                    + missing.getMissing().getFirst().description()[0];
                    case ParameterException bad
                            when bad.getArgSpec() != null && bad.getValue() != null ->
                            label(bad.getArgSpec())
                                    + " wants a whole number; \""
                                    + bad.getValue()
                                    + "\" is not";
                    default -> String.valueOf(e.getMessage()).lines().findFirst().orElse("");
                };
        terminal.err().println(command.getCommandSpec().qualifiedName() + ": " + message);
        return ExitCode.USAGE;
    }

    /** Only numbers are read by the library. */
    private static String label(ArgSpec given) {
        return given instanceof OptionSpec option ? option.longestName() : given.paramLabel();
    }

    private static String unknown(CommandLine command, String argument) {
        String word = argument.replaceFirst("=.*", "");
        boolean option = word.startsWith("-");
        if (!option && command.getSubcommands().isEmpty()) {
            return '"'
                    + argument
                    + "\" is one word too many; "
                    + command.getCommandSpec().qualifiedName()
                    + " --help shows what it takes";
        }
        List<String> known =
                option
                        ? command.getCommandSpec().options().stream()
                                .map(OptionSpec::longestName)
                                .toList()
                        : List.copyOf(command.getSubcommands().keySet());
        if (option && Settings.named(word.replaceFirst("^--", "")).isPresent()) {
            return Program.TURN.refusal(word);
        }
        Optional<String> nearest = Nearest.to(word, known);
        String hint =
                nearest.map(near -> "; did you mean " + near + "?")
                        .orElse(
                                "; "
                                        + command.getCommandSpec().qualifiedName()
                                        + " --help shows what there is");
        return (option ? "unknown option " : "unknown command ") + word + hint;
    }

    private int fail(Exception e, CommandLine command) {
        return Failure.report(terminal, command.getCommandSpec().qualifiedName(), e);
    }
}
