package dev.parley.cli;

import dev.parley.cli.coturn.Translation;
import dev.parley.server.settings.Program;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code parley turn}: runs the relay alone until it is told to end. */
final class TurnCommand implements Callable<Integer> {
    private static final String[] DESCRIPTION = {
        "Runs the relay alone: STUN and TURN, without page and rooms.",
        "",
        "Each setting can also be an environment variable (--stun-port is PARLEY_STUN_PORT) or a"
                + " line of the file named by --config (stun-port = 3478).",
    };
    private static final String[] EXAMPLES = {
        "",
        "Examples:",
        "  parley turn                                    port 3478, a secret made on first start",
        "  parley turn --external-address 192.0.2.7       behind the 1:1 NAT of a cloud",
        "  parley turn --tls-cert fullchain.pem --tls-key privkey.pem",
        "  parley turn --relay-ports 50000-50999 --realm example.org",
        "  parley turn credentials --name ann --ttl 1d    iceServers for a client, as JSON",
        "  parley turn import /etc/turnserver.conf        coturn's settings as Parley's",
    };

    private final Terminal terminal;
    private final Map<String, String> environment;
    private final OptionValue<String> imported = new OptionValue<>(String.class);
    private final SettingOptions options = new SettingOptions(Program.TURN);

    TurnCommand(Terminal terminal, Map<String, String> environment) {
        this.terminal = terminal;
        this.environment = environment;
    }

    /** The command, with those below it. */
    CommandLine line() {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(this).mixinStandardHelpOptions(true);
        spec.usageMessage()
                .description(DESCRIPTION)
                .footer(EXAMPLES)
                .abbreviateSynopsis(true)
                .sortOptions(false);
        options.addTo(spec);
        spec.addSubcommand("credentials", new CredentialsCommand(terminal, environment).spec());
        spec.addSubcommand("import", new ImportCommand(terminal).spec());
        spec.addOption(
                OptionSpec.builder("--import")
                        .paramLabel("FILE")
                        .description(
                                "Take the settings of a turnserver.conf of coturn, once, at the"
                                        + " start; flags win over them, and they over variables and"
                                        + " --config. What cannot be honoured is printed.")
                        .type(imported.type())
                        .getter(imported)
                        .setter(imported)
                        .build());
        return new CommandLine(spec);
    }

    @Override
    public Integer call() throws Exception {
        Map<String, List<String>> settings = new LinkedHashMap<>();
        String file = imported.value();
        if (file != null) {
            Translation translation = ImportCommand.read(file);
            ImportCommand.report(terminal, translation);
            settings.putAll(translation.settings());
        }
        settings.putAll(options.flags());
        return new ServerRun(Program.TURN, terminal, environment).run(settings);
    }
}
