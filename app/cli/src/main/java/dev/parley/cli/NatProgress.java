package dev.parley.cli;

import dev.parley.core.TransportAddress;
import dev.parley.stun.behaviour.Dependence;
import dev.parley.stun.behaviour.Lifetime;
import dev.parley.stun.behaviour.NatReport;
import java.util.function.Consumer;

/** One line that says what is going on, where a person is looking; it is gone in the end. */
final class NatProgress implements Consumer<NatReport> {
    private static final String CLEAR = "\r\u001B[K";
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Terminal terminal;
    private final NatServer server;
    private final TransportAddress address;
    private final long began = System.nanoTime();

    NatProgress(Terminal terminal, NatServer server, TransportAddress address) {
        this.terminal = terminal;
        this.server = server;
        this.address = address;
    }

    void begin() {
        show("asking " + (server.isAddress() ? "" : server + " at ") + address + " ...");
    }

    @Override
    public void accept(NatReport report) {
        Lifetime lifetime = report.lifetime();
        long seconds = (System.nanoTime() - began) / NANOS_PER_SECOND;
        if (lifetime != null) {
            String gone =
                    lifetime.outlived() ? "" : ", gone after " + seconds(lifetime.goneNanos());
            show(
                    "waiting in silence, "
                            + seconds
                            + " s so far: alive after "
                            + seconds(lifetime.aliveNanos())
                            + gone);
        } else if (report.mapping() == Dependence.UNKNOWN) {
            show("answered, asking the server's other sockets ...");
        } else {
            show("mapping known, waiting for what a filter may keep out, " + seconds + " s ...");
        }
    }

    void end() {
        if (terminal.interactive()) {
            terminal.err().print(CLEAR);
            terminal.err().flush();
        }
    }

    private static String seconds(long nanos) {
        return NatWords.seconds(nanos);
    }

    private void show(String text) {
        if (terminal.interactive()) {
            int most = Math.max(1, terminal.columns() - 1);
            terminal.err().print(CLEAR + text.substring(0, Math.min(text.length(), most)));
            terminal.err().flush();
        }
    }
}
