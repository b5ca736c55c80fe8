package dev.parley.cli;

import dev.parley.server.Endpoint;
import dev.parley.server.Link;
import dev.parley.server.ParleyServer;
import dev.parley.server.settings.Configuration;
import dev.parley.server.settings.Settings;
import dev.parley.server.settings.Toggle;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is printed when the server stands: links, a QR code, listeners, warnings. No secrets. */
final class Banner {
    private static final int INDENT = 16;

    private final Terminal terminal;
    private final ParleyServer server;
    private final Configuration configuration;

    Banner(Terminal terminal, ParleyServer server, Configuration configuration) {
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
        printLinks();
        printQr();
        out.println();
        row("Listening", listening());
        row("Relay", server.relay().describe());
        row("Data", Folders.shown(server.data().folder()));
        List<String> notes = new ArrayList<>(configuration.warnings());
        notes.addAll(server.notes());
        Paragraph.notes(terminal, notes);
        out.println();
        out.printf(Locale.ROOT, "ready in %.2f s (Ctrl-C ends it)%n", took.toMillis() / 1000.0);
        out.flush();
    }

    private void printLinks() {
        List<Link> links = server.links();
        String label = "This machine";
        for (Link link : links) {
            if (link.kind() == Link.Kind.LOCAL) {
                row(label, link.url());
                label = "";
            }
        }
        for (Link.Kind kind : new Link.Kind[] {Link.Kind.LAN, Link.Kind.PUBLIC}) {
            label = kind == Link.Kind.LAN ? "Your network" : "Internet";
            for (Link link : links) {
                boolean better = links.stream().anyMatch(Link::secure);
                if (link.kind() == kind && (link.secure() || !better)) {
                    row(label, link.url());
                    label = "";
                }
            }
        }
    }

    private void printQr() {
        Toggle wanted = configuration.get(Settings.QR);
        boolean print =
                switch (wanted) {
                    case ON -> true;
                    case OFF -> false;
                    case AUTO -> terminal.interactive();
                };
        Optional<Link> link =
                server.links().stream().filter(l -> l.kind() != Link.Kind.LOCAL).findFirst();
        if (print && link.isPresent()) {
            List<String> lines = TerminalQr.lines(link.get().url(), terminal);
            if (!lines.isEmpty()) {
                terminal.out().println();
                int room = terminal.textColumns() - TerminalQr.width(lines.getFirst());
                String indent = " ".repeat(Math.clamp(room, 0, INDENT));
                lines.forEach(line -> terminal.out().println(indent + line));
            }
        }
    }

    private String listening() {
        List<String> parts = new ArrayList<>();
        port(Endpoint.Kind.HTTP).ifPresent(port -> parts.add("HTTP " + port));
        port(Endpoint.Kind.HTTPS).ifPresent(port -> parts.add("HTTPS and TURN over TLS " + port));
        port(Endpoint.Kind.STUN_UDP).ifPresent(port -> parts.add("STUN and TURN " + port));
        alternatePort().ifPresent(port -> parts.add("NAT discovery " + port));
        port(Endpoint.Kind.TURNS).ifPresent(port -> parts.add("TURN over TLS " + port));
        endpoint(Endpoint.Kind.METRICS)
                .ifPresent(at -> parts.add("metrics http://" + at.address() + "/metrics"));
        endpoint(Endpoint.Kind.ADMIN).ifPresent(at -> parts.add("admin " + at.address()));
        return String.join(", ", parts);
    }

    private Optional<Integer> port(Endpoint.Kind kind) {
        return endpoint(kind).map(at -> at.address().port());
    }

    /** The second STUN port, where discovery of NAT behaviour is served. */
    private Optional<Integer> alternatePort() {
        Optional<Integer> first = port(Endpoint.Kind.STUN_UDP);
        return server.endpoints().stream()
                .filter(at -> at.kind() == Endpoint.Kind.STUN_UDP)
                .map(at -> at.address().port())
                .filter(port -> !first.equals(Optional.of(port)))
                .findFirst();
    }

    private Optional<Endpoint> endpoint(Endpoint.Kind kind) {
        return server.endpoints().stream().filter(at -> at.kind() == kind).findFirst();
    }

    private void row(String label, String text) {
        Paragraph.row(terminal, label, text);
    }
}
