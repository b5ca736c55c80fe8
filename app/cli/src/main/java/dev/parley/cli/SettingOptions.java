package dev.parley.cli;

import dev.parley.server.settings.Program;
import dev.parley.server.settings.Setting;
import dev.parley.server.settings.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.IGetter;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;

/** The settings of a program as options of its command, and what was given for them. */
final class SettingOptions {
    private final Program program;
    private final Map<String, List<String>> flags = new LinkedHashMap<>();

    SettingOptions(Program program) {
        this.program = program;
    }

    /** Name of a setting without dashes, to what was given for it. */
    Map<String, List<String>> flags() {
        return flags;
    }

    /** Adds them, by group. */
    void addTo(CommandSpec spec) {
        int order = 0;
        for (Setting.Group group : Setting.Group.values()) {
            ArgGroupSpec.Builder section =
                    ArgGroupSpec.builder()
                            .validate(false)
                            .heading("%n" + group.title() + ":%n")
                            .order(order++);
            boolean any = false;
            for (Setting<?> setting : Settings.ALL) {
                if (setting.group() == group && program.has(setting)) {
                    section.addArg(option(setting, order++));
                    any = true;
                }
            }
            if (any) {
                spec.addArgGroup(section.build());
            }
        }
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
