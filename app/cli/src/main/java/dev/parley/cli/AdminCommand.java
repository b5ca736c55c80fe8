package dev.parley.cli;

import dev.parley.server.admin.AdminClient;
import dev.parley.server.settings.Configuration;
import dev.parley.server.settings.ConfigurationException;
import dev.parley.server.settings.Program;
import dev.parley.server.state.DataDirectory;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code parley admin}: asks the server that runs on this machine, and tells it what to do. */
final class AdminCommand {
    private static final String[] DESCRIPTION = {
        "Asks the server that runs on this machine, and tells it what to do. The server has to be"
                + " started with --admin-listen 127.0.0.1:9642.",
        "",
        "It is found by its data directory, where it keeps its token: name it as the server does,"
                + " by --data-dir, --config or PARLEY_DATA_DIR.",
    };
    private static final String[] EXAMPLES = {
        "",
        "Examples:",
        "  parley admin status                    how much is relayed",
        "  parley admin allocations --user ann    what a user has",
        "  parley admin kick 42                   ends a relay",
        "  parley admin kick --user ann           ends all of a user",
        "  parley admin drain --seconds 600       ends gently",
        "  parley admin reload                    reads settings and certificate once more",
    };

    private static final int UNAUTHORIZED = 401;
    private static final int MOST_LISTED = 1000;
    private static final int LONGEST_DRAIN_SECONDS = 7 * 86_400;

    private final Terminal terminal;
    private final Map<String, String> environment;

    AdminCommand(Terminal terminal, Map<String, String> environment) {
        this.terminal = terminal;
        this.environment = environment;
    }

    CommandLine line() {
        CommandSpec spec = CommandSpec.create().mixinStandardHelpOptions(true);
        spec.usageMessage().description(DESCRIPTION).footer(EXAMPLES);
        spec.addSubcommand(
                "status",
                new Plain(
                                "How much is relayed, and whether the server ends.",
                                "GET",
                                "/relay",
                                AdminWords::status)
                        .spec());
        spec.addSubcommand("allocations", new Allocations().spec());
        spec.addSubcommand("show", new Show().spec());
        spec.addSubcommand("kick", new Kick().spec());
        spec.addSubcommand("drain", new Drain().spec());
        spec.addSubcommand(
                "reload",
                new Plain(
                                "Lets the server read its settings and its certificate once more.",
                                "POST",
                                "/reload",
                                AdminWords::reloaded)
                        .spec());
        spec.addSubcommand(
                "config",
                new Plain(
                                "The settings that are not at their default, and where each comes"
                                        + " from.",
                                "GET",
                                "/config",
                                AdminWords::config)
                        .spec());
        return new CommandLine(spec);
    }

    /** One question, and how its answer is told. */
    private abstract class Question implements Callable<Integer> {
        private final OptionValue<String> config = new OptionValue<>(String.class);
        private final OptionValue<String> dataDir = new OptionValue<>(String.class);
        private final OptionValue<Boolean> json = new OptionValue<>(Boolean.class);
        private final String words;

        Question(String words) {
            this.words = words;
        }

        CommandSpec spec() {
            CommandSpec spec =
                    CommandSpec.wrapWithoutInspection(this).mixinStandardHelpOptions(true);
            spec.usageMessage().description(words).sortOptions(false);
            add(spec);
            option(spec, "--json", "", json, "Print the answer as it comes.");
            option(spec, "--data-dir", "FOLDER", dataDir, "The data directory of the server.");
            option(spec, "--config", "FILE", config, "The file with the server's settings.");
            return spec;
        }

        /** Its own options. */
        void add(CommandSpec spec) {}

        /** Refuses what was given, before anybody is asked. */
        void check() throws ConfigurationException {}

        abstract AdminClient.Answer ask(AdminClient server) throws IOException;

        abstract void tell(AdminClient.Answer answer);

        @Override
        public Integer call() throws IOException, ConfigurationException {
            Map<String, List<String>> flags = new HashMap<>();
            put(flags, "config", config.value());
            put(flags, "data-dir", dataDir.value());
            check();
            Configuration configuration = read(flags);
            AdminClient server =
                    AdminClient.of(configuration, DataDirectory.named(configuration, environment));
            AdminClient.Answer answer = ask(server);
            if (answer.status() >= 400) {
                terminal.err().println("parley admin: " + AdminWords.error(answer));
                if (answer.status() == UNAUTHORIZED) {
                    terminal.err()
                            .println(
                                    "The token is read from the settings (--config,"
                                            + " PARLEY_ADMIN_TOKEN), or else from "
                                            + server.place()
                                            + ": name those of the server.");
                }
                return ExitCode.ENVIRONMENT;
            }
            if (json.isTrue()) {
                terminal.out().println(answer.text());
            } else {
                tell(answer);
            }
            terminal.out().flush();
            return ExitCode.OK;
        }

        /** The file may be that of either program: what goes together differs. */
        private Configuration read(Map<String, List<String>> flags)
                throws IOException, ConfigurationException {
            try {
                return Configuration.of(Program.SERVE, flags, environment);
            } catch (ConfigurationException e) {
                try {
                    return Configuration.of(Program.TURN, flags, environment);
                } catch (ConfigurationException neither) {
                    e.addSuppressed(neither);
                    throw e;
                }
            }
        }

        private static void put(
                Map<String, List<String>> flags, String name, @Nullable String value) {
            if (value != null) {
                flags.put(name, List.of(value));
            }
        }
    }

    private static void option(
            CommandSpec spec, String name, String label, OptionValue<?> value, String words) {
        spec.addOption(
                OptionSpec.builder(name)
                        .paramLabel(label)
                        .description(words)
                        .type(value.type())
                        .arity(value.type() == Boolean.class ? "0" : "1")
                        .getter(value)
                        .setter(value)
                        .build());
    }

