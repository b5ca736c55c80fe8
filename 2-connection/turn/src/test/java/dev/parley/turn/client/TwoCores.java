package dev.parley.turn.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Deadlines;
import dev.parley.core.IpAddress;
import dev.parley.core.Paths;
import dev.parley.core.RandomSource;
import dev.parley.core.SocketCommand;
import dev.parley.core.SocketResult;
import dev.parley.core.TransmitSlot;
import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import dev.parley.core.WallClock;
import dev.parley.stun.RetransmissionPolicy;
import dev.parley.turn.RelayPlane;
import dev.parley.turn.TurnCredentials;
import dev.parley.turn.TurnServer;
import dev.parley.turn.TurnServerConfig;
import dev.parley.turn.TurnServerConfigBuilder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A client core and our server core with a network between them, in virtual time. Datagrams take 20
 * ms and may be lost or doubled; a stream is cut into random pieces. Peers are the test.
 */
final class TwoCores {
    static final TransportAddress CLIENT = TransportAddress.parse("198.51.100.7:40000");
    static final TransportAddress SERVER = TransportAddress.parse("203.0.113.1:3478");
    static final TransportAddress PEER = TransportAddress.parse("8.8.8.8:7000");
    static final TransportAddress PEER_V6 = TransportAddress.parse("[2607:f8b0::8]:7000");
    static final String USER = "alice";
    static final String PASSWORD = "wonderland";

    private static final long DELAY_NANOS = 20_000_000L;
    private static final long START = -10_000_000_000L; // System.nanoTime may be below zero too
    private static final int LISTENING = 1;
    private static final int STREAM = 2;

    /** A datagram between a relay and a peer. */
    record PeerDatagram(
            TransportAddress relayed, TransportAddress peer, String text, boolean dontFragment) {}

    final Transport transport;
    final RandomSource network;
    final TurnServerConfig serverConfig;
    Paths serverPaths = new Paths(1000);
    TurnServer server;
    final Paths clientPaths = new Paths(10);
    final int clientPath;
    final TurnClient client;
    long now = START;

    final List<TurnClientEvent> events = new ArrayList<>();
    final List<PeerDatagram> atPeers = new ArrayList<>();
    final List<PeerDatagram> atClient = new ArrayList<>();
    final List<byte[]> sentByClient = new ArrayList<>();

    /** Paths whose streams the client asked to close. */
    final List<Integer> closed = new ArrayList<>();

    int lossPercent;
    int duplicatePercent;

    /** What it refuses is lost. */
    Predicate<Packet> passes = packet -> true;

    /** What becomes of the bytes of each on their way. */
    Function<Packet, byte[]> tampers = Packet::bytes;

    private final Map<Integer, TransportAddress> relaySockets = new HashMap<>();
    private final PriorityQueue<Packet> flying =
            new PriorityQueue<>(
                    Comparator.comparingLong(Packet::at).thenComparingLong(Packet::number));
    private final TransmitSlot slot = new TransmitSlot(new byte[70_000]);
    private int serverStreamPath = Paths.NONE;
    private long nextNumber;
    private int nextSocket = 100;
    private long serverSeed;

    TwoCores(Transport transport) {
        this(transport, 1, server().build(), TurnClientConfigBuilder::build);
    }

    /** Finishes a configuration. */
    interface Finish {
        TurnClientConfig config(TurnClientConfigBuilder builder);
    }

    TwoCores(Transport transport, long seed, TurnServerConfig serverConfig, Finish finish) {
        this.transport = transport;
        this.serverConfig = serverConfig;
        network = RandomSource.seeded(seed);
        serverSeed = seed;
        server = newServer();
        clientPath = clientPaths.intern(0, SERVER, transport);
        clientPaths.retain(clientPath);
        client =
                new TurnClient(
                        clientPaths,
                        RandomSource.seeded(seed + 1),
                        RetransmissionPolicy.RFC_8489,
                        finish.config(TurnClientConfig.builder(USER, PASSWORD)),
                        this::received);
    }

    static TurnServerConfigBuilder server() {
        return TurnServerConfig.builder()
                .credentials(new TurnCredentials("parley").user(USER, PASSWORD))
                .relayAddress(IpAddress.parse("203.0.113.1"));
    }

