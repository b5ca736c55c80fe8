package dev.parley.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** A terminal whose text can be read. */
final class Screen {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    Terminal terminal(boolean interactive, boolean unicode, int columns) {
        return new Terminal(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                interactive,
                unicode,
                columns);
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }
}
