package dev.parley.cli;

import dev.parley.server.ParleyServer;
import dev.parley.server.settings.Configuration;
import dev.parley.server.settings.Setting;
import dev.parley.server.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.IGetter;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;

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
    private final Map<String, List<String>> flags = new LinkedHashMap<>();

    ServeCommand(Terminal terminal, Map<String, String> environment) {
        this.terminal = terminal;
        this.environment = environment;
    }

    /** The command with one option for each setting. */
    CommandSpec spec() {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(this).mixinStandardHelpOptions(true);
        spec.usageMessage().description(DESCRIPTION).abbreviateSynopsis(true).sortOptions(false);
        int order = 0;
        for (Setting.Group group : Setting.Group.values()) {
            ArgGroupSpec.Builder section =
                    ArgGroupSpec.builder()
                            .validate(false)
                            .heading("%n" + group.title() + ":%n")
                            .order(order++);
            for (Setting<?> setting : Settings.ALL) {
                if (setting.group() == group) {
                    section.addArg(option(setting, order++));
                }
            }
            spec.addArgGroup(section.build());
        }
        return spec;
    }

    @Override
    public Integer call() throws Exception {
        Instant began = ProcessHandle.current().info().startInstant().orElseGet(Instant::now);
        Configuration configuration = Configuration.of(flags, environment);
        System.setProperty( // read by logback.xml
                "parley.log.level",
                configuration.get(Settings.LOG_LEVEL).name().toLowerCase(Locale.ROOT));
        try (ParleyServer server = ParleyServer.start(configuration, environment)) {
            Signals signals = Signals.install();
            new Banner(terminal, server, configuration)
                    .print(Duration.between(began, Instant.now()));
            signals.await();
            terminal.out().println("\nending: a second signal ends it at once");
            server.drain();
        }
        return ExitCode.OK;
    }

    private OptionSpec option(Setting<?> setting, int order) {
        String words = setting.words();
        if (setting.fallback() != null) {
            words += " [" + setting.fallback() + "]";
        }
        boolean repeatable = setting.traits().repeatable();
        OptionSpec.Builder option =
                OptionSpec.builder(setting.flag())
                        .paramLabel(setting.placeholder())
                        .description(words.replace("%", "%%"))
                        .order(order)
                        .getter(known(setting))
                        .setter(given(setting));
        if (repeatable) {
            option.type(List.class).auxiliaryTypes(String.class);
        } else {
            option.type(String.class);
        }
        return option.build();
    }

    /** What was given so far: to this list picocli adds what comes next. */
    private IGetter known(Setting<?> setting) {
        return new IGetter() {
            @Override
            @SuppressWarnings({
                "unchecked",
                "NullAway",
                "TypeParameterUnusedInFormals"
            }) // as picocli declares it
            public <T> T get() {
                return (T) (setting.traits().repeatable() ? flags.get(setting.name()) : null);
            }
        };
    }

    private ISetter given(Setting<?> setting) {
        return new ISetter() {
            @Override
            @SuppressWarnings("unchecked") // picocli makes the list itself, and fills it
            public <T> T set(T value) {
                if (value instanceof List<?> list) {
                    flags.put(setting.name(), (List<String>) list);
                } else if (value instanceof String text) {
                    flags.computeIfAbsent(setting.name(), name -> new ArrayList<>()).add(text);
                }
                return value;
            }
        };
    }
}
