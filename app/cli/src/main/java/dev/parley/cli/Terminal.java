package dev.parley.cli;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Where the program writes.
 *
 * @param interactive whether a person is looking
 * @param unicode whether characters beyond ASCII arrive
 * @param columns how wide it is, for rows and pictures
 */
record Terminal(
        PrintWriter out, PrintWriter err, boolean interactive, boolean unicode, int columns) {
    private static final int USUAL_COLUMNS = 80;
    private static final int LEAST_COLUMNS = 40;
    private static final int READABLE_COLUMNS = 100;

    /** How wide text is set: longer lines are hard to read. */
    int textColumns() {
        return Math.min(columns, READABLE_COLUMNS);
    }

    /**
     * The streams of this process. The launcher says how wide the terminal is, if there is one: the
     * JDK cannot tell.
     */
    static Terminal ofProcess() {
        Integer columns = Integer.getInteger("parley.terminal.columns");
        boolean dumb = "dumb".equals(System.getenv("TERM"));
        Charset charset = System.out.charset();
        return new Terminal(
                new PrintWriter(System.out, true, charset),
                new PrintWriter(System.err, true, System.err.charset()),
                columns != null && !dumb,
                charset.equals(StandardCharsets.UTF_8),
                columns != null && columns > 0 ? Math.max(columns, LEAST_COLUMNS) : USUAL_COLUMNS);
    }
}
