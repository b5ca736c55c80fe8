package dev.parley.server;

import java.util.Locale;

/**
 * Texts for the few places that write JSON by hand, where a library would only be loaded for it.
 */
public final class JsonText {
    private JsonText() {}

    /** A text as JSON has it, in quotes. */
    public static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
