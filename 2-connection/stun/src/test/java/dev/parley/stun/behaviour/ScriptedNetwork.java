package dev.parley.stun.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Deadlines;
import dev.parley.core.IpAddress;
import dev.parley.core.Paths;
import dev.parley.core.ProtocolCore;
import dev.parley.core.RandomSource;
import dev.parley.core.SocketCommand;
import dev.parley.core.SocketResult;
import dev.parley.core.TransmitSlot;
import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A discovery inside, a server outside, a NAT between them or none, in virtual time. */
final class ScriptedNetwork {
    static final long MILLIS = 1_000_000L;
    static final IpAddress INSIDE = IpAddress.parse("192.168.1.2");
    static final IpAddress A1 = IpAddress.parse("192.0.2.1");
    static final IpAddress A2 = IpAddress.parse("192.0.2.2");
    static final int P1 = 3478;
    static final int P2 = 3479;
    static final TransportAddress SERVER = new TransportAddress(A1, P1);

    /** One datagram on its way. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Packet(TransportAddress from, TransportAddress to, byte[] bytes) {}

    private record Arrival(long at, long order, Packet packet) {}

    /** A machine with one core, as its driver sees it. */
    private static final class Machine<E> {
        final Paths paths = new Paths(256);
        final Map<Integer, TransportAddress> sockets = new HashMap<>();
        final List<E> events = new ArrayList<>();
        @Nullable ProtocolCore<E> core;
        int nextSocket = 1;
        int nextPort = 50_001;

        ProtocolCore<E> core() {
            if (core == null) {
                throw new IllegalStateException("no core yet");
            }
            return core;
        }
    }

    private final Machine<StunServerEvent> server = new Machine<>();
    private final Machine<NatDiscoveryEvent> client = new Machine<>();
    @Nullable ScriptedNat nat;
    Predicate<Packet> lost = packet -> false;
    long delay = 20 * MILLIS;
    long now = 1_000 * MILLIS;
    int packets;
    private long order;
    private final PriorityQueue<Arrival> arrivals =
            new PriorityQueue<>((a, b) ->
                    a.at != b.at ? Long.compare(a.at, b.at) : Long.compare(a.order, b.order));
    private final TransmitSlot slot = new TransmitSlot(new byte[4096]);

    static ScriptedNetwork twoAddresses() {
        return new ScriptedNetwork(A2, P2);
    }

    static ScriptedNetwork oneAddress() {
        return new ScriptedNetwork(null, P2);
    }

    static ScriptedNetwork plain() {
        return new ScriptedNetwork(null, 0);
    }

    /** A server that calls this its second address. */
    static ScriptedNetwork namingItself(IpAddress second) {
        return new ScriptedNetwork(second, P2);
    }

    private ScriptedNetwork(@Nullable IpAddress second, int otherPort) {
        server.core = new StunServer(server.paths, A1, second, P1, otherPort);
        drain(server);
        assertThat(server.events).hasSize(1).first().isInstanceOf(StunServerEvent.Listening.class);
    }

    ScriptedNetwork behind(ScriptedNat nat) {
        this.nat = nat;
        return this;
    }

    ScriptedNetwork losing(double share, long seed) {
        RandomSource random = RandomSource.seeded(seed);
        lost = packet -> random.nextInt(1000) < share * 1000;
        return this;
    }

    NatReport discover() {
        return discover(new NatDiscoveryOptions(SERVER, INSIDE));
    }

    /** Runs one discovery to its end. */
    NatReport discover(NatDiscoveryOptions options) {
        NatDiscovery discovery = new NatDiscovery(client.paths, RandomSource.seeded(11), options);
        client.core = discovery;
        discovery.start(now);
        drain(client);
        for (int step = 0; step < 100_000; step++) {
            long timeout = discovery.nextTimeout();
            Arrival next = arrivals.peek();
            if (next == null && timeout == Deadlines.NONE) {
                break;
            }
            if (next != null && next.at <= timeout) {
                arrivals.remove();
                now = next.at;
                arrive(next.packet);
            } else {
                assertThat(timeout).as("time moves on").isGreaterThanOrEqualTo(now);
                now = timeout;
                discovery.onTimeout(now);
                drain(client);
                assertThat(discovery.nextTimeout()).as("time moves on").isGreaterThan(now);
            }
        }
        assertThat(client.events).isNotEmpty();
        NatDiscoveryEvent last = client.events.getLast();
        assertThat(last).isInstanceOf(NatDiscoveryEvent.Finished.class);
        assertThat(client.sockets).as("sockets left open").isEmpty();
        assertThat(client.paths.size()).as("paths left retained").isZero();
        return last.report();
    }

