package dev.parley.cli.coturn;

import java.util.Locale;

/** Values as TOML writes them. */
final class Toml {
    /** Readers take it at the very beginning alone. */
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private Toml() {}

    /** A number as it is, anything else as a basic string. */
    static String quoted(String value) {
        if (value.matches("0|[1-9]\\d{0,8}")) {
            return value;
        }
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ' || c == 0x7F || c == BYTE_ORDER_MARK) {
                quoted.append(String.format(Locale.ROOT, "\\u%04X", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
