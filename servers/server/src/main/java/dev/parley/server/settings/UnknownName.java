package dev.parley.server.settings;

import java.util.regex.Pattern;

/** What stands where the name of a setting belongs, and is none. */
public final class UnknownName {
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private UnknownName() {}

    /**
     * For messages: a line with its halves exchanged, or without its name, has a password there.
     *
     * @return the name, or dots when it cannot be one
     */
    public static String shown(String name) {
        return HARMLESS.matcher(name).matches() ? name : "\"...\"";
    }
}
