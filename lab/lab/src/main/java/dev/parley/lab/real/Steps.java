package dev.parley.lab.real;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The lines of the script that build the places. Names are those of a topology: safe as words. */
final class Steps {
    private static final int MAX_INTERFACE_NAME = 15;
    private static final Set<String> TAKEN_NAMES =
            Set.of("lo", "lan", "wan", "eth0", "all", "default");

    private final StringBuilder text = new StringBuilder();
    private final Set<String> interfaces = new HashSet<>();

    void comment(String words) {
        text.append("\n# ").append(words).append('\n');
    }

    void place(String name) {
        text.append("place ").append(name).append('\n');
    }

    /**
     * A cable whose other end is named after the place it leads to.
     *
     * @return that name
     */
    String cable(String place, String device, String router) {
        String port = place;
        for (int number = 1; !usable(router, port); number++) {
            port = "port" + number;
        }
        text.append("cable %s %s %s %s\n".formatted(place, device, router, port));
        return port;
    }

    private boolean usable(String router, String port) {
        return port.length() <= MAX_INTERFACE_NAME
                && !TAKEN_NAMES.contains(port)
                && interfaces.add(router + " " + port);
    }

    void ip(String place, List<String> lines) {
        block("at " + place + " ip -batch -", String.join("\n", lines));
    }

    void tc(String place, List<String> lines) {
        if (!lines.isEmpty()) {
            block("at " + place + " tc -batch -", String.join("\n", lines));
        }
    }

    void rules(String place, String rules) {
        if (!rules.isEmpty()) {
            block("at " + place + " nft -f -", rules.stripTrailing());
        }
    }

    void settings(String place, List<String> settings) {
        text.append("at %s sysctl -q -w %s\n".formatted(place, String.join(" ", settings)));
    }

    void hosts(String machine, String lines) {
        block("hosts " + machine, lines);
    }

    private void block(String command, String lines) {
        text.append(command).append(" <<'END'\n").append(lines).append("\nEND\n");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
