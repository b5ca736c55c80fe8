package dev.parley.signal;

import dev.parley.core.Deadlines;
import dev.parley.core.IpAddress;
import dev.parley.core.RandomSource;
import dev.parley.core.WallClock;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The signaling server as a machine over records. It has one owner thread, never blocks and never
 * throws for what a page says.
 *
 * <p>The owner calls an input method, then takes outputs with {@link #pollOutput} until it returns
 * null, and arms one timer for {@link #nextTimeout}. Time is in nanoseconds of any monotonic clock.
 * Connections are numbered by the owner; a number is not used again.
 */
public final class SignalServer {
    private static final int MALFORMED_TOKENS = 10;
    private static final int CHARACTERS_PER_TOKEN = 4096;
    private static final int CREDENTIALS_TOKENS = 5;
    private static final int REFUSED_IN_A_ROW = 500;
    private static final long RATE_ERROR_INTERVAL_NANOS = 1_000_000_000L;

    private SignalConfig config;
    private final Timers timers = new Timers();
    private final SignalCounters counters = new SignalCounters();
    private final Outbox outbox = new Outbox(counters);
    private final PeerTokens tokens;
    private final Prefixes prefixes;
    private final Rooms rooms;
    private final Admission admission;
    private final Map<Long, Connection> connections = new HashMap<>();
    private @Nullable String closing; // the reason, while draining

    /**
     * @param key proves peer ids, at least 16 bytes; the same after a restart, so that pages can
     *     resume
     * @param random makes peer ids: must not be guessable in production
     */
    public SignalServer(
            SignalConfig config,
            byte[] key,
            IceServerSource iceServers,
            RandomSource random,
            WallClock clock) {
        this.config = config;
        tokens = new PeerTokens(key, config.secret());
        prefixes = new Prefixes(config.limits(), timers);
        rooms =
                new Rooms(
                        config,
                        tokens,
                        iceServers,
                        random,
                        clock,
                        timers,
                        outbox,
                        counters,
                        this::close);
        admission = new Admission(config, tokens, rooms, timers, outbox, counters, this::close);
    }

    /** A page has connected. */
    public void connected(long now, long id, IpAddress remote) {
        if (closing != null) {
            outbox.send(id, new ServerMessage.Closing(closing));
            outbox.close(id, CloseCode.RESTART);
            return;
        }
        if (connections.size() >= config.limits().connections()) {
            refuseConnection(id, ErrorCode.SERVER_FULL, "The server is full. Try again later.");
            return;
        }
        Prefixes.Entry prefix = prefixes.connected(now, remote);
        if (prefix == null) {
            refuseConnection(
                    id,
                    ErrorCode.TOO_MANY_CONNECTIONS,
                    "Too many connections from your network. Close some, or try again later.");
            return;
        }
        counters.connections++;
        TokenBucket messages = new TokenBucket(config.limits().messages(), now);
        Connection connection = new Connection(id, prefix, messages);
        connection.timer = timers.open(at -> onJoinTimeout(at, connection));
        if (connections.put(id, connection) != null) {
            throw new IllegalStateException("connection " + id + " is already known");
        }
        timers.set(connection.timer, now + config.limits().joinTimeout().toNanos());
    }

    private void refuseConnection(long id, ErrorCode code, String message) {
        counters.connectionsRefused++;
        outbox.send(id, ServerMessage.Refused.fatal(code, message));
        outbox.close(id, CloseCode.REFUSED);
    }

    /** A page has said something. */
    public void receive(long now, long id, ClientMessage message) {
        Connection connection = connections.get(id);
        if (connection == null || !withinRate(now, connection, tokens(message))) {
            return;
        }
        switch (message) {
            case ClientMessage.Join join -> admission.join(now, connection, join);
            case ClientMessage.Directed directed -> forward(connection, directed);
            case ClientMessage.Credentials() -> credentials(now, connection);
            case ClientMessage.Ping(var n) -> outbox.send(id, new ServerMessage.Pong(n));
            case ClientMessage.Leave() -> leave(now, connection);
        }
    }

    /**
     * A page has sent what is no message.
     *
     * @param why told to the page
     */
    public void malformed(long now, long id, String why) {
        Connection connection = connections.get(id);
        if (connection == null) {
            return;
        }
        counters.malformed++;
        if (withinRate(now, connection, MALFORMED_TOKENS)) {
            refuse(connection, ServerMessage.Refused.of(ErrorCode.BAD_MESSAGE, why));
        }
    }

    /** The connection is lost, or was closed by the page. */
    public void closed(long now, long id) {
        Connection connection = connections.get(id);
        if (connection != null) {
            Member member = connection.member;
            forget(now, connection);
            if (member != null) {
                rooms.away(now, member);
            }
        }
    }

    /**
     * Sends everybody away to come back later, and lets nobody in any more.
     *
     * @param reason told to the pages, such as {@code restart}
     */
    public void drain(long now, String reason) {
        closing = reason;
        for (Connection connection : connections.values().toArray(Connection[]::new)) {
            outbox.send(connection.id, new ServerMessage.Closing(reason));
            // Nobody is told that others are away: all are.
            close(now, connection, CloseCode.RESTART);
        }
        rooms.clear();
    }

    /**
     * Goes on by another configuration. Whoever is in a room stays; where a room holds more from
     * now on, those who wait come in. A new secret is asked of everybody who comes anew, and of
     * those who come back.
     *
     * @param next with the same limits for networks and messages: those are told once
     */
    public void reconfigure(long now, SignalConfig next) {
        config = next;
        tokens.obey(next.secret());
        admission.obey(next);
        rooms.obey(now, next);
    }

    /** Lets time pass. Early and repeated calls are harmless. */
    public void onTimeout(long now) {
        timers.run(now);
    }

    /** When {@link #onTimeout} wants to be called, or {@link Deadlines#NONE}. */
    public long nextTimeout() {
        return timers.next();
    }

    /** What to do next, or null. */
    public @Nullable SignalOutput pollOutput() {
        return outbox.poll();
    }

    public SignalCounters counters() {
        return counters;
    }

    public int connectionCount() {
        return connections.size();
    }

    public int roomCount() {
        return rooms.roomCount();
    }

    /** Peers that hold a seat, present or away. */
    public int peerCount() {
        return rooms.memberCount();
    }

    /** How many things are remembered; zero when nobody was here lately. For tests of leaks. */
    int remembered() {
        return connections.size() + rooms.roomCount() + prefixes.size() + timers.size();
    }

    private void forward(Connection connection, ClientMessage.Directed directed) {
        Member from = connection.member;
        String to = directed.to();
        Signal signal = directed.signal();
        if (from == null) {
            refuseNotJoined(connection, to);
            return;
        }
        int most =
                switch (signal) {
                    case Signal.Offer _, Signal.Answer _ -> SignalLimits.SDP_CHARACTERS;
                    case Signal.Candidate _, Signal.EndOfCandidates _ ->
                            SignalLimits.CANDIDATE_CHARACTERS;
                };
        if (signal.length() > most) {
            refuse(
                    connection,
                    ServerMessage.Refused.about(
                            known(from, to),
                            ErrorCode.TOO_LARGE,
                            "That has at most " + most + " characters."));
            return;
        }
        Member target = from.room.members.get(to);
        if (target == null || target == from) {
            counters.undeliverable++;
            refuse(
                    connection,
                    ServerMessage.Refused.about(
                            Names.isPeer(to) ? to : null,
                            ErrorCode.UNKNOWN_PEER,
                            "No other peer in this room has that id."));
        } else if (target.connection == null) {
            counters.undeliverable++;
            refuse(
                    connection,
                    ServerMessage.Refused.about(
                            to,
                            ErrorCode.PEER_AWAY,
                            "That peer is away. Send again after peer-back."));
        } else {
            counters.forwarded++;
            outbox.send(target.connection.id, new ServerMessage.Directed(from.peer, signal));
        }
    }

    /** Only what may be repeated to the page: an id that exists. */
    private static @Nullable String known(Member from, String to) {
        return from.room.members.containsKey(to) ? to : null;
    }

    private void credentials(long now, Connection connection) {
        Member member = connection.member;
        if (member == null) {
            refuseNotJoined(connection, null);
        } else {
            rooms.renew(now, connection, member);
        }
    }

    private void refuseNotJoined(Connection connection, @Nullable String to) {
        refuse(
                connection,
                ServerMessage.Refused.about(
                        to != null && Names.isPeer(to) ? to : null,
                        ErrorCode.NOT_JOINED,
                        "Join a room first."));
    }

    private void leave(long now, Connection connection) {
        Member member = connection.member;
        close(now, connection, CloseCode.LEFT);
        if (member != null) {
            rooms.leave(now, member, LeaveReason.LEFT);
        }
    }

    private void onJoinTimeout(long now, Connection connection) {
        counters.joinTimeouts++;
        refuse(
                connection,
                ServerMessage.Refused.fatal(
                        ErrorCode.JOIN_TIMEOUT, "Nothing joined a room in time."));
        close(now, connection, CloseCode.JOIN_TIMEOUT);
    }

    /** Whether a connection may say this much; tells it so at most once a second if not. */
    private boolean withinRate(long now, Connection connection, int wanted) {
        boolean rested = connection.messages.isFull(now);
        if (connection.messages.take(now, wanted)) {
            connection.refusedInARow = rested ? 0 : connection.refusedInARow;
            return true;
        }
        counters.rateLimited++;
        String message = "Too many messages. Send them more slowly.";
        if (++connection.refusedInARow >= REFUSED_IN_A_ROW) {
            refuse(connection, ServerMessage.Refused.fatal(ErrorCode.RATE_LIMITED, message));
            Member member = connection.member;
            close(now, connection, CloseCode.REFUSED);
            if (member != null) {
                rooms.leave(now, member, LeaveReason.LEFT);
            }
        } else if (now >= connection.nextRateErrorAt) {
            connection.nextRateErrorAt = now + RATE_ERROR_INTERVAL_NANOS;
            long wait = connection.messages.nanosUntil(now, wanted) / 1_000_000 + 1;
            refuse(connection, ServerMessage.Refused.later(ErrorCode.RATE_LIMITED, message, wait));
        }
        return false;
    }

    private static int tokens(ClientMessage message) {
        return switch (message) {
            case ClientMessage.Directed(var to, var signal) ->
                    1 + signal.length() / CHARACTERS_PER_TOKEN;
            case ClientMessage.Credentials() -> CREDENTIALS_TOKENS;
            case ClientMessage.Join _, ClientMessage.Ping _, ClientMessage.Leave() -> 1;
        };
    }

    private void refuse(Connection connection, ServerMessage.Refused error) {
        outbox.send(connection.id, error);
    }

    private void close(long now, Connection connection, CloseCode code) {
        forget(now, connection);
        outbox.close(connection.id, code);
    }

    private void forget(long now, Connection connection) {
        if (connection.waiter != null) {
            rooms.stopWaiting(connection.waiter);
        }
        connections.remove(connection.id);
        timers.close(connection.timer);
        connection.prefix.disconnected(now);
        connection.member = null;
    }
}
