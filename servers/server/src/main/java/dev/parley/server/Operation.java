package dev.parley.server;

import dev.parley.core.WallClock;
import dev.parley.server.admin.AdminApi;
import dev.parley.server.admin.AdminToken;
import dev.parley.server.admin.Operator;
import dev.parley.server.metrics.Metrics;
import dev.parley.server.relay.RelayService;
import dev.parley.server.reload.CertificateKeeper;
import dev.parley.server.reload.Part;
import dev.parley.server.reload.Reload;
import dev.parley.server.settings.Configuration;
import dev.parley.server.settings.Settings;
import dev.parley.server.state.DataDirectory;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a running server is operated: reload, the gentle end, and the admin API that asks for both.
 */
final class Operation implements Operator, AutoCloseable {
    private final DataDirectory data;
    private final RelayService relay;
    private final WallClock clock;
    private final @Nullable CertificateKeeper certificate;
    private final long began;
    private final Reload reload;
    private final Drain drain;
    private final List<Consumer<Configuration>> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable AdminApi api;

    /**
     * @param parts go on by another configuration
     * @param began {@link System#nanoTime} of its start
     * @param announceEnd tells everybody that the server ends
     * @param close ends it
     */
    Operation(
            Configuration configuration,
            DataDirectory data,
            List<Part> parts,
            RelayService relay,
            WallClock clock,
            @Nullable CertificateKeeper certificate,
            long began,
            Runnable announceEnd,
            Runnable close) {
        this.data = data;
        this.relay = relay;
        this.clock = clock;
        this.certificate = certificate;
        this.began = began;
        List<Part> all = new ArrayList<>(parts);
        all.add(this::prepareToken);
        all.add(next -> () -> listeners.forEach(listener -> listener.accept(next)));
        reload = new Reload(configuration, all);
        drain = new Drain(relay, announceEnd, close);
    }

    /** Makes the admin API, and the token when there is none yet. */
    AdminApi api(Metrics metrics) throws IOException {
        AdminApi made = AdminApi.of(AdminToken.of(configuration(), data), this, System::nanoTime);
        api = made;
        metrics.counter("parley.admin.requests", "Requests with the token", made::requests);
        metrics.counter("parley.admin.refused", "Requests without the token", made::refused);
        return made;
    }

    private Part.Step prepareToken(Configuration next) throws IOException {
        AdminApi known = api;
        if (known == null) {
            return () -> {};
        }
        AdminToken token = AdminToken.of(next, data);
        return () -> known.obey(token);
    }

    void onReload(Consumer<Configuration> listener) {
        listeners.add(listener);
    }

    /** Ends gently, as the settings say, and waits for it. */
    void drain() throws InterruptedException {
        beginDrain(null);
        try {
            ended().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("An end does not fail.", e);
        }
    }

    /** Done when the server is closed, by whatever way. */
    CompletableFuture<@Nullable Void> ended() {
        return drain.ended();
    }

    @Override
    public Configuration configuration() {
        return reload.running();
    }

    @Override
    public RelayService relay() {
        return relay;
    }

    @Override
    public WallClock clock() {
        return clock;
    }

    @Override
    public @Nullable CertificateKeeper certificate() {
        return certificate;
    }

    @Override
    public Reload.Outcome reload() {
        return reload.reload();
    }

    @Override
    public void beginDrain(@Nullable Duration most) {
        drain.begin(
                most == null
                        ? Duration.ofSeconds(configuration().get(Settings.DRAIN_SECONDS))
                        : most);
    }

    @Override
    public @Nullable Duration drainLeft() {
        return drain.left();
    }

    @Override
    public Duration uptime() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** The server is closed. */
    @Override
    public void close() {
        drain.ended().complete(null);
    }
}
