package dev.parley.server.settings;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The values of all settings. Immutable. */
public final class Configuration {
    static final String ENVIRONMENT_PREFIX = "PARLEY_";

    private final Map<Setting<?>, List<Object>> values;
    private final Map<Setting<?>, List<String>> texts;
    private final Map<Setting<?>, Origin> origins;
    private final List<String> warnings;
    private final Sources sources;

    private Configuration(
            Map<Setting<?>, List<Object>> values,
            Map<Setting<?>, List<String>> texts,
            Map<Setting<?>, Origin> origins,
            List<String> warnings,
            Sources sources) {
        this.values = values;
        this.texts = texts;
        this.origins = origins;
        this.warnings = warnings;
        this.sources = sources;
    }

    /** What a program was started with; the file is named by one of them. */
    private record Sources(
            Program program, Map<String, List<String>> flags, Map<String, String> environment) {
        Sources {
            flags = Map.copyOf(flags);
            environment = Map.copyOf(environment);
        }
    }

    /** Every setting at its default. */
    public static Configuration defaults() {
        try {
            return of(Map.of(), Map.of());
        } catch (ConfigurationException | IOException e) {
            throw new IllegalStateException("the defaults are values", e);
        }
    }

    /**
     * Reads the values from where they are given.
     *
     * @param flags name of a setting (without dashes) to what was given for it on the command line
     * @param environment all variables; those not of Parley are left alone
     * @throws ConfigurationException when a name is unknown or a value cannot be used
     * @throws IOException when the file named by {@code config} cannot be read
     */
    public static Configuration of(Map<String, List<String>> flags, Map<String, String> environment)
            throws ConfigurationException, IOException {
        return of(Program.SERVE, flags, environment);
    }

    /**
     * The same for a program that does not have all settings.
     *
     * @throws ConfigurationException also when a setting is given that belongs to another program
     */
    public static Configuration of(
            Program program, Map<String, List<String>> flags, Map<String, String> environment)
            throws ConfigurationException, IOException {
        List<String> warnings = new ArrayList<>();
        Map<Setting<?>, Raw> raw = new HashMap<>();
        Environment.read(environment, raw, warnings);
        for (Map.Entry<String, List<String>> flag : flags.entrySet()) {
            Setting<?> setting = Settings.named(flag.getKey()).orElseThrow();
            raw.put(setting, new Raw(flag.getValue(), Origin.flag(setting)));
        }
        Map<Setting<?>, Raw> all = new HashMap<>();
        Raw file = raw.get(Settings.CONFIG);
        if (file != null) {
            String named = file.origin().name(Settings.CONFIG);
            TomlFile.read(read(Settings.CONFIG, file).getFirst(), named, all, warnings);
        }
        all.putAll(raw);

        Map<Setting<?>, List<Object>> values = new LinkedHashMap<>();
        Map<Setting<?>, List<String>> texts = new HashMap<>();
        Map<Setting<?>, Origin> origins = new HashMap<>();
        for (Setting<?> setting : Settings.ALL) {
            Raw given = all.get(setting);
            if (given == null) {
                given = new Raw(program.fallback(setting), Origin.DEFAULT);
            } else if (!program.has(setting)) {
                throw new ConfigurationException(program.refusal(given.origin().name(setting)));
            }
            values.put(setting, List.copyOf(read(setting, given)));
            texts.put(setting, List.copyOf(given.texts()));
            origins.put(setting, given.origin());
        }
        Configuration configuration =
                new Configuration(
                        values,
                        texts,
                        origins,
                        List.copyOf(warnings),
                        new Sources(program, flags, environment));
        configuration.check();
        return configuration;
    }

    private void check() throws ConfigurationException {
        try {
            Consistency.check(sources.program(), this);
        } catch (ConfigurationException e) {
            throw new ConfigurationException(
                    new Whereabouts(this::origin).named(String.valueOf(e.getMessage())), e);
        }
    }

    /**
     * A failure of something that these settings ask for, with the names of settings as they stand
     * where they were given.
     */
    public IOException named(IOException failure) {
        return new Whereabouts(this::origin).named(failure);
    }

    /**
     * Reads the values once more from where they were given; only the file can have changed
     * meanwhile.
     *
     * @throws ConfigurationException when a name is unknown or a value cannot be used
     * @throws IOException when the file cannot be read
     */
    public Configuration readAgain() throws ConfigurationException, IOException {
        return of(sources.program(), sources.flags(), sources.environment());
    }

    /**
     * This configuration with the values that another one has for those settings.
     *
     * @throws ConfigurationException when they do not go together with the rest of this one
     */
    public Configuration with(Collection<Setting<?>> settings, Configuration other)
            throws ConfigurationException {
        Map<Setting<?>, List<Object>> mixed = new LinkedHashMap<>(values);
        Map<Setting<?>, List<String>> written = new HashMap<>(texts);
        Map<Setting<?>, Origin> from = new HashMap<>(origins);
        for (Setting<?> setting : settings) {
            mixed.put(setting, List.copyOf(other.all(setting)));
            written.put(setting, other.texts(setting));
            from.put(setting, other.origin(setting));
        }
        Configuration configuration =
                new Configuration(mixed, written, from, other.warnings, sources);
        configuration.check();
        return configuration;
    }

    /** The settings that have another value in another configuration, in their usual order. */
    public List<Setting<?>> differences(Configuration other) {
        return Settings.ALL.stream()
                .filter(setting -> !all(setting).equals(other.all(setting)))
                .toList();
    }

    /** Whose settings these are. */
    public Program program() {
        return sources.program();
    }

    /** The value of a setting that has a default. */
    public <T> T get(Setting<T> setting) {
        return find(setting)
                .orElseThrow(() -> new IllegalStateException(setting.name() + " has no default"));
    }

    /** The value of a setting that need not be set. */
    public <T> Optional<T> find(Setting<T> setting) {
        List<T> all = all(setting);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }

    /** All values of a repeatable setting, in the order given. */
    @SuppressWarnings("unchecked") // put there by the reader of the same setting
    public <T> List<T> all(Setting<T> setting) {
        return (List<T>) values.getOrDefault(setting, List.of());
    }

    /** The values as they were written, secrets too. */
    public List<String> texts(Setting<?> setting) {
        return texts.getOrDefault(setting, List.of());
    }

    /** Where the value came from. */
    public Origin origin(Setting<?> setting) {
        return origins.getOrDefault(setting, Origin.DEFAULT);
    }

    /** What is odd but does not stop a start; one line each. */
    public List<String> warnings() {
        return warnings;
    }

    private static <T> List<T> read(Setting<T> setting, Raw raw) throws ConfigurationException {
        if (!setting.traits().repeatable() && raw.texts().size() > 1) {
            throw new ConfigurationException(
                    raw.origin().name(setting) + " may be given once only");
        }
        List<T> read = new ArrayList<>();
        for (String text : raw.texts()) {
            try {
                read.add(setting.type().reader().read(text));
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                String got = setting.traits().secret() ? "the value given" : '"' + text + '"';
                throw new ConfigurationException(
                        raw.origin().name(setting)
                                + " wants "
                                + setting.type().wants()
                                + "; "
                                + got
                                + " is not",
                        e);
            }
        }
        return read;
    }

    /** What was written, before it is read. */
    record Raw(List<String> texts, Origin origin) {}
}
