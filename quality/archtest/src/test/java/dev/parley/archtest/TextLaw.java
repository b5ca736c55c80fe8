package dev.parley.archtest;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A clone of the project means the same on every machine. */
final class TextLaw {
    /** Home folders, and roots that are not of the system's own layout. */
    private static final Pattern MACHINE_PATH =
            Pattern.compile("(?<![\\w.}/*-])/(?:work|root|home|Users)/\\w");

    private static final Pattern LOCKED_HOST = Pattern.compile("\"resolved\": *\"http");

    private TextLaw() {}

    static List<String> violations(String file, String text) {
        List<String> violations = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (MACHINE_PATH.matcher(line).find()) {
                violations.add(file + ":" + number + " names a folder of one machine: " + line);
            }
            if (LOCKED_HOST.matcher(line).find()) {
                violations.add(file + ":" + number + " binds a package to one registry's host");
            }
        }
        if (text.contains("\r\n")) {
            violations.add(file + " has line ends of another system");
        }
        if (!text.isEmpty() && !text.endsWith("\n")) {
            violations.add(file + " ends without a line end");
        }
        return violations;
    }
}
