package dev.parley.cli;

import dev.parley.server.settings.Program;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

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
    };

    private final Terminal terminal;
    private final Map<String, String> environment;
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
        return new CommandLine(spec);
    }

    @Override
    public Integer call() throws Exception {
        return new ServerRun(Program.TURN, terminal, environment).run(options.flags());
    }
}
