package dev.parley.lab.picture;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Draws a {@link LadderPicture}; readable on light and dark pages. */
final class LadderSvg {
    private static final int COLUMN = 330;
    private static final int MARGIN = 130;
    private static final int TOP = 92;
    private static final int RUNG = 46;
    private static final int REMARK = 26;
    private static final String STYLE =
            """
            <style>
            svg{font:13px system-ui,sans-serif;color-scheme:light dark}
            .paper{fill:#fff}.ink{fill:#16191d}.soft{fill:#4a535e}.row{fill:#0a6e36}.bad{fill:#b3261e}
            .line{stroke:#7b8693;stroke-dasharray:3 4}.arrow{stroke:#0b5fd0;stroke-width:1.6}
            .cross{stroke:#b3261e;stroke-width:2.4}.box{fill:#e9edf2;stroke:#7b8693}
            text{paint-order:stroke;stroke:#fff;stroke-width:4px;stroke-linejoin:round}.name{font-weight:600}.mono{font:12px ui-monospace,monospace}.changed{font-weight:700;text-decoration:underline}
            @media(prefers-color-scheme:dark){.paper{fill:#0f1216}.ink{fill:#eef1f5}.soft{fill:#b3bdc9}
            .row{fill:#5fd08a}.bad{fill:#ff8a80}.line{stroke:#74808e}.arrow{stroke:#7fb3ff}
            .cross{stroke:#ff8a80}text{stroke:#0f1216}.box{fill:#222831;stroke:#74808e}}
            </style>
            """;

    private final LadderPicture ladder;
    private final StringBuilder out = new StringBuilder();

    LadderSvg(LadderPicture ladder) {
        this.ladder = ladder;
    }

    String draw(String title) {
        List<String> columns = ladder.columns();
        int width = 2 * MARGIN + (columns.size() - 1) * COLUMN;
        int height = TOP + 34;
        for (LadderPicture.Rung rung : ladder.rungs()) {
            height += height(rung);
        }
        line(
                String.format(
                        Locale.ROOT,
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\""
                                + " aria-label=\"%s\">",
                        width,
                        height,
                        escaped(title)));
        out.append(STYLE);
        line(
                String.format(
                        Locale.ROOT,
                        "<rect class=\"paper\" width=\"%d\" height=\"%d\"/>",
                        width,
                        height));
        text(20, 28, "name ink", "start", title);
        for (String column : columns) {
            int x = x(column);
            line(
                    String.format(
                            Locale.ROOT,
                            "<line class=\"line\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>",
                            x,
                            TOP - 12,
                            x,
                            height - 10));
            line(
                    String.format(
                            Locale.ROOT,
                            "<rect class=\"box\" x=\"%d\" y=\"%d\" width=\"120\" height=\"28\" rx=\"6\"/>",
                            x - 60,
                            TOP - 44));
            text(x, TOP - 25, "name ink", "middle", column);
        }
        int y = TOP;
        for (LadderPicture.Rung rung : ladder.rungs()) {
            y += height(rung);
            rung(rung, y);
        }
        return out.append("</svg>\n").toString();
    }

    private void rung(LadderPicture.Rung rung, int y) {
        String to = rung.to();
        if (to == null) {
            boolean bad = rung.label().startsWith("✕");
            remark(x(rung.from()), y - 8, bad ? "bad" : "row", rung.label());
            return;
        }
        int from = x(rung.from());
        int until = x(to);
        int direction = Integer.signum(until - from);
        int end = until - direction * 4;
        String dropped = rung.dropped();
        line(
                String.format(
                        Locale.ROOT,
                        "<line class=\"arrow\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>",
                        from,
                        y,
                        end - direction * (dropped == null ? 0 : 8),
                        y));
        if (dropped == null) {
            line(
                    String.format(
                            Locale.ROOT,
                            "<path class=\"arrow\" fill=\"none\" d=\"M%d %d L%d %d L%d %d\"/>",
                            end - direction * 8,
                            y - 5,
                            end,
                            y,
                            end - direction * 8,
                            y + 5));
        } else {
            line(
                    String.format(
                            Locale.ROOT,
                            "<path class=\"cross\" d=\"M%d %d l10 10 m-10 0 l10 -10\"/>",
                            end - direction * 8 - 5,
                            y - 5));
            text((from + until) / 2, y + 16, "bad", "middle", dropped);
        }
        label((from + until) / 2, y - 7, rung.label(), rung.before());
        text(8, y + 4, "soft", "start", millis(rung.at()));
    }

    /** What it takes above its line; a drop is told under it. */
    private int height(LadderPicture.Rung rung) {
        int before = ladder.rungs().indexOf(rung) - 1;
        boolean afterDrop = before >= 0 && ladder.rungs().get(before).dropped() != null;
        return (rung.to() == null ? REMARK : RUNG) + (afterDrop ? 12 : 0);
    }

    private void remark(int x, int y, String style, String words) {
        int last = x(ladder.columns().getLast());
        boolean right = x == last && ladder.columns().size() > 1;
        text(
                right ? x + 120 : Math.max(x, 60),
                y,
                style + " mono",
                right ? "end" : "middle",
                words);
    }

    /** Both addresses; the one that was just rewritten stands out. */
    private void label(int x, int y, String label, @Nullable String before) {
        out.append(
                String.format(
                        Locale.ROOT,
                        "<text class=\"mono ink\" x=\"%d\" y=\"%d\" text-anchor=\"middle\">",
                        x,
                        y));
        int arrow = label.indexOf(" → ");
        int was = before == null ? -1 : before.indexOf(" → ");
        if (arrow < 0 || before == null || was < 0) {
            out.append(escaped(label));
        } else {
            part(label.substring(0, arrow), before.substring(0, was));
            out.append(" → ");
            part(label.substring(arrow + 3), before.substring(was + 3));
        }
        out.append("</text>\n");
    }

    private void part(String now, String before) {
        if (now.equals(before)) {
            out.append(escaped(now));
        } else {
            out.append("<tspan class=\"changed\">").append(escaped(now)).append("</tspan>");
        }
    }

    private int x(String column) {
        return MARGIN + ladder.columns().indexOf(column) * COLUMN;
    }

    private static String millis(long nanos) {
        long millis = nanos / 1_000_000;
        return millis < 10_000 ? millis + " ms" : millis / 1000 + " s";
    }

    private void text(int x, int y, String style, String anchor, String words) {
        line(
                String.format(
                        Locale.ROOT,
                        "<text class=\"%s\" x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>",
                        style,
                        x,
                        y,
                        anchor,
                        escaped(words)));
    }

    private void line(String whole) {
        out.append(whole).append('\n');
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