    /** Starts the client, allocates and waits for it. */
    static TwoCores allocated(Transport transport) {
        TwoCores cores = new TwoCores(transport);
        cores.allocate();
        return cores;
    }

    TurnClientEvent.Allocated allocate() {
        client.allocate(now, clientPath);
        settle();
        return event(TurnClientEvent.Allocated.class);
    }

    private TurnServer newServer() {
        TurnServer made =
                new TurnServer(
                        serverConfig,
                        serverPaths,
                        RandomSource.seeded(serverSeed),
                        new WallClock(START, 1_800_000_000_000L),
                        ("sixteen random bytes" + serverSeed).getBytes(StandardCharsets.UTF_8),
                        RelayPlane.NONE);
        made.listen(LISTENING);
        return made;
    }

    /** The server forgets everything, its nonce key too. */
    void restartServer() {
        serverSeed++;
        serverPaths = new Paths(1000);
        relaySockets.clear();
        serverStreamPath = Paths.NONE;
        server = newServer();
    }

    private void received(
            long at, boolean v6, long high, long low, int port, byte[] buf, int off, int len) {
        assertThat(at).isEqualTo(now);
        TransportAddress peer = new TransportAddress(new IpAddress(v6, high, low), port);
        String text = new String(buf, off, len, StandardCharsets.ISO_8859_1);
        atClient.add(new PeerDatagram(relayed(v6), peer, text, false));
    }

    /** The relayed address of that family, or the first. */
    TransportAddress relayed(boolean v6) {
        return relaySockets.values().stream()
                .filter(address -> address.ip().v6() == v6)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no relay"));
    }

    boolean send(TransportAddress peer, String text) {
        byte[] bytes = (">>" + text).getBytes(StandardCharsets.ISO_8859_1);
        boolean sent = client.send(now, peer, bytes, 2, bytes.length - 2);
        drain();
        return sent;
    }

    /** A peer sends to the relay. */
    void fromPeer(TransportAddress peer, String text) {
        relaySockets.forEach((socket, address) -> {
            if (address.ip().v6() == peer.ip().v6()) {
                byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
                int path = serverPaths.intern(socket, peer, Transport.UDP);
                server.receive(now, path, bytes, 0, bytes.length);
            }
        });
        drain();
    }

    /** Runs until nothing is on its way: timers have not gone off but for what was due. */
    void settle() {
        drain();
        for (Packet packet; (packet = flying.poll()) != null; ) {
            pass(packet.at());
            deliver(packet);
        }
    }

    /** Lets time pass, with all that happens in it. */
    void run(double seconds) {
        long until = now + (long) (seconds * 1e9);
        drain();
        for (long next; (next = next()) <= until; ) {
            pass(next);
            Packet packet = flying.peek();
            if (packet != null && packet.at() <= now) {
                deliver(flying.remove());
            }
        }
        now = until;
    }

    /** Lets time pass in which nobody runs, as when a machine sleeps; packets are lost. */
    void sleep(double seconds) {
        now += (long) (seconds * 1e9);
        flying.clear();
    }

    private long next() {
        Packet packet = flying.peek();
        return Math.min(
                packet == null ? Deadlines.NONE : packet.at(),
                Math.min(client.nextTimeout(), server.nextTimeout()));
    }

    /** Moves time, and lets timers go off that are due. */
    private void pass(long to) {
        now = Math.max(now, to);
        if (server.nextTimeout() <= now) {
            server.onTimeout(now);
            assertThat(server.nextTimeout()).isGreaterThan(now);
        }
        if (client.nextTimeout() <= now) {
            client.onTimeout(now);
            assertThat(client.nextTimeout()).as("no timer asks for now twice").isGreaterThan(now);
        }
        drain();
    }

    private void deliver(Packet packet) {
        byte[] bytes = tampers.apply(packet);
        if (packet.toServer()) {
            toServer(bytes);
        } else if (transport.isStream()) {
            inPieces(bytes, piece -> client.receiveStream(now, clientPath, piece, 0, piece.length));
        } else {
            byte[] borrowed = Arrays.copyOf(bytes, bytes.length + 8);
            client.receive(now, clientPath, borrowed, 0, bytes.length);
            Arrays.fill(borrowed, (byte) 0xEE); // it was only lent
        }
        drain();
    }

