package dev.parley.cli;

import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import dev.parley.internet.trace.PcapngTrace;
import dev.parley.lab.ScenarioJson;
import dev.parley.lab.run.Run;
import dev.parley.lab.run.RunJson;
import dev.parley.lab.run.RunLimits;
import dev.parley.lab.scenario.Scenario;
import dev.parley.lab.scenario.Scenarios;
import dev.parley.lab.text.RunText;
import dev.parley.lab.text.TextStyle;
import dev.parley.lab.web.LabPageServer;
import dev.parley.server.settings.ConfigurationException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** {@code parley lab} without {@code --real}: a page that shows a simulated network, or text. */
final class SimulatedLab {
    private static final int USUAL_PORT = 4777;
    private static final String HERE = "-";

    private final Terminal terminal;
    private final SimulatedLabOptions options;
    private final List<String> words;

    /**
     * @param words nothing, or what is to be shown
     */
    SimulatedLab(Terminal terminal, SimulatedLabOptions options, List<String> words) {
        this.terminal = terminal;
        this.options = options;
        this.words = List.copyOf(words);
    }

    int run() throws ConfigurationException, IOException, InterruptedException {
        if (words.size() > 1) {
            throw new ConfigurationException(
                    "one thing at a time: " + words.get(1) + " (commands are for --real)");
        }
        boolean writes =
                options.text() || options.json().isPresent() || options.pcapng().isPresent();
        if (!writes) {
            return serve();
        }
        if (words.isEmpty()) {
            throw new ConfigurationException("what? parley lab --list shows what there is");
        }
        write(Run.of(scenario(words.getFirst()), options.seed(), RunLimits.DEFAULT));
        return ExitCode.OK;
    }

    private static Scenario scenario(String word) throws ConfigurationException, IOException {
        Optional<Scenario> known = Scenarios.named(word);
        return known.isPresent() ? known.get() : parsed(document(word), word);
    }

    private static Scenario parsed(String document, String word) throws ConfigurationException {
        try {
            return ScenarioJson.read(document);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(word + ": " + e.getMessage());
        }
    }

    /** What a page would ask for, to see a topology by name or by file. */
    private static String document(String word) throws ConfigurationException, IOException {
        Path file = Path.of(word);
        if (Files.isRegularFile(file) && Files.size(file) < LabTopology.MOST_BYTES) {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            try {
                if (ScenarioJson.isScenario(text)) {
                    return text;
                }
            } catch (IllegalArgumentException e) {
                throw new ConfigurationException(word + ": " + e.getMessage());
            }
        }
        return ScenarioJson.usual(LabTopology.of(word));
    }

    private void write(Run run) throws IOException {
        Optional<Path> json = options.json();
        if (json.isPresent()) {
            try (OutputStream out = stream(json.get())) {
                RunJson.write(run, out);
            }
        }
        Optional<Path> pcapng = options.pcapng();
        if (pcapng.isPresent()) {
            try (PcapngTrace trace = PcapngTrace.everywhere(stream(pcapng.get()))) {
                run.events().forEach(trace);
            }
        }
        if (options.text()) {
            RunText.print(
                    run,
                    terminal.out(),
                    new TextStyle(
                            terminal.textColumns(), terminal.interactive(), terminal.unicode()));
        }
    }

    private static OutputStream stream(Path file) throws IOException {
        return file.toString().equals(HERE) ? System.out : Files.newOutputStream(file);
    }

    private int serve() throws ConfigurationException, IOException, InterruptedException {
        String place = words.isEmpty() ? "" : place(words.getFirst());
        try (LabPageServer server = start()) {
            TransportAddress local = server.local();
            String host = local.ip().toString().equals("127.0.0.1") ? "localhost" : host(local);
            String link = "http://" + host + ":" + local.port() + "/lab" + place;
            terminal.out().println("\n  " + link + "\n\nready (Ctrl-C ends it)");
            terminal.out().flush();
            if (options.opens() && terminal.interactive()) {
                Browser.open(link);
            }
            Signals.install().await();
        }
        return ExitCode.OK;
    }

    private static String host(TransportAddress local) {
        return local.ip().v6() ? "[" + local.ip() + "]" : local.ip().toString();
    }

    /** Port 4777 where it is free, else any; a port that was asked for must be free. */
    private LabPageServer start() throws ConfigurationException, IOException {
        IpAddress address;
        try {
            address = IpAddress.parse(options.listen());
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("--listen wants an address: " + e.getMessage());
        }
        Optional<Integer> wanted = options.port();
        if (wanted.isPresent() && (wanted.get() < 0 || wanted.get() > 65_535)) {
            throw new ConfigurationException("--port is 0 to 65535, not " + wanted.get());
        }
        int port = wanted.orElse(USUAL_PORT);
        try {
            return LabPageServer.start(new TransportAddress(address, port), RunLimits.DEFAULT);
        } catch (IOException e) {
            if (wanted.isPresent()) {
                throw new IOException(
                        "port " + port + " of " + address + " cannot be had: " + e.getMessage(), e);
            }
            return LabPageServer.start(new TransportAddress(address, 0), RunLimits.DEFAULT);
        }
    }

    /** The part of the link that names a scenario, or holds a network. */
    private String place(String word) throws ConfigurationException, IOException {
        if (Scenarios.named(word).isPresent()) {
            return "#scenario=" + word + "&seed=" + options.seed();
        }
        String document = document(word);
        parsed(document, word); // what is wrong with it is said here and not in the page
        byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
        String packed = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        return "#seed=" + options.seed() + "&net=" + packed;
    }
}
