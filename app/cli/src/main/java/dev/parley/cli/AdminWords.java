package dev.parley.cli;

import dev.parley.server.admin.AdminClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the admin API says, for people. Names of users are data: nothing in them moves a cursor. */
final class AdminWords {
    /** In a narrow window the relayed address goes first: it is that of the server. */
    private static final Table TABLE =
            new Table(
                    List.of(
                            Table.Column.number("ID"),
                            Table.Column.text("USER", 8),
                            Table.Column.text("CLIENT", 15),
                            Table.Column.text("OVER", 4),
                            Table.Column.text("RELAYED", 15),
                            Table.Column.text("AGE", 5),
                            Table.Column.number("TO PEERS"),
                            Table.Column.number("TO CLIENT")),
                    "RELAYED");

    private static final int LONGEST_NAME = 24;

    private AdminWords() {}

    static String error(AdminClient.Answer answer) {
        return plain(answer.json().getOrDefault("error", "answered " + answer.status()));
    }

    static void allocations(Terminal terminal, Map<String, Object> json) {
        List<List<String>> rows = new ArrayList<>();
        for (Object one : list(json.get("allocations"))) {
            Map<String, Object> allocation = map(one);
            rows.add(
                    List.of(
                            plain(allocation.get("id")),
                            shortened(plain(allocation.get("user"))),
                            plain(allocation.get("client")),
                            plain(allocation.get("transport")),
                            list(allocation.get("relayed")).stream()
                                    .map(AdminWords::plain)
                                    .collect(Collectors.joining(" ")),
                            age(plain(allocation.get("created"))),
                            bytes(allocation.get("bytesToPeers")),
                            bytes(allocation.get("bytesToClient"))));
        }
        if (rows.isEmpty()) {
            terminal.out().println("nothing is relayed");
            return;
        }
        TABLE.print(terminal, rows);
        if (!TABLE.isWhole(terminal, rows)) {
            terminal.out().println("... a wider window, --json or parley admin show ID have more");
        }
        if (json.get("next") != null) {
            terminal.out().println("... more: --after " + plain(json.get("next")));
        }
    }

    static void status(Terminal terminal, Map<String, Object> json) {
        Map<String, Object> counters = map(json.get("counters"));
        line(terminal, "Version", plain(json.get("version")));
        line(terminal, "Up", span(number(json.get("uptimeSeconds"))));
        line(terminal, "State", Boolean.TRUE.equals(json.get("draining")) ? "draining" : "serving");
        line(
                terminal,
                "Relays",
                plain(json.get("allocations"))
                        + " with "
                        + plain(json.get("permissions"))
                        + " permissions, "
                        + plain(json.get("channels"))
                        + " channels");
        line(
                terminal,
                "Relayed",
                bytes(counters.get("relayed_bytes_to_peers"))
                        + " to peers, "
                        + bytes(counters.get("relayed_bytes_to_clients"))
                        + " to clients");
        line(terminal, "Streams", plain(json.get("streams")) + " clients by TCP and TLS");
    }

    static void reloaded(Terminal terminal, Map<String, Object> json) {
        line(terminal, "Changed", names(json.get("changed"), "nothing"));
        if (!list(json.get("needRestart")).isEmpty()) {
            line(terminal, "Need a restart", names(json.get("needRestart"), ""));
        }
        list(json.get("warnings"))
                .forEach(warning -> Paragraph.print(terminal, "  ! ", plain(warning)));
    }

    static void config(Terminal terminal, Map<String, Object> json) {
        for (Map.Entry<String, Object> entry : map(json.get("settings")).entrySet()) {
            Map<String, Object> setting = map(entry.getValue());
            if ("default".equals(setting.get("origin"))) {
                continue;
            }
            Object value = setting.get("value");
            String shown =
                    value == null
                            ? "(secret)"
                            : value instanceof List<?> ? names(value, "none") : plain(value);
            terminal.out()
                    .printf(
                            Locale.ROOT,
                            "  %-22s %s  (%s)%n",
                            entry.getKey(),
                            shown,
                            plain(setting.getOrDefault("file", setting.get("origin"))));
        }
        Map<String, Object> certificate = map(json.get("certificate"));
        if (!certificate.isEmpty()) {
            terminal.out().println();
            line(terminal, "Certificate", "until " + plain(certificate.get("until")));
            line(terminal, "SHA-256", plain(certificate.get("sha256")));
        }
    }

    /** Names and values, indented as they contain each other. */
    static void tree(Terminal terminal, Map<String, Object> json, String indent) {
        for (Map.Entry<String, Object> entry : json.entrySet()) {
            Object value = entry.getValue();
            String head = indent + entry.getKey() + ": ";
            if (value instanceof List<?> items && items.stream().anyMatch(Map.class::isInstance)) {
                terminal.out().println(head.stripTrailing());
                for (Object item : items) {
                    terminal.out().println(indent + "  -");
                    tree(terminal, map(item), indent + "    ");
                }
            } else {
                terminal.out()
                        .println(
                                head
                                        + (value instanceof List<?>
                                                ? names(value, "none")
                                                : value == null ? "never" : plain(value)));
            }
        }
    }

    private static void line(Terminal terminal, String label, String text) {
        Paragraph.print(terminal, String.format(Locale.ROOT, "  %-16s", label), text);
    }

    private static String names(@Nullable Object array, String none) {
        List<?> names = list(array);
        return names.isEmpty()
                ? none
                : names.stream().map(AdminWords::plain).collect(Collectors.joining(", "));
    }

    private static String age(String created) {
        return span(
                Math.max(0, Duration.between(Instant.parse(created), Instant.now()).toSeconds()));
    }

    private static String span(long seconds) {
        if (seconds < 120) {
            return seconds + " s";
        }
        if (seconds < 2 * 3600) {
            return seconds / 60 + " min";
        }
        return seconds < 48 * 3600 ? seconds / 3600 + " h" : seconds / 86_400 + " d";
    }

    static String bytes(@Nullable Object count) {
        double left = number(count);
        for (String unit : new String[] {"B", "kB", "MB", "GB"}) {
            if (left < 1000) {
                return String.format(
                        Locale.ROOT, unit.equals("B") ? "%.0f %s" : "%.1f %s", left, unit);
            }
            left /= 1000;
        }
        return String.format(Locale.ROOT, "%.1f TB", left);
    }

    private static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }

    /** Without control characters. */
    private static String plain(@Nullable Object value) {
        return String.valueOf(value).replaceAll("\\p{C}", "?");
    }

    private static String shortened(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 3) + "...";
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> items ? items : List.of();
    }

    @SuppressWarnings("unchecked") // of JSON, whose keys are texts
    private static Map<String, Object> map(@Nullable Object value) {
        return value instanceof Map<?, ?> members ? (Map<String, Object>) members : Map.of();
    }
}
