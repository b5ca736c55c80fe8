package dev.parley.cli;

import dev.parley.server.settings.Program;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code parley serve}: runs a server until it is told to end. */
final class ServeCommand implements Callable<Integer> {
    private static final String[] DESCRIPTION = {
        "Serves the page, signaling, STUN and TURN.",
        "",
        "Each setting can also be an environment variable (--http-port is PARLEY_HTTP_PORT) or a"
                + " line of the file named by --config (http-port = 8080). The command line wins"
                + " over the environment, the environment over the file.",
    };

    private final Terminal terminal;
    private final Map<String, String> environment;
    private final SettingOptions options = new SettingOptions(Program.SERVE);

    ServeCommand(Terminal terminal, Map<String, String> environment) {
        this.terminal = terminal;
        this.environment = environment;
    }

    /** The command with one option for each setting. */
    CommandSpec spec() {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(this).mixinStandardHelpOptions(true);
        spec.usageMessage().description(DESCRIPTION).abbreviateSynopsis(true).sortOptions(false);
        options.addTo(spec);
        return spec;
    }

    @Override
    public Integer call() throws Exception {
        return new ServerRun(Program.SERVE, terminal, environment).run(options.flags());
    }
}
