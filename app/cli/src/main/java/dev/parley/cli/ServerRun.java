package dev.parley.cli;

import dev.parley.server.ParleyServer;
import dev.parley.server.RelayServer;
import dev.parley.server.RunningServer;
import dev.parley.server.settings.Configuration;
import dev.parley.server.settings.Program;
import dev.parley.server.settings.Settings;
import dev.parley.udp.Readiness;
import dev.parley.udp.UdpBackend;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a server until it is told to end: the same for both programs, however they were started. */
final class ServerRun {
    private final Program program;
    private final Terminal terminal;
    private final Map<String, String> environment;
    private final Signals signals;

    ServerRun(Program program, Terminal terminal, Map<String, String> environment) {
        this(program, terminal, environment, Signals.unheard());
    }

    private ServerRun(
            Program program, Terminal terminal, Map<String, String> environment, Signals signals) {
        this.program = program;
        this.terminal = terminal;
        this.environment = environment;
        this.signals = signals;
    }

    /**
     * The quick way in, for a command line of settings alone.
     *
     * @param signals what ends it; not heard yet
     * @return the exit code, or nothing when {@link ParleyCommand} has to read the line
     */
    static Optional<Integer> quickly(
            Terminal terminal,
            Map<String, String> environment,
            List<String> line,
            Signals signals) {
        for (Program program : Program.values()) {
            if (!line.isEmpty() && program.command().equals("parley " + line.getFirst())) {
                UdpBackend.AUTO.prepare();
                return PlainLine.settings(program, line.subList(1, line.size()))
                        .map(flags ->
                                new ServerRun(program, terminal, environment, signals)
                                        .runOrReport(flags));
            }
        }
        return Optional.empty();
    }

    private int runOrReport(Map<String, List<String>> flags) {
        try {
            return run(flags);
        } catch (Exception e) {
            return Failure.report(terminal, program.command(), e);
        }
    }

    /** Runs it; returns the exit code. */
    int run(Map<String, List<String>> flags) throws Exception {
        Instant began = ProcessHandle.current().info().startInstant().orElseGet(Instant::now);
        if (flags.containsKey(Settings.CONFIG.name())
                || environment.containsKey(Settings.CONFIG.environmentName())) {
            signals.hearHangups(); // without a file there is nothing to read once more
        }
        Configuration configuration = Configuration.of(program, flags, environment);
        LogSetup.use(configuration);
        try (RunningServer server = start(configuration)) {
            signals.onHurry(Signals.QUICK, () -> hurry(server));
            signals.hearEnds();
            signals.onHangup(terminal.interactive(), server::reload);
            print(server, configuration, Duration.between(began, Instant.now()));
            tellReady();
            boolean logged = isLogged(configuration);
            if (logged) {
                Log.OUT.info("{} {}", program.command(), server.words());
            }
            CompletableFuture.anyOf(signals.asked(), server.ended()).join();
            if (signals.asked().isDone()) {
                terminal.out().println("\nending: a second signal ends all relays now");
                server.drain();
            } else {
                terminal.out().println("\nended, as the admin API was asked to");
            }
            if (logged) {
                Log.OUT.info(
                        "{} ends {} after {} s",
                        program.command(),
                        signals.asked().isDone() ? "by a signal" : "by the admin API",
                        Duration.between(began, Instant.now()).toSeconds());
            }
        }
        return ExitCode.OK;
    }

    /** Where the unit is of Type=notify, systemd takes the service for started from then on. */
    private void tellReady() {
        String socket = environment.get(Readiness.VARIABLE);
        if (socket == null || socket.isEmpty()) {
            return;
        }
        try {
            new Readiness(socket).tell();
        } catch (IOException e) {
            Log.OUT.warn(
                    "systemd cannot be told that this serves: {}; it will end a unit of Type=notify,"
                            + " so make it Type=exec",
                    e.getMessage());
        }
    }

    private void hurry(RunningServer server) {
        terminal.out().println("ending now: a third signal waits for nothing more");
        server.drain(Duration.ZERO);
    }

    /** Who sees the banner on a terminal needs no lines that say the same. */
    private boolean isLogged(Configuration configuration) {
        return !terminal.interactive() || configuration.get(Settings.LOG_FILE).file().isPresent();
    }

    /** Made after the start: a relay answers before there is a log. */
    private static final class Log {
        static final Logger OUT = LoggerFactory.getLogger("parley.run");
    }

    private RunningServer start(Configuration configuration) throws IOException {
        RunningServer server =
                switch (program) {
                    case SERVE -> ParleyServer.start(configuration, environment);
                    case TURN -> RelayServer.start(configuration, environment);
                };
        server.onReload(LogSetup::reload);
        return server;
    }

    private void print(RunningServer server, Configuration configuration, Duration took) {
        switch (server) {
            case ParleyServer whole -> new Banner(terminal, whole, configuration).print(took);
            case RelayServer alone -> {
                // What goes to a file or a journal is kept, and a credential does not belong there.
                boolean asService =
                        environment.containsKey("JOURNAL_STREAM") || !terminal.interactive();
                new TurnBanner(terminal, alone, configuration, asService).print(took);
            }
        }
    }
}
