package dev.parley.server.settings;

/**
 * Where a value came from.
 *
 * @param place empty for the command line and defaults, else what to add to the name
 */
public record Origin(Kind kind, String place) {
    public static final Origin DEFAULT = new Origin(Kind.DEFAULT, "");

    /** From weakest to strongest. */
    public enum Kind {
        DEFAULT,
        FILE,
        ENVIRONMENT,
        FLAG
    }

    static Origin flag(Setting<?> setting) {
        return new Origin(Kind.FLAG, setting.flag());
    }

    static Origin environment(Setting<?> setting) {
        return new Origin(Kind.ENVIRONMENT, setting.environmentName());
    }

    static Origin file(String file) {
        return new Origin(Kind.FILE, file);
    }

    /** How an error message calls the setting, so that it is found where it was written. */
    public String name(Setting<?> setting) {
        return switch (kind) {
            case FLAG, DEFAULT -> setting.flag();
            case ENVIRONMENT -> "the environment variable " + setting.environmentName();
            case FILE -> setting.name() + " in " + place;
        };
    }
}