    private static void number(CommandSpec spec, OptionValue<Long> value, String arity) {
        spec.addPositional(
                PositionalParamSpec.builder()
                        .paramLabel("NUMBER")
                        .description("The number of a relay, as parley admin allocations shows it.")
                        .type(Long.class)
                        .arity(arity)
                        .required(arity.equals("1"))
                        .getter(value)
                        .setter(value)
                        .build());
    }

    private static void refuseOutside(String name, @Nullable Number given, long min, long max)
            throws ConfigurationException {
        if (given != null && (given.longValue() < min || given.longValue() > max)) {
            throw new ConfigurationException(
                    name
                            + " wants a number from "
                            + min
                            + (max == Long.MAX_VALUE ? " on" : " to " + max)
                            + "; "
                            + given
                            + " is not");
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** One that needs nothing but to be asked. */
    private final class Plain extends Question {
        private final String method;
        private final String path;
        private final BiConsumer<Terminal, Map<String, Object>> words;

        Plain(
                String about,
                String method,
                String path,
                BiConsumer<Terminal, Map<String, Object>> words) {
            super(about);
            this.method = method;
            this.path = path;
            this.words = words;
        }

        @Override
        AdminClient.Answer ask(AdminClient server) throws IOException {
            return server.ask(method, path);
        }

        @Override
        void tell(AdminClient.Answer answer) {
            words.accept(terminal, answer.json());
        }
    }

    private final class Allocations extends Question {
        private final OptionValue<String> user = new OptionValue<>(String.class);
        private final OptionValue<Integer> limit = new OptionValue<>(Integer.class);
        private final OptionValue<Long> after = new OptionValue<>(Long.class);

        Allocations() {
            super("What is relayed now, the oldest first.");
        }

        @Override
        void add(CommandSpec spec) {
            option(spec, "--user", "NAME", user, "Those of this user only.");
            option(spec, "--limit", "NUMBER", limit, "At most so many, up to 1000. [100]");
            option(spec, "--after", "NUMBER", after, "Those with a larger number only.");
        }

        @Override
        void check() throws ConfigurationException {
            refuseOutside("--limit", limit.value(), 1, MOST_LISTED);
            refuseOutside("--after", after.value(), 0, Long.MAX_VALUE);
        }

        @Override
        AdminClient.Answer ask(AdminClient server) throws IOException {
            StringBuilder path = new StringBuilder("/allocations?limit=");
            Integer most = limit.value();
            path.append(most == null ? 100 : most);
            Long from = after.value();
            if (from != null) {
                path.append("&after=").append(from);
            }
            String whose = user.value();
            if (whose != null) {
                path.append("&user=").append(encoded(whose));
            }
            return server.ask("GET", path.toString());
        }

        @Override
        void tell(AdminClient.Answer answer) {
            AdminWords.allocations(terminal, answer.json());
        }
    }

    private final class Show extends Question {
        private final OptionValue<Long> id = new OptionValue<>(Long.class);

        Show() {
            super("One relay with its permissions and channels.");
        }

        @Override
        void add(CommandSpec spec) {
            number(spec, id, "1");
        }

        @Override
        void check() throws ConfigurationException {
            refuseOutside("NUMBER", id.value(), 1, Long.MAX_VALUE);
        }

        @Override
        AdminClient.Answer ask(AdminClient server) throws IOException {
            return server.ask("GET", "/allocations/" + id.value());
        }

        @Override
        void tell(AdminClient.Answer answer) {
            AdminWords.tree(terminal, answer.json(), "");
        }
    }

    private final class Kick extends Question {
        private final OptionValue<Long> id = new OptionValue<>(Long.class);
        private final OptionValue<String> user = new OptionValue<>(String.class);

        Kick() {
            super("Ends a relay, or all of a user.");
        }

        @Override
        void add(CommandSpec spec) {
            number(spec, id, "0..1");
            option(spec, "--user", "NAME", user, "End all relays of this user.");
        }

        @Override
        void check() throws ConfigurationException {
            if ((user.value() == null) == (id.value() == null)) {
                throw new ConfigurationException("which? parley admin kick NUMBER, or --user NAME");
            }
            refuseOutside("NUMBER", id.value(), 1, Long.MAX_VALUE);
        }

        @Override
        AdminClient.Answer ask(AdminClient server) throws IOException {
            String whose = user.value();
            return server.ask(
                    "DELETE",
                    whose == null
                            ? "/allocations/" + id.value()
                            : "/allocations?user=" + encoded(whose));
        }

        @Override
        void tell(AdminClient.Answer answer) {
            terminal.out().println("ended: " + answer.json().get("ended"));
        }
    }

    private final class Drain extends Question {
        private final OptionValue<Long> seconds = new OptionValue<>(Long.class);

        Drain() {
            super("Ends the server gently: no new relay is lent, those in use may go on.");
        }

        @Override
        void add(CommandSpec spec) {
            option(
                    spec,
                    "--seconds",
                    "SECONDS",
                    seconds,
                    "For how long. Without it: as --drain-seconds of the server says.");
        }

        @Override
        void check() throws ConfigurationException {
            refuseOutside("--seconds", seconds.value(), 0, LONGEST_DRAIN_SECONDS);
        }

        @Override
        AdminClient.Answer ask(AdminClient server) throws IOException {
            Long most = seconds.value();
            return server.ask("POST", most == null ? "/drain" : "/drain?seconds=" + most);
        }

        @Override
        void tell(AdminClient.Answer answer) {
            terminal.out()
                    .println(
                            "draining: "
                                    + answer.json().get("allocations")
                                    + " relays may go on for "
                                    + answer.json().get("secondsLeft")
                                    + " s");
        }
    }
}
