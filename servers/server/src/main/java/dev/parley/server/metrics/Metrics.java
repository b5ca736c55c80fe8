package dev.parley.server.metrics;

import dev.parley.netty.HttpRequest;
import dev.parley.netty.HttpResponse;
import dev.parley.netty.TcpCounters;
import dev.parley.server.http.Route;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * All figures. Parts keep counters of their own; they are read when somebody asks. Before somebody
 * asks for the first time there is no registry: it takes longer to load than all the rest of a
 * relay, and more memory.
 */
public final class Metrics implements Route, AutoCloseable {
    private static final String FORMAT = "text/plain; version=0.0.4; charset=utf-8";

    // The registry itself would let the collector take the function of a counter.
    private final List<Figure> figures = new ArrayList<>();
    private final List<Runnable> preparations = new CopyOnWriteArrayList<>();
    private @Nullable Registry registry;

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Figure(
            boolean grows, String name, String words, DoubleSupplier value, String... tags) {
        void addTo(Registry registry) {
            if (grows) {
                registry.counter(name, words, value, tags);
            } else {
                registry.gauge(name, words, value, tags);
            }
        }
    }

    /** Does this before figures are read: takes a snapshot, for example. */
    void beforeEach(Runnable preparation) {
        preparations.add(preparation);
    }

    /** A figure that only grows. */
    public Metrics counter(String name, String words, DoubleSupplier value, String... tags) {
        return add(new Figure(true, name, words, value, tags));
    }

    /** A figure of this moment. */
    public Metrics gauge(String name, String words, DoubleSupplier value, String... tags) {
        return add(new Figure(false, name, words, value, tags));
    }

    private synchronized Metrics add(Figure figure) {
        figures.add(figure);
        if (registry != null) {
            figure.addTo(registry);
        }
        return this;
    }

    /** Everything a TCP listener counts. */
    public void tcp(String listener, Supplier<TcpCounters> counters) {
        gauge(
                "parley.tcp.connections",
                "TCP connections that stand",
                () -> counters.get().open(),
                "listener",
                listener);
        tcp(listener, counters, "accepted", "Connections taken", TcpCounters::accepted);
        tcp(listener, counters, "refused", "Connections beyond a cap", TcpCounters::refused);
        tcp(listener, counters, "displaced", "Made room for others", TcpCounters::displaced);
        tcp(listener, counters, "unknown", "Neither HTTP, STUN nor TLS", TcpCounters::unknown);
        tcp(listener, counters, "proxy.refused", "No PROXY header", TcpCounters::proxyRefused);
        tcp(listener, counters, "tls.failed", "Failed TLS handshakes", TcpCounters::tlsFailed);
        tcp(listener, counters, "timed.out", "Silent or slow, closed", TcpCounters::timedOut);
        tcp(listener, counters, "http.requests", "HTTP requests", TcpCounters::httpRequests);
        tcp(listener, counters, "http.errors", "HTTP answers from 400", TcpCounters::httpErrors);
        tcp(listener, counters, "websockets", "WebSockets opened", TcpCounters::webSockets);
        tcp(listener, counters, "streams", "STUN and TURN streams", TcpCounters::streams);
        tcp(listener, counters, "stream.dropped", "No room for it", TcpCounters::streamDropped);
        tcp(listener, counters, "slow.closed", "Did not read, closed", TcpCounters::slowClosed);
    }

    private void tcp(
            String listener,
            Supplier<TcpCounters> counters,
            String name,
            String words,
            ToDoubleFunction<TcpCounters> value) {
        counter(
                "parley.tcp." + name,
                words,
                () -> value.applyAsDouble(counters.get()),
                "listener",
                listener);
    }

    @Override
    public HttpResponse get(HttpRequest request) {
        preparations.forEach(Runnable::run);
        return HttpResponse.of(
                200, FORMAT, registry().scrape(FORMAT).getBytes(StandardCharsets.UTF_8));
    }

    private synchronized Registry registry() {
        Registry made = registry;
        if (made == null) {
            made = new Registry();
            for (Figure figure : figures) {
                figure.addTo(made);
            }
            registry = made;
        }
        return made;
    }

    @Override
    public synchronized void close() {
        if (registry != null) {
            registry.close();
        }
    }
}
