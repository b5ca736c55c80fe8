package dev.parley.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.core.Deadlines;
import dev.parley.core.IpAddress;
import dev.parley.core.RandomSource;
import dev.parley.core.WallClock;
import dev.parley.server.signaling.Decoded;
import dev.parley.server.signaling.SignalCodec;
import dev.parley.signal.IceServer;
import dev.parley.signal.IceServers;
import dev.parley.signal.ServerMessage;
import dev.parley.signal.SignalConfig;
import dev.parley.signal.SignalOutput;
import dev.parley.signal.SignalServer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Four pages that say anything. The input is a script of lines: the first character names the page,
 * the second is {@code +} to connect, {@code -} to be cut, {@code t} to let time pass, and anything
 * else to send the rest. {@code $0} to {@code $3} in a message stand for what the pages are called,
 * {@code %0} to {@code %3} for their tokens.
 */
class SignalServerFuzz extends FuzzTarget {
    private static final int PAGES = 4;
    private static final int MOST_LINES = 200;
    private static final long SECOND = 1_000_000_000L;

    @Override
    String corpus() {
        return "signal-script";
    }

    @Override
    int depth() {
        return 3;
    }

    @Override
    void run(byte[] input) {
        Script script = new Script();
        List<String> lines = new String(input, UTF_8).lines().limit(MOST_LINES).toList();
        for (String line : lines) {
            if (line.length() >= 2) {
                script.step(line.charAt(0) % PAGES, line.charAt(1), line.substring(1));
            }
        }
        script.end();
    }

    private static final class Script {
        private final SignalServer server =
                new SignalServer(
                        SignalConfig.defaults().withSecret("secret"),
                        new byte[32],
                        (now, connection, peer) ->
                                new IceServers(List.of(IceServer.stun("stun:h")), 600),
                        RandomSource.seeded(1),
                        new WallClock(0, 0));
        private final Set<Long> open = new HashSet<>();
        private final long[] connections = new long[PAGES];
        private final String[] ids = {"", "", "", ""};
        private final String[] tokens = {"", "", "", ""};
        private long last;
        private long now;

        void step(int page, char what, String rest) {
            switch (what) {
                case '+' -> {
                    connections[page] = ++last;
                    open.add(last);
                    server.connected(now, last, IpAddress.v4(page + 1));
                }
                case '-' -> {
                    open.remove(connections[page]);
                    server.closed(now, connections[page]);
                }
                case 't' -> pass(rest.length() * SECOND);
                default -> say(page, rest);
            }
            drain();
        }

        private void say(int page, String message) {
            String text = message;
            for (int i = 0; i < PAGES; i++) {
                text = text.replace("$" + i, ids[i]).replace("%" + i, tokens[i]);
            }
            switch (SignalCodec.decode(text)) {
                case Decoded.Ok(var decoded) -> server.receive(now, connections[page], decoded);
                case Decoded.Bad(var why) -> server.malformed(now, connections[page], why);
            }
        }

        private void pass(long nanos) {
            long until = now + nanos;
            int steps = 0;
            for (long next; (next = server.nextTimeout()) != Deadlines.NONE && next <= until; ) {
                check(steps++ < 10_000, "time moves on");
                now = Math.max(now, next);
                server.onTimeout(now);
                drain();
            }
            now = until;
        }

        private void drain() {
            for (SignalOutput output; (output = server.pollOutput()) != null; ) {
                check(open.contains(output.connection()), "only open connections are told things");
                switch (output) {
                    case SignalOutput.Close(long connection, var code) -> open.remove(connection);
                    case SignalOutput.Send(long connection, var message) ->
                            remember(connection, message);
                }
            }
            check(server.connectionCount() == open.size(), "both know the same connections");
            check(server.peerCount() <= 2 * server.roomCount(), "no room holds more than two");
        }

        private void remember(long connection, ServerMessage message) {
            check(!SignalCodec.encode(message).isEmpty(), "every message can be written");
            if (message instanceof ServerMessage.Welcome welcome) {
                for (int page = 0; page < PAGES; page++) {
                    if (connections[page] == connection) {
                        ids[page] = welcome.peer();
                        tokens[page] = welcome.token();
                    }
                }
            }
        }

        void end() {
            for (long connection : List.copyOf(open)) {
                open.remove(connection);
                server.closed(now, connection);
                drain();
            }
            pass(3600 * SECOND);
            check(server.roomCount() == 0 && server.peerCount() == 0, "empty rooms end");
            check(server.nextTimeout() == Deadlines.NONE, "nothing is kept of those who left");
        }
    }
}
