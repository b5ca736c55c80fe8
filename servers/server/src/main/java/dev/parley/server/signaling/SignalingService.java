package dev.parley.server.signaling;

import dev.parley.core.WallClock;
import dev.parley.netty.HttpRequest;
import dev.parley.netty.HttpResponse;
import dev.parley.netty.WebSocketHandler;
import dev.parley.signal.SignalCounters;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The signaling server: give {@link #webSocketHandler} to a listener. Methods may be called from
 * any thread.
 */
public final class SignalingService implements AutoCloseable {
    /** Where pages connect. */
    public static final String PATH = "/signal";

    /** The version of the protocol, as a WebSocket sub-protocol. */
    public static final String SUBPROTOCOL = "parley.1";

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private volatile OriginPolicy origins;
    private final SignalLoop loop;
    private final AtomicLong lastConnection = new AtomicLong();
    private final AtomicLong originsRefused = new AtomicLong();

    /**
     * Starts the owner's thread.
     *
     * @param clock over {@link System#nanoTime}; the same as that of the relay, which judges the
     *     credentials
     */
    public SignalingService(SignalingOptions options, WallClock clock) {
        origins = options.origins();
        loop = new SignalLoop(options, clock);
        loop.start();
    }

    /** Answers upgrade requests for {@link #PATH}; others get a 404. */
    public WebSocketHandler webSocketHandler() {
        return this::upgrade;
    }

    private WebSocketHandler.Upgrade upgrade(HttpRequest request) {
        if (!request.path().equals(PATH)) {
            return refuse(404, "No WebSocket here. Signaling is at " + PATH + ".");
        }
        List<String> origin = request.headers().all("Origin");
        if (origin.size() > 1
                || !origins.allows(origin.isEmpty() ? null : origin.getFirst(), request.host())) {
            originsRefused.incrementAndGet();
            return refuse(
                    403,
                    "origin-refused: pages of this origin may not use signaling here. The"
                            + " server's operator can allow it with --allow-origin.");
        }
        List<String> offered =
                request.headers().all("Sec-WebSocket-Protocol").stream()
                        .flatMap(line -> Arrays.stream(line.split(",", -1)))
                        .map(String::strip)
                        .toList();
        if (!offered.isEmpty() && !offered.contains(SUBPROTOCOL)) {
            return refuse(400, "unsupported-version: this server speaks " + SUBPROTOCOL + ".");
        }
        long id = lastConnection.incrementAndGet();
        String host = PageHost.of(request.host(), request.local().ip());
        return new WebSocketHandler.Upgrade.Accept(
                offered.isEmpty() ? null : SUBPROTOCOL, new SignalSocket(id, host, loop));
    }

    private static WebSocketHandler.Upgrade refuse(int status, String why) {
        return new WebSocketHandler.Upgrade.Refuse(HttpResponse.text(status, why + "\n"));
    }

    /** What happened so far; read without locks, so at most a little old. */
    public SignalCounters counters() {
        return loop.counters();
    }

    /** Upgrades refused for their origin. */
    public long originsRefused() {
        return originsRefused.get();
    }

    /** Connections, rooms and peers of this moment. */
    public SignalingGauges gauges() {
        return loop.gauges();
    }

    /**
     * Goes on by other options, all but the key; see {@link
     * dev.parley.signal.SignalServer#reconfigure}. Does not wait.
     */
    public void reconfigure(SignalingOptions options) {
        origins = options.origins();
        loop.post(new SignalLoop.Task.Reconfigure(options));
    }

    /**
     * Tells every page to come back later and lets nobody in any more. Blocks until they are told.
     *
     * @param reason told to the pages, such as {@code restart}
     */
    public void drain(String reason) {
        loop.drain(reason, PATIENCE);
    }

    /** Drains, if that was not done, and ends the owner's thread. */
    @Override
    public void close() {
        drain("shutdown");
        loop.stop(PATIENCE);
    }
}
