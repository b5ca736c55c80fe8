package dev.parley.siege;

import java.util.Map;

/** How full the server's tables are, by its own figures. */
record Tables(long allocations, long permissions, long channels, long streams, long relayPorts) {
    static Tables of(Map<String, Long> metrics) {
        return new Tables(
                live(metrics, "allocations"),
                live(metrics, "permissions"),
                live(metrics, "channels"),
                live(metrics, "streams"),
                live(metrics, "ports"));
    }

    private static long live(Map<String, Long> metrics, String what) {
        Long value = metrics.get("turn_" + what + "_live");
        if (value == null) {
            throw new IllegalStateException("no figure for " + what + " in " + metrics.keySet());
        }
        return value;
    }
}
