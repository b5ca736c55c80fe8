package dev.parley.server;

import dev.parley.server.reload.Reload;
import dev.parley.server.settings.Configuration;
import dev.parley.server.state.DataDirectory;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a whole server and a relay alone have in common: they run until they are told to end, and
 * take new settings meanwhile.
 *
 * <p>Methods may be called from any thread; {@link #drain()} and {@link #close} block.
 */
public abstract sealed class RunningServer implements AutoCloseable
        permits ParleyServer, RelayServer {
    final RelayPart relay;
    private volatile @Nullable Operation operation;

    RunningServer(RelayPart relay) {
        this.relay = relay;
    }

    /**
     * Opens one that was made.
     *
     * @throws IOException names settings as they were given; nothing is left open then
     */
    static <S extends RunningServer> S opened(S server, Configuration configuration)
            throws IOException {
        try {
            server.open();
            return server;
        } catch (IOException e) {
            server.close();
            throw configuration.named(e);
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** Opens all sockets, and serves. */
    abstract void open() throws IOException;

    /** From now on it can be drained and reloaded. */
    final void operate(Operation how) {
        operation = how;
    }

    final Operation operated() {
        return Objects.requireNonNull(operation, "there since the start");
    }

    /** Every socket that is listened on. */
    public final List<Endpoint> endpoints() {
        return relay.endpoints();
    }

    public final DataDirectory data() {
        return relay.data();
    }

    /** What the relay is: its addresses and ports. */
    public final RelayPlan relay() {
        return relay.plan();
    }

    /** What it is and where it can be reached, in one line for a log. */
    public final String words() {
        return Version.number()
                + " on "
                + relay.endpoints().stream()
                        .map(endpoint ->
                                endpoint.kind().name().toLowerCase(Locale.ROOT).replace('_', '-')
                                        + ' '
                                        + endpoint.address())
                        .collect(Collectors.joining(", "))
                + "; relays by UDP ports "
                + relay.plan().ports().min()
                + '-'
                + relay.plan().ports().max()
                + "; "
                + relay.work();
    }

    /** What whoever runs the server should know; one sentence each. */
    public abstract List<String> notes();

    /**
     * Ends gently: {@code /health} answers 503, pages are told, no new relay is lent, and those in
     * use may go on for {@code drain-seconds}. Then closes.
     */
    public final void drain() throws InterruptedException {
        operated().drain();
    }

    /** The same within this time, also when a longer one has begun. Returns at once. */
    public final void drain(Duration most) {
        operated().beginDrain(most);
    }

    /**
     * Reads the configuration and the certificate once more, and goes on by what has changed. What
     * stands goes on.
     */
    public final Reload.Outcome reload() {
        return operated().reload();
    }

    /** Done when the server is closed, also when somebody asked for it by the admin API. */
    public final CompletableFuture<@Nullable Void> ended() {
        return operated().ended();
    }

    /** Tells of every configuration that a reload has put in place. */
    public final void onReload(Consumer<Configuration> listener) {
        operated().onReload(listener);
    }

    @Override
    public abstract void close();
}
