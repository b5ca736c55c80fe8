package dev.parley.lab.text;

import dev.parley.internet.NetworkEvent;
import dev.parley.internet.TableRow;
import dev.parley.lab.text.TextStyle.Tone;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Keeps the tables of all gateways while a run is told, and prints them when asked. */
final class TableText {
    private final TextStyle style;
    private final Map<String, Map<Integer, TableRow>> tables = new LinkedHashMap<>();
    private final Map<String, Map<Integer, Long>> expiries = new LinkedHashMap<>();
    private boolean changed;

    TableText(TextStyle style) {
        this.style = style;
    }

    void take(NetworkEvent event) {
        switch (event) {
            case NetworkEvent.RowAdded added -> {
                rows(added.node()).put(added.row().id(), added.row());
                expiries(added.node()).put(added.row().id(), added.row().expiresAt());
                changed = true;
            }
            case NetworkEvent.RowRefreshed refreshed ->
                    expiries(refreshed.node()).put(refreshed.row(), refreshed.expiresAt());
            case NetworkEvent.RowRemoved removed -> {
                rows(removed.node()).remove(removed.row());
                changed = true;
            }
            case NetworkEvent.Sent _,
                    NetworkEvent.Departed _,
                    NetworkEvent.Passed _,
                    NetworkEvent.Rewritten _,
                    NetworkEvent.Delivered _,
                    NetworkEvent.Dropped _,
                    NetworkEvent.Noted _ -> {}
        }
    }

    private Map<Integer, TableRow> rows(String node) {
        return tables.computeIfAbsent(node, _ -> new LinkedHashMap<>());
    }

    private Map<Integer, Long> expiries(String node) {
        return expiries.computeIfAbsent(node, _ -> new LinkedHashMap<>());
    }

    /** A line, to be broken behind its head. */
    record Line(String head, Tone tone, String text) {}

    /** The tables, if they changed since they were told last. */
    List<Line> lines(long now) {
        List<Line> lines = new ArrayList<>();
        if (!changed) {
            return lines;
        }
        changed = false;
        tables.forEach((node, rows) -> {
            String empty = rows.isEmpty() ? ": empty" : "";
            lines.add(new Line("  ", Tone.STRONG, "table of " + node + empty));
            rows.values().forEach(row -> lines.add(line(node, row, now)));
        });
        return lines;
    }

    private Line line(String node, TableRow row, long now) {
        long expiresAt = expiries(node).getOrDefault(row.id(), row.expiresAt());
        long seconds = Math.max(0, (expiresAt - now + 999_999_999) / 1_000_000_000);
        String both =
                row.inside()
                        + (row.outside() == null ? "" : style.draw(" ⇄ ", " = ") + row.outside());
        String words =
                switch (row.kind()) {
                    case MAPPING -> both + (row.remote() == null ? "" : " for " + row.remote());
                    case PERMISSION -> "answers from " + row.remote() + " to " + row.outside();
                    case CONNECTION -> both + " with " + row.remote();
                    case BLOCK -> "ports of " + row.inside().ip() + ": from " + row.outside();
                };
        String head = String.format(Locale.ROOT, "    %-3s ", row.id());
        return new Line(head, Tone.PLAIN, words + ", " + seconds + " s");
    }
}
