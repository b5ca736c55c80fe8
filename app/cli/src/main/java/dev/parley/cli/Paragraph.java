package dev.parley.cli;

/** Text that is broken at spaces to fit the terminal. */
final class Paragraph {
    private Paragraph() {}

    /** Prints the text behind a head; further lines are indented by as much as the head is wide. */
    static void print(Terminal terminal, String head, String text) {
        int width = Math.max(20, terminal.columns() - head.length());
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
