package dev.parley.cli;

import dev.parley.stun.StunErrorCode;
import dev.parley.stun.behaviour.NatDiscoveryOptions;
import dev.parley.stun.behaviour.NatReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;

/** {@code parley natcheck}: what kind of NAT is in front of this machine. */
final class NatcheckCommand implements Callable<Integer> {
    private static final int MAX_TIMEOUT_SECONDS = 60;
    private static final int MAX_LIFETIME_SECONDS = 3600;
    private static final String USUAL_LIFETIME = "300";
    private static final int LABEL = 16;

    private static final String[] DESCRIPTION = {
        "Finds out what kind of NAT or firewall is between this machine and a STUN server (RFC"
                + " 5780), and says what it means for calls.",
        "",
        "The server has to be out on the internet: one on this machine or in this network sees no"
                + " NAT. For the whole answer it needs two addresses, as parley serve has with"
                + " --stun-alternate-address.",
    };
    private static final String[] FOOTER = {
        "",
        "Exit codes: 0 something was learned, 1 no answer or no way to the server, 2 a mistake on"
                + " the command line.",
        "",
        "Examples:",
        "  parley natcheck stun.example.org           in words",
        "  parley natcheck -6 stun.example.org:3479   over IPv6, another port",
        "  parley natcheck --json 192.0.2.1           for programs",
        "  parley natcheck -l stun.example.org        and how long a silent mapping lives",
    };

    private final Terminal terminal;
    private final CommandSpec spec;
    private final OptionSpec v4;
    private final OptionSpec v6;
    private final OptionSpec port;
    private final OptionSpec timeout;
    private final OptionSpec lifetime;
    private final OptionSpec json;
    private final PositionalParamSpec server;

    NatcheckCommand(Terminal terminal) {
        this.terminal = terminal;
        spec = CommandSpec.wrapWithoutInspection(this).mixinStandardHelpOptions(true);
        spec.usageMessage().description(DESCRIPTION).footer(FOOTER).sortOptions(false);
        server =
                PositionalParamSpec.builder()
                        .index("0")
                        .arity("0..1")
                        .type(String.class)
                        .paramLabel("SERVER")
                        .description("Name or address of a STUN server, with :PORT if not 3478.")
                        .build();
        spec.addPositional(server);
        v4 = flag("-4", "--ipv4", "Over IPv4 only.");
        v6 = flag("-6", "--ipv6", "Over IPv6 only. Without either: IPv4 if the server has it.");
        port = number("-p", "--port", "PORT", "The server's port [3478].", "1", null);
        timeout =
                number(
                        "-t",
                        "--timeout",
                        "SECONDS",
                        "How long to wait for the first answer [5].",
                        "1",
                        null);
        lifetime =
                number(
                        "-l",
                        "--lifetime",
                        "SECONDS",
                        "Measure how long a silent mapping lives, trying up to SECONDS [300]; takes"
                                + " as long and somewhat more.",
                        "0..1",
                        USUAL_LIFETIME);
        json = flag("-j", "--json", "Print JSON.");
    }

    CommandSpec spec() {
        return spec;
    }

    private OptionSpec flag(String name, String longName, String words) {
        OptionSpec option =
                OptionSpec.builder(name, longName)
                        .type(boolean.class)
                        .arity("0")
                        .description(words)
                        .build();
        spec.addOption(option);
        return option;
    }

