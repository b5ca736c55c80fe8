package dev.parley.server.settings;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One row of the table of settings.
 *
 * @param name as on the command line without dashes and as in the file, such as {@code http-port}
 * @param placeholder what stands for the value in the help, such as {@code PORT}
 * @param type how a value is read and what it may be
 * @param fallback the value when nothing is set, as it would be written; null when there is none
 * @param traits what is special about it
 * @param words one or two sentences for the help and the documentation
 */
public record Setting<T>(
        String name,
        Group group,
        String placeholder,
        ValueType<T> type,
        @Nullable String fallback,
        Traits traits,
        String words) {

    /** The headings of the help and of the documentation, in their order. */
    public enum Group {
        LISTENING("Listening"),
        TLS("TLS"),
        RELAY("STUN and TURN"),
        ROOMS("Rooms and signaling"),
        OPERATION("Operation");

        private final String title;

        Group(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }

    /**
     * What is special about a setting.
     *
     * @param repeatable may be given several times; an array in the file, commas in the environment
     * @param secret its value is never printed
     */
    public record Traits(boolean repeatable, boolean secret) {
        public static final Traits NONE = new Traits(false, false);
        public static final Traits REPEATABLE = new Traits(true, false);
        public static final Traits SECRET = new Traits(false, true);
        public static final Traits REPEATABLE_SECRET = new Traits(true, true);
    }

    /** There is one of each: what the compiler would make of all parts costs a start 20 ms. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    /** {@code --http-port}. */
    public String flag() {
        return "--" + name;
    }

    /** {@code PARLEY_HTTP_PORT}. */
    public String environmentName() {
        return Configuration.ENVIRONMENT_PREFIX + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
