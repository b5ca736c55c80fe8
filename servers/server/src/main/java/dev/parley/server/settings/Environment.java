package dev.parley.server.settings;

import dev.parley.server.settings.Configuration.Raw;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Settings from environment variables. */
final class Environment {
    /** Read by the launcher script. */
    private static final String LAUNCHER = "PARLEY_JAVA_OPTS";

    /** Set by Kubernetes in every pod beside a service that is called parley. */
    private static final Pattern SERVICE_LINK =
            Pattern.compile("PARLEY_(SERVICE_.*|PORT(_\\d+_(TCP|UDP).*)?)");

    private Environment() {}

    static void read(
            Map<String, String> environment, Map<Setting<?>, Raw> into, List<String> warnings)
            throws ConfigurationException {
        for (Map.Entry<String, String> variable : new TreeMap<>(environment).entrySet()) {
            String name = variable.getKey();
            if (!name.startsWith(Configuration.ENVIRONMENT_PREFIX)
                    || name.equals(LAUNCHER)
                    || SERVICE_LINK.matcher(name).matches()) {
                continue;
            }
            Optional<Setting<?>> known =
                    Settings.ALL.stream()
                            .filter(setting -> setting.environmentName().equals(name))
                            .findFirst();
            if (known.isPresent()) {
                Setting<?> setting = known.get();
                into.put(
                        setting,
                        new Raw(texts(setting, variable.getValue()), Origin.environment(setting)));
                continue;
            }
            Optional<String> nearest =
                    Nearest.to(name, Settings.ALL.stream().map(Setting::environmentName).toList());
            if (nearest.isPresent()) {
                throw new ConfigurationException(
                        "unknown environment variable "
                                + name
                                + "; did you mean "
                                + nearest.get()
                                + "?");
            }
            warnings.add("The environment variable " + name + " is not a setting; it is ignored.");
        }
    }

    private static List<String> texts(Setting<?> setting, String value) {
        if (!setting.traits().repeatable()) {
            return List.of(value);
        }
        return Arrays.stream(value.split(",", -1))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList();
    }
}
