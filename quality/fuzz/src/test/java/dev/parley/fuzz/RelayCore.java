package dev.parley.fuzz;

import static dev.parley.fuzz.FuzzTarget.check;

import dev.parley.core.Bytes;
import dev.parley.core.Deadlines;
import dev.parley.core.Paths;
import dev.parley.core.RandomSource;
import dev.parley.core.SocketCommand;
import dev.parley.core.SocketResult;
import dev.parley.core.TransmitSlot;
import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import dev.parley.core.WallClock;
import dev.parley.stun.ParseResult;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunClass;
import dev.parley.stun.StunMethod;
import dev.parley.stun.StunReader;
import dev.parley.turn.RelayPlane;
import dev.parley.turn.Shard;
import dev.parley.turn.TurnCounter;
import dev.parley.turn.TurnEvent;
import dev.parley.turn.TurnLedger;
import dev.parley.turn.TurnServer;
import dev.parley.turn.TurnServerConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One core of a {@link RelayCluster} with its sockets, and what it sent. */
final class RelayCore {
    static final int LISTENING = 1;
    static final long EPOCH_MILLIS = 1_800_000_000_000L;

    private static final TransportAddress PRIVATE = TransportAddress.parse("10.0.0.1:7000");
    private static final int STREAM = 2;
    private static final int CHANNEL_HEADER_BYTES = 4;
    private static final List<TurnCounter> DROPS =
            Arrays.stream(TurnCounter.values())
                    .filter(counter -> counter.name().startsWith("DROPPED_"))
                    .filter(counter -> counter != TurnCounter.DROPPED_EVENTS)
                    .toList();
    private static final List<TurnCounter> ENDS =
            Arrays.stream(TurnCounter.values())
                    .filter(counter -> counter.name().startsWith("ENDED_"))
                    .toList();

    /** What left on a listening socket or a client's connection. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Sent(TransportAddress to, byte[] bytes) {}

    final Paths paths = new Paths(512);
    final TurnServer server;
    final Map<Integer, TransportAddress> relaySockets = new HashMap<>();
    final List<Sent> toClients = new ArrayList<>();

    /** So many sockets that are asked for next cannot be had. */
    int failures;

    long now;

    /** Data of peers in messages to clients, and data to peers. */
    long packetsToClients;

    long bytesToClients;
    long packetsToPeers;
    long bytesToPeers;
    private long usagePacketsToClients;
    private long usageBytesToClients;
    private long usagePacketsToPeers;
    private long usageBytesToPeers;
    private int created;
    private int ended;
    private final Map<TransportAddress, Integer> streams = new HashMap<>();
    private final TransmitSlot slot = new TransmitSlot(new byte[8 * 1024]);
    private int nextSocket = 10;

    RelayCore(TurnServerConfig config, TurnLedger ledger, Shard shard, int number) {
        server =
                new TurnServer(
                        config,
                        paths,
                        RandomSource.seeded(number + 1),
                        new WallClock(0, EPOCH_MILLIS),
                        new byte[16],
                        RelayPlane.NONE,
                        ledger,
                        shard);
        server.listen(LISTENING);
    }

    void datagram(int socket, TransportAddress from, byte[] bytes) {
        int path = paths.intern(socket, from, Transport.UDP);
        if (path != Paths.NONE) {
            server.receive(now, path, bytes.clone(), 0, bytes.length);
            drain();
        }
    }

    /** Whether that client has an allocation here. */
    boolean knows(TransportAddress client) {
        int path =
                paths.find(
                        LISTENING,
                        client.ip().v6(),
                        client.ip().high(),
                        client.ip().low(),
                        client.port(),
                        Transport.UDP);
        return path != Paths.NONE && server.hasAllocation(path);
    }

    boolean has(TransportAddress client) {
        return streams.containsKey(client);
    }

    void connect(TransportAddress client) {
        streams.computeIfAbsent(
                client,
                key -> {
                    int path = paths.intern(STREAM, key, Transport.TCP);
                    paths.retain(path);
                    return path;
                });
    }

    void stream(TransportAddress client, byte[] bytes) {
        connect(client);
        Integer path = streams.get(client);
        if (path != null) {
            server.receiveStream(now, path, bytes.clone(), 0, bytes.length);
            drain();
        }
    }

    void disconnect(TransportAddress client) {
        Integer path = streams.remove(client);
        if (path != null) {
            server.onResult(now, new SocketResult.PathClosed(path));
            paths.release(path);
            drain();
        }
    }

    void giveAway(TransportAddress client) {
        Integer path = streams.remove(client);
        check(path != null, "a connection is given away once");
        if (path != null) {
            paths.release(path);
        }
    }

    void advance(long seconds) {
        long until = now + seconds * 1_000_000_000L;
        while (server.nextTimeout() <= until) {
            now = Math.max(now, server.nextTimeout());
            server.onTimeout(now);
            check(server.nextTimeout() > now, "no timer asks for now twice");
            drain();
        }
        now = until;
    }

    void drain() {
        for (boolean more = true; more; ) {
            for (int length; (length = server.pollTransmit(now, slot)) > 0; ) {
                sent(Arrays.copyOfRange(slot.buf, slot.off, slot.off + length));
            }
            SocketCommand command = server.pollCommand();
            more = command != null;
            perform(command);
        }
        for (TurnEvent event; (event = server.pollEvent()) != null; ) {
            note(event);
        }
        check(server.nextTimeout() > now, "no timer is due");
        paths.sweep();
    }

