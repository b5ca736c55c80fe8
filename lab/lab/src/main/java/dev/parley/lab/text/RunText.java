package dev.parley.lab.text;

import dev.parley.core.TransportAddress;
import dev.parley.internet.NetworkEvent;
import dev.parley.internet.PacketImage;
import dev.parley.lab.run.PacketWords;
import dev.parley.lab.run.Run;
import dev.parley.lab.text.TextStyle.Tone;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Tells a run to a terminal. */
public final class RunText {
    private static final int TIME_COLUMNS = 12;
    private static final int WORDS_COLUMNS = 24;
    private static final long QUIET_NANOS = 500_000_000L;

    private final Run run;
    private final PrintWriter out;
    private final TextStyle style;
    private final Rungs rungs;
    private final TableText tables;
    private final PacketWords words = new PacketWords();
    private final Set<Long> told = new HashSet<>();
    private long lastAt = -1;

    private RunText(Run run, PrintWriter out, TextStyle style) {
        this.run = run;
        this.out = out;
        this.style = style;
        tables = new TableText(style);
        Set<String> busy = new HashSet<>();
        run.events().forEach(event -> busy.add(event.node()));
        int room = style.columns() - TIME_COLUMNS;
        Rungs beside = Rungs.of(run.scenario().topology(), busy, room - WORDS_COLUMNS, style);
        rungs = beside.fit() ? beside : Rungs.of(run.scenario().topology(), busy, room - 1, style);
    }

    /** Prints it all. */
    public static void print(Run run, PrintWriter out, TextStyle style) {
        new RunText(run, out, style).print();
    }

    private void print() {
        paragraph("", run.scenario().title(), Tone.STRONG);
        paragraph("", run.scenario().summary(), Tone.PLAIN);
        out.println();
        if (rungs.fit()) {
            out.println(" ".repeat(TIME_COLUMNS) + style.paint(Tone.STRONG, rungs.names()));
        }
        for (NetworkEvent event : run.events()) {
            if (lastAt >= 0 && event.at() - lastAt >= QUIET_NANOS) {
                printTables(lastAt);
                quiet(event.at() - lastAt);
            }
            tables.take(event);
            event(event);
            lastAt = event.at();
        }
        printTables(run.endsAt());
        out.println();
        out.println(ending());
        out.flush();
    }

    private String ending() {
        String time = "ends at " + time(run.endsAt()).strip();
        return switch (run.ending().reason()) {
            case QUIET -> time + ", seed " + run.seed();
            case EVENTS -> "cut after " + run.events().size() + " events, " + time;
            case TIME -> "cut, it took too long to compute; " + time;
            case FAULT -> "a fault of ours: " + run.ending().words();
        };
    }

    private void event(NetworkEvent event) {
        switch (event) {
            case NetworkEvent.Noted noted ->
                    paragraph(
                            time(noted.at()) + "  " + noted.node() + ": ",
                            noted.words(),
                            Tone.SPEECH);
            case NetworkEvent.Departed departed -> hop(departed);
            case NetworkEvent.Rewritten rewritten -> rewritten(rewritten);
            case NetworkEvent.Dropped dropped -> dropped(dropped);
            case NetworkEvent.Sent sent -> {
                if (sent.packet().destination().ip().equals(sent.packet().source().ip())) {
                    line(
                            sent.at(),
                            rungs.sign(sent.node(), style.draw("●", "*")),
                            Tone.PLAIN,
                            describe(sent.packet()) + " to itself");
                }
            }
            case NetworkEvent.RowRemoved removed ->
                    line(
                            removed.at(),
                            rungs.sign(removed.node(), style.draw("○", "o")),
                            Tone.QUIET,
                            removed.node() + " forgets row " + removed.row());
            case NetworkEvent.Passed _,
                    NetworkEvent.Delivered _,
                    NetworkEvent.RowAdded _,
                    NetworkEvent.RowRefreshed _ -> {}
        }
    }

    private void hop(NetworkEvent.Departed hop) {
        PacketImage packet = hop.packet();
        boolean first = told.add(packet.id());
        String id = "p" + packet.id();
        String way = rungs.fit() ? "" : hop.node() + style.draw(" → ", " > ") + hop.to() + ' ';
        String what = first ? describe(packet) : rungs.fit() ? "" : id;
        line(hop.at(), rungs.hop(hop.node(), hop.to(), id), Tone.PLAIN, way + what);
    }

    private String describe(PacketImage packet) {
        String id = rungs.fit() ? "" : "p" + packet.id() + " ";
        String label = words.label(packet);
        return id + (style.unicode() ? label : label.replace("…", "..."));
    }

    private void rewritten(NetworkEvent.Rewritten rewrite) {
        PacketImage before = rewrite.before();
        PacketImage after = rewrite.after();
        String from = change("from", before.source(), after.source());
        String to = change("to", before.destination(), after.destination());
        String both = from + (from.isEmpty() || to.isEmpty() ? "" : ", ") + to;
        line(
                rewrite.at(),
                rungs.sign(rewrite.node(), style.draw("◆", "#")),
                Tone.NEW,
                (rungs.fit() ? "" : rewrite.node() + ": p" + after.id() + " ") + both);
    }

    private static String change(String word, TransportAddress before, TransportAddress after) {
        return before.equals(after) ? "" : word + " " + before + " becomes " + after;
    }

    private void dropped(NetworkEvent.Dropped drop) {
        String reason = drop.reason().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        line(
                drop.at(),
                rungs.sign(drop.node(), style.draw("✕", "X")),
                Tone.BAD,
                drop.node() + " drops p" + drop.packet().id() + ": " + reason);
    }

    /** What does not fit beside the ladder goes below it. */
    private void line(long at, String ladder, Tone tone, String text) {
        String head = time(at) + "  ";
        int used = TIME_COLUMNS + rungs.width();
        if (text.isEmpty() || used + 1 + text.length() <= style.columns()) {
            out.println((head + ladder + " " + style.paint(tone, text)).stripTrailing());
        } else {
            if (rungs.fit()) {
                out.println(head + ladder);
            }
            paragraph(rungs.fit() ? " ".repeat(TIME_COLUMNS) : head, text, tone);
        }
    }

    private void printTables(long now) {
        List<TableText.Line> lines = tables.lines(now);
        if (!lines.isEmpty()) {
            out.println();
            lines.forEach(line -> paragraph(line.head(), line.text(), line.tone()));
        }
    }

    private void quiet(long nanos) {
        out.println();
        out.println(style.paint(Tone.QUIET, "  " + time(nanos).strip() + " of quiet"));
        out.println();
        if (rungs.fit()) {
            out.println(" ".repeat(TIME_COLUMNS) + style.paint(Tone.STRONG, rungs.names()));
        }
    }

    /** Ten characters. */
    private static String time(long nanos) {
        double millis = nanos / 1e6;
        String text =
                millis < 10_000
                        ? String.format(Locale.ROOT, "%.2f ms", millis)
                        : String.format(Locale.ROOT, "%.2f s", millis / 1000);
        return " ".repeat(Math.max(0, TIME_COLUMNS - 2 - text.length())) + text;
    }

    /** Breaks the text at spaces; further lines are indented like the first. */
    private void paragraph(String head, String text, Tone tone) {
        int room = Math.max(20, style.columns() - head.length());
        StringBuilder line = new StringBuilder();
        String indent = head;
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > room) {
                out.println(indent + style.paint(tone, line.toString()));
                line.setLength(0);
                indent = " ".repeat(head.length());
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        out.println(indent + style.paint(tone, line.toString()));
    }
}
