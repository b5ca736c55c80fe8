package dev.parley.cli.coturn;

import java.util.ArrayList;
import java.util.List;

/** The lines of a turnserver.conf that say something. */
final class CoturnFile {
    private CoturnFile() {}

    /**
     * One line.
     *
     * @param number from 1
     * @param value empty for a switch that stands alone
     */
    record Line(int number, String key, String value) {

        /** Whether a switch is on: alone or with a yes. */
        boolean isOn() {
            return !value.equals("0")
                    && !value.equalsIgnoreCase("no")
                    && !value.equalsIgnoreCase("off")
                    && !value.equalsIgnoreCase("false");
        }
    }

    /**
     * Comments begin with #, a value stands after an equals sign or a space. Some editors put a
     * byte order mark before all of it.
     */
    static List<Line> read(String text) {
        List<Line> lines = new ArrayList<>();
        int number = 0;
        String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
        for (String raw : plain.lines().toList()) {
            number++;
            String line = raw.strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            int end = 0;
            while (end < line.length()
                    && line.charAt(end) != '='
                    && !Character.isWhitespace(line.charAt(end))) {
                end++;
            }
            String value = line.substring(end).strip();
            if (value.startsWith("=")) {
                value = value.substring(1).strip();
            }
            String key = line.substring(0, end).replaceFirst("^--?", "");
            lines.add(new Line(number, key, unquoted(value)));
        }
        return lines;
    }

    private static String unquoted(String value) {
        boolean quoted =
                value.length() >= 2
                        && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                        && value.charAt(0) == value.charAt(value.length() - 1);
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
