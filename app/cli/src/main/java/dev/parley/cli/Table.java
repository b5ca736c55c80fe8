package dev.parley.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows that fit the window of whoever looks: where it is narrow, one column is left out, and then
 * texts are cut in their middle. For a file or another program they stay whole.
 */
final class Table {
    private static final String GAP = "  ";
    private static final String CUT = "..";

    private final List<Column> columns;
    private final String first;

    /**
     * @param least how narrow it may become
     * @param number whether it is set to the right, and never cut
     */
    record Column(String head, int least, boolean number) {
        static Column text(String head, int least) {
            return new Column(head, least, false);
        }

        static Column number(String head) {
            return new Column(head, Integer.MAX_VALUE, true);
        }
    }

    /**
     * @param first the column that is left out first
     */
    Table(List<Column> columns, String first) {
        this.columns = List.copyOf(columns);
        this.first = first;
    }

    void print(Terminal terminal, List<List<String>> rows) {
        int[] widths = widths(rows);
        if (terminal.interactive()) {
            fit(widths, terminal.columns());
        }
        line(terminal, columns.stream().map(Column::head).toList(), widths);
        rows.forEach(row -> line(terminal, row, widths));
    }

    /** Whether all of it is there. */
    boolean isWhole(Terminal terminal, List<List<String>> rows) {
        return !terminal.interactive() || total(widths(rows)) <= terminal.columns();
    }

    private int[] widths(List<List<String>> rows) {
        int[] widths = new int[columns.size()];
        for (int column = 0; column < widths.length; column++) {
            widths[column] = columns.get(column).head().length();
            for (List<String> row : rows) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        return widths;
    }

    /** With the gaps between those that are shown, which are wider than nothing. */
    private static int total(int[] widths) {
        int shown = (int) Arrays.stream(widths).filter(width -> width > 0).count();
        return Arrays.stream(widths).sum() + (shown - 1) * GAP.length();
    }

    private void fit(int[] widths, int most) {
        for (int column = 0; column < widths.length && total(widths) > most; column++) {
            if (columns.get(column).head().equals(first)) {
                widths[column] = 0;
            }
        }
        while (total(widths) > most) {
            int widest = -1;
            for (int column = 0; column < widths.length; column++) {
                if (widths[column] > columns.get(column).least()
                        && (widest < 0 || widths[column] > widths[widest])) {
                    widest = column;
                }
            }
            if (widest < 0) {
                return; // no narrower without losing what counts
            }
            widths[widest]--;
        }
    }

    private void line(Terminal terminal, List<String> row, int[] widths) {
        List<String> cells = new ArrayList<>();
        for (int column = 0; column < widths.length; column++) {
            if (widths[column] > 0) {
                String cell = cut(row.get(column), widths[column]);
                String rest = " ".repeat(widths[column] - cell.length());
                cells.add(columns.get(column).number() ? rest + cell : cell + rest);
            }
        }
        terminal.out().println(String.join(GAP, cells).stripTrailing());
    }

    /** The end says as much as the beginning: the port of an address. */
    private static String cut(String text, int width) {
        if (text.length() <= width) {
            return text;
        }
        int kept = width - CUT.length();
        int end = kept / 2;
        return text.substring(0, kept - end) + CUT + text.substring(text.length() - end);
    }
}
