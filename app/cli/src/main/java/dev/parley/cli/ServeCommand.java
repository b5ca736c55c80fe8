package dev.parley.cli;

import dev.parley.server.ParleyServer;
import dev.parley.server.settings.Configuration;
import dev.parley.server.settings.Program;
import dev.parley.server.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
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
        Instant began = ProcessHandle.current().info().startInstant().orElseGet(Instant::now);
        Configuration configuration = Configuration.of(options.flags(), environment);
        System.setProperty( // read by logback.xml
                "parley.log.level",
                configuration.get(Settings.LOG_LEVEL).name().toLowerCase(Locale.ROOT));
        try (ParleyServer server = ParleyServer.start(configuration, environment)) {
            Signals signals = Signals.install();
            signals.onHangup(terminal.interactive(), server::reload);
            new Banner(terminal, server, configuration)
                    .print(Duration.between(began, Instant.now()));
            CompletableFuture.anyOf(signals.asked(), server.ended()).join();
            if (signals.asked().isDone()) {
                terminal.out().println("\nending: a second signal ends it at once");
                server.drain();
            } else {
                terminal.out().println("\nended, as the admin API was asked to");
            }
        }
        return ExitCode.OK;
    }
}
