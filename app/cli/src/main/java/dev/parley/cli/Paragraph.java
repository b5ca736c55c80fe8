package dev.parley.cli;

import java.util.List;
import java.util.Locale;

/** Text that is broken at spaces to fit the terminal. */
final class Paragraph {
    /** How the label of a row is set. */
    static final String LABEL = "  %-14s";

    private Paragraph() {}

    /** Prints a row of a banner: what it is, and what that is here. */
    static void row(Terminal terminal, String label, String text) {
        print(terminal, String.format(Locale.ROOT, LABEL, label), text);
    }

    /** Prints what somebody should read, behind an empty line; nothing when there is nothing. */
    static void notes(Terminal terminal, List<String> notes) {
        if (!notes.isEmpty()) {
            terminal.out().println();
            notes.forEach(note -> print(terminal, "  ! ", note));
        }
    }

    /** Prints the text behind a head; further lines are indented by as much as the head is wide. */
    static void print(Terminal terminal, String head, String text) {
        int width = Math.max(20, terminal.textColumns() - head.length());
        StringBuilder line = new StringBuilder(head);
        int used = 0;
        for (String word : text.split(" ", -1)) {
            if (used > 0 && used + 1 + word.length() > width) {
                terminal.out().println(line);
                line = new StringBuilder(" ".repeat(head.length()));
                used = 0;
            }
            line.append(used > 0 ? " " : "").append(word);
            used += (used > 0 ? 1 : 0) + word.length();
        }
        terminal.out().println(line);
    }
}