    private OptionSpec number(
            String name,
            String longName,
            String label,
            String words,
            String arity,
            @Nullable String fallback) {
        OptionSpec.Builder option =
                OptionSpec.builder(name, longName)
                        .type(String.class)
                        .arity(arity)
                        .paramLabel(label)
                        .description(words);
        if (fallback != null) {
            option.fallbackValue(fallback);
        }
        OptionSpec built = option.build();
        spec.addOption(built);
        return built;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        NatServer target = target();
        Duration wait = Duration.ofSeconds(given(timeout, 5, MAX_TIMEOUT_SECONDS));
        Duration silence = Duration.ofSeconds(given(lifetime, 0, MAX_LIFETIME_SECONDS));
        NatRoute route = NatRoute.find(target, family(), wait);
        NatProgress progress = new NatProgress(terminal, target, route.server());
        progress.begin();
        NatReport report;
        boolean udpBlocked;
        try {
            report =
                    NatRun.run(
                            new NatDiscoveryOptions(route.server(), route.local())
                                    .withTimeoutNanos(wait.toNanos())
                                    .withLifetimeNanos(silence.toNanos()),
                            progress);
            udpBlocked =
                    report.outcome() == NatReport.Outcome.NO_ANSWER
                            && NatTcpProbe.answers(route.server(), wait);
        } finally {
            progress.end();
        }
        NatFinding finding = new NatFinding(target, route, report, udpBlocked);
        if (isSet(json)) {
            terminal.out().println(NatJson.of(finding));
        } else if (finding.isKnown()) {
            print(finding);
        }
        if (!finding.isKnown()) {
            throw new IOException(failure(finding, wait));
        }
        return ExitCode.OK;
    }

    private NatServer target() {
        String text = server.getValue();
        if (text == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "wants a STUN server that is out on the internet: parley natcheck"
                            + " stun.example.org (one on this machine sees no NAT)");
        }
        try {
            return NatServer.parse(text, given(port, 0, 0xFFFF));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private NatRoute.Family family() {
        boolean four = isSet(v4);
        boolean six = isSet(v6);
        if (four && six) {
            throw new ParameterException(spec.commandLine(), "-4 and -6 exclude each other");
        }
        return four ? NatRoute.Family.V4 : six ? NatRoute.Family.V6 : NatRoute.Family.ANY;
    }

    private static boolean isSet(OptionSpec flag) {
        Boolean value = flag.getValue();
        return value != null && value;
    }

    private int given(OptionSpec option, int fallback, int most) {
        String text = option.getValue();
        if (text == null) {
            return fallback;
        }
        int value;
        try {
            value = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            value = 0;
        }
        if (value < 1 || value > most) {
            throw new ParameterException(
                    spec.commandLine(),
                    option.longestName()
                            + " wants a number from 1 to "
                            + most
                            + "; \""
                            + text
                            + "\" is not");
        }
        return value;
    }

    private static String named(NatFinding finding) {
        String address = finding.report().server().toString();
        return finding.server().isAddress() ? address : finding.server() + " (" + address + ")";
    }

    private static String failure(NatFinding finding, Duration wait) {
        NatReport report = finding.report();
        String at = named(finding);
        return switch (report.outcome()) {
            case NO_ANSWER ->
                    at
                            + " did not answer within "
                            + wait.toSeconds()
                            + " s, neither over UDP nor over TCP: a firewall here blocks both, or no"
                            + " STUN server listens there";
            case REFUSED ->
                    at
                            + " refused with "
                            + report.errorCode()
                            + " "
                            + StunErrorCode.reason(report.errorCode())
                            + ": it wants to know who asks, or is no public STUN server";
            case NO_SOCKET -> "no UDP socket can be opened on " + finding.route().local();
            case DISCOVERED -> throw new IllegalStateException("that is no failure");
        };
    }

    private void print(NatFinding finding) {
        PrintWriter out = terminal.out();
        out.println();
        out.println("  NAT check with " + named(finding));
        out.println();
        if (!finding.udpBlocked()) {
            for (Map.Entry<String, String> row : NatWords.rows(finding.report()).entrySet()) {
                String label = String.format(Locale.ROOT, "  %-" + LABEL + "s", row.getKey());
                Paragraph.print(terminal, label, row.getValue());
            }
            out.println();
        }
        for (String paragraph : NatWords.meaning(finding)) {
            Paragraph.print(terminal, "  ", paragraph);
        }
        out.println();
    }
}