    private void toServer(byte[] bytes) {
        if (!transport.isStream()) {
            int path = serverPaths.intern(LISTENING, CLIENT, Transport.UDP);
            server.receive(now, path, bytes, 0, bytes.length);
            return;
        }
        if (serverStreamPath == Paths.NONE) {
            serverStreamPath = serverPaths.intern(STREAM, CLIENT, transport);
            serverPaths.retain(serverStreamPath);
        }
        int path = serverStreamPath;
        inPieces(bytes, piece -> server.receiveStream(now, path, piece, 0, piece.length));
    }

    /** Takes bytes. */
    private interface Bytes {
        void take(byte[] bytes);
    }

    private void inPieces(byte[] bytes, Bytes receiver) {
        for (int at = 0; at < bytes.length; ) {
            int to = Math.min(bytes.length, at + 1 + network.nextInt(60));
            receiver.take(Arrays.copyOfRange(bytes, at, to));
            at = to;
        }
    }

    void drain() {
        for (boolean more = true; more; ) {
            more = false;
            for (int length; (length = client.pollTransmit(now, slot)) > 0; more = true) {
                assertThat(slot.path).isEqualTo(clientPath);
                byte[] bytes = Arrays.copyOfRange(slot.buf, slot.off, slot.off + length);
                sentByClient.add(bytes);
                fly(true, bytes);
            }
            for (TurnClientEvent event; (event = client.pollEvent()) != null; more = true) {
                events.add(event);
            }
            if (client.pollCommand() instanceof SocketCommand.ClosePath(int path)) {
                closed.add(path);
            }
            for (int length; (length = server.pollTransmit(now, slot)) > 0; more = true) {
                fromServer(Arrays.copyOfRange(slot.buf, slot.off, slot.off + length));
            }
            for (SocketCommand command; (command = server.pollCommand()) != null; more = true) {
                perform(command);
            }
            while (server.pollEvent() != null) {
                more = true;
            }
        }
        clientPaths.sweep();
        serverPaths.sweep();
    }

    private void fromServer(byte[] bytes) {
        int socket = serverPaths.socket(slot.path);
        TransportAddress relayed = relaySockets.get(socket);
        if (relayed == null) {
            fly(false, bytes);
        } else {
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            TransportAddress peer = serverPaths.remote(slot.path);
            atPeers.add(new PeerDatagram(relayed, peer, text, slot.dontFragment));
        }
    }

    private void fly(boolean toServer, byte[] bytes) {
        Packet packet = new Packet(now + DELAY_NANOS, nextNumber++, toServer, bytes);
        if (!passes.test(packet)) {
            return;
        }
        if (transport.isStream()) {
            flying.add(packet);
            return;
        }
        if (network.nextInt(100) >= lossPercent) {
            flying.add(packet);
        }
        if (network.nextInt(100) < duplicatePercent) {
            long late = packet.at() + network.nextInt(2_000_000_000);
            flying.add(new Packet(late, nextNumber++, toServer, bytes));
        }
    }

    private void perform(SocketCommand command) {
        switch (command) {
            case SocketCommand.OpenUdp(int request, TransportAddress local, boolean _) -> {
                int socket = nextSocket++;
                relaySockets.put(socket, local);
                server.onResult(now, new SocketResult.Opened(request, socket, local));
            }
            case SocketCommand.StreamCommand _ -> throw new AssertionError("no TCP relays here");
            case SocketCommand.CloseSocket(int socket) -> relaySockets.remove(socket);
            case SocketCommand.ClosePath(int path) -> {
                serverPaths.release(path);
                serverStreamPath = Paths.NONE;
                client.onResult(now, new SocketResult.PathClosed(clientPath));
            }
        }
    }

    /** The one event of that kind. */
    <E extends TurnClientEvent> E event(Class<E> type) {
        List<E> found = events(type);
        assertThat(found).as("%s among %s", type.getSimpleName(), events).hasSize(1);
        return found.getFirst();
    }

    <E extends TurnClientEvent> List<E> events(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    List<String> textsAtPeers() {
        return atPeers.stream().map(PeerDatagram::text).toList();
    }

    List<String> textsAtClient() {
        return atClient.stream().map(PeerDatagram::text).toList();
    }
}
