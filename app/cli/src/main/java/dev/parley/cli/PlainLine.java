package dev.parley.cli;

import dev.parley.server.settings.Program;
import dev.parley.server.settings.Setting;
import dev.parley.server.settings.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A command line that is nothing but a command and settings with their values, which is how servers
 * are started. It is read here without the library that reads all others: loading that one takes
 * longer than everything else that comes before the first answer.
 */
final class PlainLine {
    private PlainLine() {}

    /**
     * The settings, name to values, or nothing when the line is of another kind: help, a command
     * below, a slip. Then whoever reads it in full has to say so.
     *
     * @param args without the command
     */
    static Optional<Map<String, List<String>>> settings(Program program, List<String> args) {
        Map<String, List<String>> flags = new LinkedHashMap<>();
        for (int i = 0; i < args.size(); i++) {
            String word = args.get(i);
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            if (!name.startsWith("--")) {
                return Optional.empty();
            }
            Optional<Setting<?>> setting = Settings.named(name.substring(2)).filter(program::has);
            String value = null;
            if (equals >= 0) {
                value = word.substring(equals + 1);
            } else if (i + 1 < args.size() && !args.get(i + 1).startsWith("-")) {
                value = args.get(++i);
            }
            if (setting.isEmpty() || value == null || value.isEmpty() || isQuoted(value)) {
                return Optional.empty();
            }
            flags.computeIfAbsent(setting.get().name(), of -> new ArrayList<>()).add(value);
        }
        return Optional.of(flags);
    }

    private static boolean isQuoted(String value) {
        return value.startsWith("\"") || value.startsWith("'");
    }
}
