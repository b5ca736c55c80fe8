package dev.parley.archtest;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which module may use which, and whose libraries: the table of the architecture page. */
final class DependencyTable {
    /**
     * @param modules what its main code may use; what those use comes with them
     * @param libraries the packages of others that it may use
     */
    private record Row(List<String> modules, List<String> libraries) {}

    private static final List<String> PHASE_1 = List.of("sdp", "signal");
    private static final List<String> PHASE_2 = List.of("stun", "turn", "ice");
    private static final List<String> PHASE_3 = List.of("dtls", "srtp", "rtp", "sctp");
    private static final String JACKSON = "tools.jackson.";

    private static final Map<String, Row> ROWS = new HashMap<>();

    static {
        row("core", List.of());
        row("sdp", List.of("core"));
        row("signal", List.of("core"));
        row("stun", List.of("core"));
        row("turn", List.of("stun"));
        row("ice", List.of("stun", "turn"));
        row("dtls", List.of("core"));
        row("srtp", List.of("core"));
        row("rtp", List.of("core"));
        row("sctp", List.of("core"));
        row("udp", List.of("core"));
        row("netty", List.of("core"), "io.netty.");
        row("signaling", List.of("signal"), JACKSON);
        row("peer", join(List.of(PHASE_1, PHASE_2, PHASE_3, List.of("udp"))));
        row("call", List.of());
        row("labpage", List.of("call"));
        row(
                "server",
                join(List.of(PHASE_1, PHASE_2, List.of("udp", "netty", "signaling", "call"))),
                JACKSON,
                "com.fasterxml.jackson.annotation.",
                "io.micrometer.",
                "io.prometheus.",
                "io.nayuki.qrcodegen.",
                "org.slf4j.");
        row("internet", List.of("core"));
        row(
                "lab",
                join(List.of(PHASE_1, PHASE_2, List.of("internet", "peer", "netty", "labpage"))),
                JACKSON);
        row(
                "cli",
                List.of("server", "peer", "lab", "call"),
                "picocli.",
                "org.slf4j.",
                "ch.qos.logback.");
    }

    private DependencyTable() {}

    private static void row(String module, List<String> modules, String... libraries) {
        ROWS.put(module, new Row(modules, List.of(libraries)));
    }

    private static List<String> join(List<List<String>> lists) {
        return lists.stream().flatMap(List::stream).toList();
    }

    static boolean has(String module) {
        return ROWS.containsKey(module);
    }

    /** The modules that this one may use, and those that come with them. */
    static Set<String> reachable(String module) {
        Set<String> reachable = new TreeSet<>();
        collect(module, reachable);
        return reachable;
    }

    private static void collect(String module, Set<String> reachable) {
        Row row = ROWS.get(module);
        if (row == null) {
            return;
        }
        for (String used : row.modules) {
            if (reachable.add(used)) {
                collect(used, reachable);
            }
        }
    }

    /** The prefixes of the packages of others that this module may use. */
    static List<String> libraries(String module) {
        Row row = ROWS.get(module);
        return row == null ? List.of() : row.libraries;
    }
}
