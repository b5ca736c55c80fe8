package dev.parley.cli;

import dev.parley.server.Endpoint;
import dev.parley.server.RelayServer;
import dev.parley.server.settings.Configuration;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is printed when the relay stands: enough to use it from a browser a minute later. */
final class TurnBanner {
    private static final Duration SAMPLE_LASTS = Duration.ofHours(1);

    private final Terminal terminal;
    private final RelayServer server;
    private final Configuration configuration;
    private final boolean asService;

    TurnBanner(
            Terminal terminal, RelayServer server, Configuration configuration, boolean asService) {
        this.asService = asService;
        this.terminal = terminal;
        this.server = server;
        this.configuration = configuration;
    }

    /**
     * Prints it.
     *
     * @param took from the start of the program until now
     */
    void print(Duration took) {
        PrintWriter out = terminal.out();
        out.println();
        row("Listening", listening());
        row("Relay", server.relay().describe());
        row("Data", Folders.shown(server.data().folder()));
        firewall();
        List<String> notes = new ArrayList<>(configuration.warnings());
        notes.addAll(server.notes());
        Paragraph.notes(terminal, notes);
        sample();
        out.println();
        out.printf(Locale.ROOT, "ready in %d ms (Ctrl-C ends it)%n", took.toMillis());
        out.flush();
    }

    private String listening() {
        List<String> parts = new ArrayList<>();
        int stun = server.port(Endpoint.Kind.STUN_UDP);
        if (stun >= 0) {
            parts.add("STUN and TURN " + stun + " (UDP and TCP)");
        }
        int tls = server.port(Endpoint.Kind.TURNS);
        if (tls >= 0) {
            parts.add("TURN over TLS " + tls + " (TCP)");
        }
        for (Endpoint at : server.endpoints()) {
            if (at.kind() == Endpoint.Kind.METRICS) {
                parts.add("metrics http://" + at.address() + "/metrics");
            } else if (at.kind() == Endpoint.Kind.ADMIN) {
                parts.add("admin API " + at.address());
            }
        }
        return String.join(", ", parts);
    }

    /** For nftables, in lines that are not broken: what the world has to reach. */
    private void firewall() {
        List<String> udp = new ArrayList<>(ports(Endpoint.Kind.STUN_UDP));
        udp.add(server.relay().portRange());
        rule("Firewall", "udp", udp);
        List<String> tcp = ports(Endpoint.Kind.STUN_TCP, Endpoint.Kind.TURNS);
        if (!tcp.isEmpty()) {
            rule("", "tcp", tcp);
        }
    }

    private void rule(String label, String protocol, List<String> ports) {
        terminal.out()
                .printf(
                        Locale.ROOT,
                        Paragraph.LABEL
                                + "nft add rule inet filter input %s dport '{ %s }' accept%n",
                        label,
                        protocol,
                        String.join(", ", ports));
    }

    private List<String> ports(Endpoint.Kind... kinds) {
        return server.endpoints().stream()
                .filter(endpoint -> List.of(kinds).contains(endpoint.kind()))
                .map(endpoint -> endpoint.address().port())
                .distinct()
                .sorted()
                .map(String::valueOf)
                .toList();
    }

    private void sample() {
        PrintWriter out = terminal.out();
        out.println();
        if (asService) { // a journal keeps what it hears, and shows it to others
            row("Credentials", "parley turn credentials");
            return;
        }
        out.println("  For a page, to try it; the credential lasts for an hour:");
        out.println();
        String json = server.iceServers(SAMPLE_LASTS, "test").json();
        ("iceServers: " + json).lines().forEach(line -> out.println("    " + line));
        out.println();
        row("More of them", "parley turn credentials --name ann --ttl 1d");
    }

    private void row(String label, String text) {
        Paragraph.row(terminal, label, text);
    }
}
