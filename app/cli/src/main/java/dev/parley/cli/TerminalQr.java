package dev.parley.cli;

import dev.parley.server.QrMatrix;
import java.util.ArrayList;
import java.util.List;

/** A QR code in characters: two modules, one above the other, in each cell. */
final class TerminalQr {
    private static final int QUIET_ZONE = 2;
    private static final String BLACK_ON_WHITE = "\u001B[30;107m";
    private static final String BLACK = "\u001B[40m";
    private static final String WHITE = "\u001B[107m";
    private static final String PLAIN = "\u001B[0m";

    private TerminalQr() {}

    /** The lines, or none when the terminal is too narrow. */
    static List<String> lines(String text, Terminal terminal) {
        QrMatrix code = QrMatrix.of(text);
        int side = code.side() + 2 * QUIET_ZONE;
        boolean halves = terminal.unicode();
        if ((halves ? side : 2 * side) > terminal.columns()
                || (!halves && !terminal.interactive())) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        for (int y = -QUIET_ZONE; y < code.side() + QUIET_ZONE; y += halves ? 2 : 1) {
            StringBuilder line = new StringBuilder();
            for (int x = -QUIET_ZONE; x < code.side() + QUIET_ZONE; x++) {
                boolean upper = code.dark(x, y); // false outside of the code
                if (halves) {
                    line.append(half(upper, code.dark(x, y + 1), terminal.interactive()));
                } else {
                    line.append(upper ? BLACK : WHITE).append("  ");
                }
            }
            lines.add(
                    terminal.interactive()
                            ? (halves ? BLACK_ON_WHITE : "") + line + PLAIN
                            : line.toString());
        }
        return lines;
    }

    /** How many columns a line takes; escape sequences take none. */
    static int width(String line) {
        return line.replaceAll("\u001B\\[[0-9;]*m", "").length();
    }

    /**
     * In plain text, where colours cannot be set, paper is dark on most screens: draw the light.
     */
    private static char half(boolean upperDark, boolean lowerDark, boolean coloured) {
        boolean upper = upperDark == coloured;
        boolean lower = lowerDark == coloured;
        if (upper) {
            return lower ? '\u2588' : '\u2580';
        }
        return lower ? '\u2584' : ' ';
    }
}
