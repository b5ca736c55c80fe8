package dev.parley.cli;

import dev.parley.server.IceServers;
import dev.parley.server.settings.Configuration;
import dev.parley.server.settings.ConfigurationException;
import dev.parley.server.settings.Program;
import dev.parley.server.state.DataDirectory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code parley turn credentials}: prints what a client is given to use the relay. */
final class CredentialsCommand implements Callable<Integer> {
    private static final String[] DESCRIPTION = {
        "Prints the value of iceServers for a client, as JSON: the URLs of the relay and a"
                + " credential that lasts for a while.",
        "",
        "It is made from the same secret that the relay on this machine uses: --config and"
                + " --data-dir, and variables such as PARLEY_AUTH_SECRET, say where it is. The"
                + " relay need not be asked, and need not run.",
    };
    private static final String[] EXAMPLES = {
        "",
        "Examples:",
        "  parley turn credentials",
        "  parley turn credentials --name ann --ttl 12h --host turn.example.org",
        "  parley turn credentials --config /etc/parley/turn.toml",
    };
    private static final Pattern TTL = Pattern.compile("(\\d{1,8})([smhd]?)");
    private static final int LONGEST_NAME = 256;
    private static final Duration LONGEST = Duration.ofDays(366);

    private final Terminal terminal;
    private final Map<String, String> environment;
    private final OptionValue<String> name = new OptionValue<>(String.class);
    private final OptionValue<String> ttl = new OptionValue<>(String.class);
    private final OptionValue<String> host = new OptionValue<>(String.class);
    private final OptionValue<String> config = new OptionValue<>(String.class);
    private final OptionValue<String> dataDir = new OptionValue<>(String.class);

    CredentialsCommand(Terminal terminal, Map<String, String> environment) {
        this.terminal = terminal;
        this.environment = environment;
    }

    CommandSpec spec() {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(this).mixinStandardHelpOptions(true);
        spec.usageMessage().description(DESCRIPTION).footer(EXAMPLES).sortOptions(false);
        add(spec, "--name", "NAME", name, "Who it is for; counted by --user-quota. [client]");
        add(spec, "--ttl", "TIME", ttl, "How long it lasts, such as 3600, 90m, 12h or 7d. [1d]");
        add(
                spec,
                "--host",
                "HOST",
                host,
                "The name or address in the URLs. Without it: the addresses of the relay.");
        add(spec, "--config", "FILE", config, "The file with the relay's settings.");
        add(spec, "--data-dir", "FOLDER", dataDir, "Where the relay keeps its secret.");
        return spec;
    }

    private static void add(
            CommandSpec spec,
            String option,
            String label,
            OptionValue<String> value,
            String words) {
        spec.addOption(
                OptionSpec.builder(option)
                        .paramLabel(label)
                        .description(words)
                        .type(value.type())
                        .getter(value)
                        .setter(value)
                        .build());
    }

    @Override
    public Integer call() throws Exception {
        Map<String, List<String>> flags =
                Stream.of(Map.entry("config", config), Map.entry("data-dir", dataDir))
                        .filter(given -> given.getValue().value() != null)
                        .collect(
                                Collectors.toMap(
                                        Map.Entry::getKey,
                                        given -> List.of(or(given.getValue().value(), ""))));
        String host = this.host.value();
        if (host != null && !host.matches("[A-Za-z0-9._:\\[\\]-]+")) {
            throw new ConfigurationException(
                    "--host wants a name or an address; \"" + host + "\" is not");
        }
        String user = or(name.value(), "client");
        if (user.isBlank() || user.length() > LONGEST_NAME) {
            throw new ConfigurationException(
                    "--name wants 1 to " + LONGEST_NAME + " characters, one of them visible");
        }
        Configuration configuration = Configuration.of(Program.TURN, flags, environment);
        DataDirectory data = DataDirectory.named(configuration, environment);
        boolean kept = IceServers.hasSecret(configuration, data);
        IceServers servers =
                IceServers.issue(
                        configuration, environment, host, duration(or(ttl.value(), "1d")), user);
        if (!kept) {
            terminal.err()
                    .println(
                            "There was no secret in "
                                    + data.folder()
                                    + ", so a new one was made: this is of use only for a relay that"
                                    + " is started with the same --data-dir and no auth-secret.");
        }
        terminal.out().println(servers.json());
        return ExitCode.OK;
    }

    private static String or(@Nullable String given, String otherwise) {
        return given == null ? otherwise : given;
    }

    private static Duration duration(String text) throws ConfigurationException {
        Matcher matcher = TTL.matcher(text);
        if (matcher.matches()) {
            long number = Long.parseLong(matcher.group(1));
            Duration duration =
                    switch (matcher.group(2)) {
                        case "m" -> Duration.ofMinutes(number);
                        case "h" -> Duration.ofHours(number);
                        case "d" -> Duration.ofDays(number);
                        default -> Duration.ofSeconds(number);
                    };
            if (duration.isPositive() && duration.compareTo(LONGEST) <= 0) {
                return duration;
            }
        }
        throw new ConfigurationException(
                "--ttl wants seconds, or a time such as 90m, 12h or 7d, of a year at most; "
                        + '"'
                        + text
                        + "\" is not");
    }
}