    List<NatDiscoveryEvent> events() {
        return client.events;
    }

    private void arrive(Packet packet) {
        packets++;
        if (lost.test(packet)) {
            return;
        }
        if (server.sockets.containsValue(packet.to)) {
            deliver(server, packet);
        } else if (client.sockets.containsValue(packet.to)) {
            deliver(client, packet);
        }
    }

    private <E> void deliver(Machine<E> machine, Packet packet) {
        int socket =
                machine.sockets.entrySet().stream()
                        .filter(entry -> entry.getValue().equals(packet.to))
                        .findFirst()
                        .orElseThrow()
                        .getKey();
        int path = machine.paths.intern(socket, packet.from, Transport.UDP);
        machine.core().receive(now, path, packet.bytes.clone(), 0, packet.bytes.length);
        drain(machine);
    }

    private <E> void drain(Machine<E> machine) {
        ProtocolCore<E> core = machine.core();
        for (boolean more = true; more; ) {
            more = false;
            for (int length; (length = core.pollTransmit(now, slot)) > 0; more = true) {
                TransportAddress from = machine.sockets.get(machine.paths.socket(slot.path));
                if (from != null) {
                    byte[] bytes = new byte[length];
                    System.arraycopy(slot.buf, slot.off, bytes, 0, length);
                    send(new Packet(from, machine.paths.remote(slot.path), bytes));
                }
            }
            for (SocketCommand command; (command = core.pollCommand()) != null; more = true) {
                perform(machine, command);
            }
            for (E event; (event = core.pollEvent()) != null; more = true) {
                machine.events.add(event);
            }
        }
        machine.paths.sweep();
    }

    private <E> void perform(Machine<E> machine, SocketCommand command) {
        switch (command) {
            case SocketCommand.OpenUdp(int request, TransportAddress wanted, boolean _) -> {
                int socket = machine.nextSocket++;
                TransportAddress local =
                        wanted.port() != 0
                                ? wanted
                                : new TransportAddress(wanted.ip(), machine.nextPort += 7);
                machine.sockets.put(socket, local);
                machine.core().onResult(now, new SocketResult.Opened(request, socket, local));
            }
            case SocketCommand.CloseSocket(int socket) -> machine.sockets.remove(socket);
            case SocketCommand.ClosePath _, SocketCommand.StreamCommand _ ->
                    throw new IllegalStateException("no streams");
        }
    }

    /** Through the NAT, whichever way. */
    private void send(Packet packet) {
        Packet routed = packet;
        if (nat != null && packet.from.ip().equals(INSIDE)) {
            TransportAddress outside = nat.out(now, packet.from, packet.to);
            if (packet.to.ip().equals(ScriptedNat.OUTSIDE)) {
                routed = hairpin(nat, packet, outside);
            } else {
                routed = new Packet(outside, packet.to, packet.bytes);
            }
        } else if (nat != null) {
            TransportAddress inside = nat.in(now, packet.from, packet.to);
            routed = inside == null ? null : new Packet(packet.from, inside, packet.bytes);
        }
        if (routed != null) {
            arrivals.add(new Arrival(now + delay, order++, routed));
        }
    }

    private @Nullable Packet hairpin(ScriptedNat nat, Packet packet, TransportAddress outside) {
        TransportAddress inside = nat.in(now, outside, packet.to);
        return switch (nat.hairpinning) {
            case EXTERNAL_SOURCE ->
                    inside == null ? null : new Packet(outside, inside, packet.bytes);
            case INTERNAL_SOURCE ->
                    inside == null ? null : new Packet(packet.from, inside, packet.bytes);
            case NO, UNKNOWN -> null;
        };
    }
}
