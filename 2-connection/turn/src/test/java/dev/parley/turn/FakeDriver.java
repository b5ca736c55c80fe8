package dev.parley.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.IpAddress;
import dev.parley.core.Paths;
import dev.parley.core.RandomSource;
import dev.parley.core.SocketCommand;
import dev.parley.core.SocketResult;
import dev.parley.core.TransmitSlot;
import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import dev.parley.core.WallClock;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs a server core in virtual time as a driver would: interns paths, answers commands, drains and
 * sweeps. What the core sends lies in {@link #sent} until a client or a peer takes it.
 */
final class FakeDriver {
    /** The listening sockets. */
    static final int UDP = 1;

    static final int STREAM = 2;

    private static final int PEER_STREAM = 3;
    private static final int FIRST_RELAY_SOCKET = 100;
    private static final long EPOCH_MILLIS = 1_800_000_000_000L;

    final Paths paths = new Paths(200_000);
    final TurnServer server;
    final List<SentMessage> sent = new ArrayList<>();
    final List<TurnEvent> events = new ArrayList<>();

    /** Relay sockets that are open, by number. */
    final Map<Integer, TransportAddress> relaySockets = new HashMap<>();

    /** Streams that the core asked to close. */
    final List<TransportAddress> closedStreams = new ArrayList<>();

    /** Connections to peers that were asked for, and pairs that were joined. */
    final List<SocketCommand.ConnectTcp> connecting = new ArrayList<>();

    final List<SocketCommand.JoinPaths> joined = new ArrayList<>();

    /** Connections with peers that are open. */
    final Map<TransportAddress, Integer> peerPaths = new HashMap<>();

    /** Local ports that some other program holds. */
    final Set<Integer> busyPorts = new HashSet<>();

    /** Addresses that no socket can be bound to. */
    final Set<IpAddress> unusable = new HashSet<>();

    /** When not null, opening a socket fails with this. */
    SocketResult.@Nullable Reason failure;

    /** While true, commands wait. */
    boolean holdCommands;

    // Below zero, as System.nanoTime may well be.
    long now = -10_000_000_000L;

    private final Map<TransportAddress, Integer> streams = new HashMap<>();
    private final TransmitSlot slot = new TransmitSlot(new byte[70_000]);
    private int nextSocket = FIRST_RELAY_SOCKET;

    FakeDriver(TurnServerConfig config) {
        this(config, 1, RelayPlane.NONE);
    }

    FakeDriver(TurnServerConfig config, long seed, RelayPlane plane) {
        this(config, seed, plane, TurnLedger.of(config), Shard.ALONE);
    }

    FakeDriver(
            TurnServerConfig config, long seed, RelayPlane plane, TurnLedger ledger, Shard shard) {
        server =
                new TurnServer(
                        config,
                        paths,
                        RandomSource.seeded(seed),
                        new WallClock(now, EPOCH_MILLIS),
                        "sixteen random bytes".getBytes(StandardCharsets.UTF_8),
                        plane,
                        ledger,
                        shard);
        server.listen(UDP);
    }

    long epochSeconds() {
        return new WallClock(-10_000_000_000L, EPOCH_MILLIS).epochSeconds(now);
    }

    /** A client's datagram. */
    void fromClient(TransportAddress client, byte[] bytes) {
        receive(UDP, client, bytes);
    }

    /** A peer's datagram to a relayed address, by its port. */
    void fromPeer(TransportAddress peer, TransportAddress relayed, byte[] bytes) {
        receive(relaySocket(relayed), peer, bytes);
    }

    void receive(int socket, TransportAddress from, byte[] bytes) {
        byte[] borrowed = new byte[bytes.length + 16];
        System.arraycopy(bytes, 0, borrowed, 8, bytes.length);
        int path = paths.intern(socket, from, Transport.UDP);
        server.receive(now, path, borrowed, 8, bytes.length);
        drain();
    }

    /** Bytes of a client's connection, made when it is new. */
    void fromStream(TransportAddress client, byte[] bytes) {
        fromStream(client, bytes, 0, bytes.length);
    }

    void fromStream(TransportAddress client, byte[] bytes, int off, int len) {
        int path = streams.computeIfAbsent(client, this::connect);
        byte[] borrowed = Arrays.copyOfRange(bytes, off, off + len);
        server.receiveStream(now, path, borrowed, 0, len);
        drain();
    }

    private int connect(TransportAddress client) {
        int path = paths.intern(STREAM, client, Transport.TCP);
        paths.retain(path);
        return path;
    }

    /** The client's connection ends. */
    void disconnect(TransportAddress client) {
        int path = Objects.requireNonNull(streams.remove(client));
        server.onResult(now, new SocketResult.PathClosed(path));
        paths.release(path);
        drain();
    }

    /** Gives the client's connection to another driver, as the core asked. */
    void giveAway(int path) {
        streams.values().removeIf(stream -> stream == path);
        paths.release(path);
    }

    boolean isConnected(TransportAddress client) {
        return streams.containsKey(client);
    }

    /** Whether that client need not begin anew: it has no stream, or one that stands. */
    boolean knows(TestClient client) {
        return !client.isStream() || isConnected(client.address);
    }

    int relaySocket(TransportAddress relayed) {
        return relaySockets.entrySet().stream()
                .filter(open ->
                        open.getValue().port() == relayed.port()
                                && open.getValue().ip().v6() == relayed.ip().v6())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no relay socket for " + relayed))
                .getKey();
    }

    /** Lets time pass, stopping wherever the core wants to be called. */
    void advance(long seconds) {
        long until = now + seconds * 1_000_000_000L;
        while (server.nextTimeout() <= until) {
            now = Math.max(now, server.nextTimeout());
            server.onTimeout(now);
            assertThat(server.nextTimeout()).as("no timer asks for now twice").isGreaterThan(now);
            drain();
        }
        now = until;
    }

    void drain() {
        for (boolean more = true; more; ) {
            more = false;
            for (int length; (length = server.pollTransmit(now, slot)) > 0; ) {
                sent.add(
                        new SentMessage(
                                paths.socket(slot.path),
                                paths.transport(slot.path),
                                paths.remote(slot.path),
                                Arrays.copyOfRange(slot.buf, slot.off, slot.off + length),
                                slot.dontFragment));
            }
            SocketCommand command = holdCommands ? null : server.pollCommand();
            if (command != null) {
                more = true;
                perform(command);
            }
        }
        for (TurnEvent event; (event = server.pollEvent()) != null; ) {
            events.add(event);
        }
        paths.sweep();
    }

    /** A connection to a peer, which the network makes. */
    int connectPeer(SocketCommand.ConnectTcp connect) {
        connecting.remove(connect);
        int path = paths.intern(PEER_STREAM, connect.remote(), Transport.TCP);
        paths.retain(path);
        peerPaths.put(connect.remote(), path);
        server.onResult(now, new SocketResult.Connected(connect.request(), path));
        drain();
        return path;
    }

    /** A connection of a peer to a TCP relay. */
    int acceptPeer(TransportAddress relayed, TransportAddress peer) {
        int path = paths.intern(PEER_STREAM, peer, Transport.TCP);
        paths.retain(path);
        peerPaths.put(peer, path);
        server.onResult(now, new SocketResult.Accepted(relaySocket(relayed), path));
        drain();
        return path;
    }

    /** One half of a joined pair ends: the driver ends the other and says so twice. */
    void endPair(SocketCommand.JoinPaths pair) {
        joined.remove(pair);
        server.onResult(now, new SocketResult.PathClosed(pair.second()));
        server.onResult(now, new SocketResult.PathClosed(pair.first()));
        streams.values().removeIf(path -> path == pair.first());
        peerPaths.values().removeIf(path -> path == pair.second());
        paths.release(pair.first());
        paths.release(pair.second());
        drain();
    }

    private void open(int request, TransportAddress local) {
        SocketResult.Reason why =
                unusable.contains(local.ip())
                        ? SocketResult.Reason.ADDRESS_NOT_AVAILABLE
                        : busyPorts.contains(local.port())
                                ? SocketResult.Reason.PORT_IN_USE
                                : failure;
        if (why != null) {
            server.onResult(now, new SocketResult.Failed(request, why));
            return;
        }
        assertThat(relaySockets).doesNotContainValue(local);
        int socket = nextSocket++;
        relaySockets.put(socket, local);
        server.onResult(now, new SocketResult.Opened(request, socket, local));
    }

    private void perform(SocketCommand command) {
        switch (command) {
            case SocketCommand.OpenTcp(int request, TransportAddress local) -> open(request, local);
            case SocketCommand.ConnectTcp connect -> connecting.add(connect);
            case SocketCommand.JoinPaths join -> joined.add(join);
            case SocketCommand.OpenUdp(int request, TransportAddress local, boolean _) ->
                    open(request, local);
            case SocketCommand.CloseSocket close ->
                    assertThat(relaySockets.remove(close.socket()))
                            .as("only open sockets are closed")
                            .isNotNull();
            case SocketCommand.ClosePath close -> {
                TransportAddress remote = paths.remote(close.path());
                closedStreams.add(remote);
                joined.removeIf(
                        pair -> pair.first() == close.path() || pair.second() == close.path());
                Integer stream = streams.remove(remote);
                Integer peer = stream == null ? peerPaths.remove(remote) : null;
                assertThat(stream == null ? peer : stream).isEqualTo(close.path());
                paths.release(close.path());
            }
        }
    }

    /** Takes what was sent to that address, oldest first. */
    List<byte[]> take(TransportAddress to) {
        List<byte[]> taken =
                sent.stream().filter(one -> one.to().equals(to)).map(SentMessage::bytes).toList();
        sent.removeIf(one -> one.to().equals(to));
        return taken;
    }

    /** Takes the one thing that was sent to that address. */
    byte[] takeOne(TransportAddress to) {
        List<byte[]> taken = take(to);
        assertThat(taken).as("what was sent to %s", to).hasSize(1);
        return taken.getFirst();
    }

    long count(TurnCounter counter) {
        return server.counters().value(counter);
    }

    <E extends TurnEvent> List<E> events(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
