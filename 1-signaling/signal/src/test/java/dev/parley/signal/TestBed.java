package dev.parley.signal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.parley.core.Deadlines;
import dev.parley.core.IpAddress;
import dev.parley.core.RandomSource;
import dev.parley.core.WallClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A server in virtual time, and pages that remember what they were told. */
final class TestBed {
    static final byte[] KEY = "sixteen bytes or more".getBytes(US_ASCII);
    static final int TTL_SECONDS = 600;
    static final IpAddress HOME = IpAddress.parse("192.0.2.1");

    final SignalConfig config;
    private final Map<Long, TestPage> pages = new HashMap<>();
    private long lastConnection;
    private long seed;
    private long issued;
    long now = 1_000_000_000L;
    SignalServer server;

    TestBed(SignalConfig config) {
        this(config, 1);
    }

    TestBed(SignalConfig config, long seed) {
        this.config = config;
        this.seed = seed;
        server = newServer();
    }

    private SignalServer newServer() {
        return new SignalServer(
                config,
                KEY,
                (at, connection, peer) ->
                        new IceServers(
                                List.of(
                                        new IceServer(
                                                List.of("turn:relay.example"),
                                                peer + ":" + issued++,
                                                "password")),
                                TTL_SECONDS),
                RandomSource.seeded(seed++),
                new WallClock(0, 1_700_000_000_000L));
    }

    /** The server dies and another one with the same key takes its place. */
    void restart() {
        List<TestPage> cut = List.copyOf(pages.values());
        pages.clear();
        cut.forEach(page -> page.closed = TestPage.LOST);
        server = newServer();
    }

    TestPage connect() {
        return connect(HOME);
    }

    TestPage connect(IpAddress from) {
        TestPage page = new TestPage(this, ++lastConnection);
        pages.put(page.connection, page);
        server.connected(now, page.connection, from);
        drain();
        return page;
    }

    /** A page that is in the room. */
    TestPage join(String room, String name) {
        TestPage page = connect();
        page.join(room, name);
        return page;
    }

    void say(TestPage page, ClientMessage message) {
        server.receive(now, page.connection, message);
        drain();
    }

    /** The network between page and server fails, and the server notices. */
    void cut(TestPage page) {
        pages.remove(page.connection);
        page.closed = TestPage.LOST;
        server.closed(now, page.connection);
        drain();
    }

    /** Lets time pass, with every timer at its time. */
    void pass(Duration time) {
        long until = now + time.toNanos();
        long last = Long.MIN_VALUE;
        int same = 0;
        for (long next; (next = server.nextTimeout()) != Deadlines.NONE && next <= until; ) {
            now = Math.max(now, next);
            same = next == last ? same + 1 : 0;
            if (same > 100) {
                throw new AssertionError("a timer asks for the same moment again and again");
            }
            last = next;
            server.onTimeout(now);
            drain();
        }
        now = until;
    }

    void drain() {
        for (SignalOutput output; (output = server.pollOutput()) != null; ) {
            @Nullable TestPage page = pages.get(output.connection());
            if (page == null) {
                throw new AssertionError("output for a connection that is closed: " + output);
            }
            switch (output) {
                case SignalOutput.Send(long connection, ServerMessage message) ->
                        page.take(message);
                case SignalOutput.Close(long connection, CloseCode code) -> {
                    page.closed = code.status();
                    pages.remove(connection);
                }
            }
        }
    }
}