    private void sent(byte[] bytes) {
        int socket = paths.socket(slot.path);
        TransportAddress to = paths.remote(slot.path);
        if (relaySockets.containsKey(socket)) {
            packetsToPeers++;
            bytesToPeers += bytes.length;
            check(!to.equals(PRIVATE), "no private peer is sent to");
            return;
        }
        check(socket == LISTENING || socket == STREAM, "only open sockets are sent from");
        toClients.add(new Sent(to, bytes));
        int data = dataBytes(bytes);
        if (data >= 0) {
            packetsToClients++;
            bytesToClients += data;
        }
    }

    /** How much data of a peer that message holds; below zero when it is another one. */
    private static int dataBytes(byte[] message) {
        if ((message[0] & 0xC0) == 0x40) {
            int length = Bytes.u16(message, 2);
            check(
                    message.length >= CHANNEL_HEADER_BYTES + length
                            && message.length <= CHANNEL_HEADER_BYTES + (length + 3 & ~3),
                    "ChannelData is as long as it says");
            return length;
        }
        StunReader reader = new StunReader();
        check(
                reader.parse(message, 0, message.length) == ParseResult.OK,
                "what clients get is STUN or ChannelData");
        if (!reader.is(StunClass.INDICATION, StunMethod.DATA)) {
            return -1;
        }
        TransportAddress sender = reader.xorAddress(StunAttributeType.XOR_PEER_ADDRESS);
        check(sender != null, "data have a sender");
        check(
                sender == null || !sender.ip().toString().startsWith("10."),
                "no client hears of private addresses");
        byte[] data = reader.bytes(StunAttributeType.DATA);
        check(data != null, "a Data indication has data");
        return data == null ? 0 : data.length;
    }

    private void open(int request, TransportAddress local) {
        if (failures > 0) {
            failures--;
            SocketResult.Reason[] reasons = SocketResult.Reason.values();
            server.onResult(
                    now, new SocketResult.Failed(request, reasons[failures % reasons.length]));
            return;
        }
        check(!relaySockets.containsValue(local), "a port is opened once");
        relaySockets.put(nextSocket, local);
        server.onResult(now, new SocketResult.Opened(request, nextSocket++, local));
    }

    private void perform(@Nullable SocketCommand command) {
        switch (command) {
            case null -> {}
            case SocketCommand.OpenUdp udp -> open(udp.request(), udp.local());
            case SocketCommand.OpenTcp tcp -> open(tcp.request(), tcp.local());
            case SocketCommand.CloseSocket close ->
                    check(
                            relaySockets.remove(close.socket()) != null,
                            "only open sockets are closed");
            case SocketCommand.ClosePath close -> {
                check(
                        streams.values().remove(close.path()),
                        "only connections that are there are closed");
                paths.release(close.path());
            }
            case SocketCommand.ConnectTcp _, SocketCommand.JoinPaths _ ->
                    throw new AssertionError("there are no relays by TCP here");
        }
    }

    private void note(TurnEvent event) {
        switch (event) {
            case TurnEvent.AllocationCreated _ -> created++;
            case TurnEvent.AllocationEnded one -> {
                ended++;
                usagePacketsToClients += one.usage().packetsToClient();
                usageBytesToClients += one.usage().bytesToClient();
                usagePacketsToPeers += one.usage().packetsToPeers();
                usageBytesToPeers += one.usage().bytesToPeers();
                check(one.durationNanos() >= 0, "time goes on");
            }
            case TurnEvent.AllocationMoved _,
                    TurnEvent.QuotaReached _,
                    TurnEvent.PortsExhausted _,
                    TurnEvent.AddressUnusable _,
                    TurnEvent.Attempt _,
                    TurnEvent.Drained _ -> {}
        }
    }

    /** Everything that was dropped so far. */
    long drops() {
        return DROPS.stream().mapToLong(server.counters()::value).sum();
    }

    /** Data that left, to either side. */
    long passed() {
        return packetsToClients + packetsToPeers;
    }

    void checkBooks() {
        check(server.relayPortsInUse() == relaySockets.size(), "each port has its socket");
        check(server.streams() <= streams.size(), "each stream has its connection");
        check(
                paths.size()
                        <= 2 * server.allocations()
                                + server.channels()
                                + streams.size()
                                + server.sharedPeers(),
                "each path is somebody's");
        check(created - ended <= server.allocations(), "each allocation ends or stands");
    }

    void checkEmpty() {
        check(server.allocations() == 0, "no allocation is left");
        check(server.permissions() == 0, "no permission is left");
        check(server.channels() == 0, "no channel is left");
        check(server.sharedPeers() == 0, "no peer is held");
        check(server.streams() == 0, "no stream is left");
        check(server.relayPortsInUse() == 0, "no port is left");
        check(relaySockets.isEmpty(), "no socket is left");
        check(paths.size() == 0, "no path is left");
        check(server.nextTimeout() == Deadlines.NONE, "no timer is left");
        check(created == ended, "each allocation ended once");
        check(
                server.counters().value(TurnCounter.ALLOCATIONS_CREATED) == created,
                "each allocation is counted");
        check(
                ENDS.stream().mapToLong(server.counters()::value).sum() >= ended,
                "each end is counted");
        check(usagePacketsToClients == packetsToClients, "packets to clients are accounted for");
        check(usageBytesToClients == bytesToClients, "bytes to clients are accounted for");
        check(usagePacketsToPeers >= packetsToPeers, "packets to peers are accounted for");
        check(usageBytesToPeers >= bytesToPeers, "bytes to peers are accounted for");
        server.refreshCounters();
        check(
                server.counters().value(TurnCounter.RELAYED_BYTES_TO_CLIENTS) == bytesToClients,
                "the counters say the same");
    }
}
