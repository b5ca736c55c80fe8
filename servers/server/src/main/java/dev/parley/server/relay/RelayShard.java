package dev.parley.server.relay;

import dev.parley.core.Paths;
import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import dev.parley.stun.behaviour.Alternates;
import dev.parley.turn.Crossing;
import dev.parley.turn.RelayDirectory;
import dev.parley.turn.RelayPlane;
import dev.parley.turn.Shard;
import dev.parley.turn.TurnEvent;
import dev.parley.turn.TurnLedger;
import dev.parley.turn.TurnServer;
import dev.parley.udp.DatagramBatch;
import dev.parley.udp.DatagramTap;
import dev.parley.udp.EventLoop;
import dev.parley.udp.SecureRandomSource;
import dev.parley.udp.UdpDriver;
import dev.parley.udp.UdpOptions;
import dev.parley.udp.UdpSocket;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One thread of the relay and everything that it owns: a core, a loop, its sockets and its plane.
 * Clients stay with the shard that the kernel gave them to, but for those that ask for what another
 * shard has: their datagrams are passed on to that one while it has an allocation for them.
 */
final class RelayShard {
    /** Beyond the quotas: streams whose first bytes are on their way, datagrams at hand. */
    private static final int PASSING_PATHS = 1 << 16;

    private static final int MAX_ACCELERATED_FLOWS = 1 << 17;

    /** The most clients whose datagrams one shard passes on. */
    private static final int MAX_PASSED_ON = 1 << 14;

    /** What others have left is answered in pieces, since the core queues a limited number. */
    private static final int FLUSH_EVERY = 32;

    private final int number;
    private final List<RelayShard> all;
    final TurnServer server;
    final EventLoop<TurnEvent> loop;
    private final Paths paths;
    private final @Nullable BatchRelayPlane plane;
    private final Map<TransportAddress, Integer> bound = new LinkedHashMap<>(); // to socket
    private final List<Integer> listeners = new ArrayList<>(); // sockets, by place
    private final Mailbox mailbox = new Mailbox();
    private final Mailbox.Reader reader = new Neighbours();
    private final Runnable readMailbox = this::readMailbox; // made once, not for each burst

    // On the loop's thread.
    private final FlowTable<PassedOn> passedOn = new FlowTable<>();
    private final Map<Mailbox.Remote, Integer> guests = new LinkedHashMap<>(); // from which shard
    private final byte[] scratch = new byte[DatagramBatch.MAX_DATAGRAM_BYTES];
    private int unflushed;

    /** A client of another shard. */
    private record PassedOn(int shard, Mailbox.Remote client) {}

    /**
     * A shard that does not run yet.
     *
     * @param all the shards of the service, complete before any of them runs
     */
    RelayShard(
            RelayConfig config,
            int number,
            TurnLedger ledger,
            RelayDirectory relays,
            List<RelayShard> all,
            UdpDriver driver,
            Consumer<TurnEvent> events) {
        this.number = number;
        this.all = all;
        int count = config.threads();
        SecureRandomSource random = new SecureRandomSource();
        paths = new Paths(config.turn().quotas().paths() + PASSING_PATHS, random.nextLong());
        plane = config.accelerated() ? new BatchRelayPlane(driver, MAX_ACCELERATED_FLOWS) : null;
        server =
                new TurnServer(
                        config.turn(),
                        paths,
                        random,
                        config.clock(),
                        config.nonceKey(),
                        plane == null ? RelayPlane.NONE : plane,
                        ledger,
                        count == 1 ? Shard.ALONE : new Shard(number, count, relays, new Ways()));
        server.watch(config.watch());
        DatagramTap tap = plane == null ? DatagramTap.NONE : plane;
        loop =
                new EventLoop<>(
                        count == 1 ? "parley-relay" : "parley-relay-" + number,
                        driver,
                        paths,
                        server,
                        count == 1 ? tap : passingOn(tap),
                        count == 1 ? events : watchingGuests(events));
        if (plane != null) {
            plane.attach(loop);
        }
        if (config.peerStreams() != null) {
            loop.relayStreamsBy(new PeerSockets(config.peerStreams()));
        }
    }

    /** Opens a listening socket; every shard opens the same ones in the same order. */
    UdpSocket bind(TransportAddress local, UdpOptions options) throws IOException {
        UdpSocket socket = loop.bind(local, options);
        server.listen(socket.id());
        bound.put(socket.local(), socket.id());
        listeners.add(socket.id());
        return socket;
    }

    void discovery(List<DiscoverySquare> squares) {
        List<Integer> served = new ArrayList<>();
        for (DiscoverySquare square : squares) {
            for (Alternates alternates :
                    square.alternates(local -> Objects.requireNonNull(bound.get(local)))) {
                // Several first addresses may share a second one, which then has the first of them.
                if (!served.contains(alternates.own().socket())) {
                    served.add(alternates.own().socket());
                    server.discovery(alternates);
                }
            }
        }
    }

    List<TransportAddress> bound() {
        return List.copyOf(bound.keySet());
    }

    RelayCounters counters() {
        return RelayCounters.of(server, loop.counters(), plane == null ? 0 : plane.flows());
    }

    // ---- to the others

    /** The way of this shard's core to the others. */
    private final class Ways implements Crossing {
        @Override
        public boolean data(
                int shard,
                int fromAddress,
                int fromPort,
                int toAddress,
                int toPort,
                byte[] buf,
                int off,
                int len) {
            RelayShard to = all.get(shard);
            return to.wake(
                    to.mailbox.data(fromAddress, fromPort, toAddress, toPort, buf, off, len));
        }

        @Override
        public void datagram(int shard, int path, byte[] buf, int off, int len) {
            Mailbox.Remote client =
                    new Mailbox.Remote(
                            listeners.indexOf(paths.socket(path)),
                            paths.remoteV6(path),
                            paths.remoteHigh(path),
                            paths.remoteLow(path),
                            paths.remotePort(path));
            pass(shard, client, buf, off, len);
        }

        @Override
        public void stream(int shard, int path, byte[] buf, int off, int len) {
            byte[] unused = new byte[len];
            System.arraycopy(buf, off, unused, 0, len);
            loop.move(path, all.get(shard).loop, unused);
        }
    }

    private void pass(int shard, Mailbox.Remote client, byte[] buf, int off, int len) {
        RelayShard to = all.get(shard);
        to.wake(to.mailbox.datagram(number, client, buf, off, len));
    }

    /** From any thread; returns whether there was room. */
    private boolean wake(Mailbox.Left left) {
        if (left == Mailbox.Left.FIRST) {
            loop.execute(readMailbox);
        }
        return left != Mailbox.Left.NO_ROOM;
    }

    private DatagramTap passingOn(DatagramTap behind) {
        return (now, socket, batch) -> {
            // First, since it may say whose the datagrams of this batch are.
            if (mailbox.isWaiting()) {
                readMailbox();
            }
            if (passedOn.size() > 0) {
                passOn(socket, batch);
            }
            behind.offer(now, socket, batch);
        };
    }

    private void passOn(UdpSocket socket, DatagramBatch batch) {
        for (int i = 0; i < batch.count(); i++) {
            PassedOn client =
                    passedOn.find(
                            socket.id(),
                            batch.v6(i),
                            batch.high(i),
                            batch.low(i),
                            batch.port(i),
                            0);
            if (client != null) {
                batch.memory().read(batch.offset(i), scratch, 0, batch.length(i));
                pass(client.shard, client.client, scratch, 0, batch.length(i));
                batch.take(i);
            }
        }
    }

    // ---- from the others

    private void readMailbox() {
        mailbox.readAll(reader);
        loop.flush();
    }

    /** What other shards left for this one. */
    private final class Neighbours implements Mailbox.Reader {
        @Override
        public void data(
                int fromAddress,
                int fromPort,
                int toAddress,
                int toPort,
                byte[] buf,
                int off,
                int len) {
            server.receiveCrossing(
                    loop.now(), fromAddress, fromPort, toAddress, toPort, buf, off, len);
            flushOften();
        }

        @Override
        public void datagram(int shard, Mailbox.Remote client, byte[] buf, int off, int len) {
            int path = path(client);
            if (path == Paths.NONE) {
                return;
            }
            server.receive(loop.now(), path, buf, off, len);
            // Told before the answer leaves, so that it is known when the client's next one comes.
            if (server.hasAllocation(path) && guests.putIfAbsent(client, shard) == null) {
                RelayShard from = all.get(shard);
                if (!from.wake(from.mailbox.adopt(number, client))) {
                    guests.remove(client);
                }
            }
            flushOften();
        }

        @Override
        public void adopt(int shard, Mailbox.Remote client) {
            int socket = listeners.get(client.listener());
            TransportAddress from = client.address();
            if (passedOn.size() < MAX_PASSED_ON
                    && passedOn.find(
                                    socket,
                                    client.v6(),
                                    client.high(),
                                    client.low(),
                                    client.port(),
                                    0)
                            == null) {
                passedOn.put(socket, from, 0, new PassedOn(shard, client));
            }
        }

        @Override
        public void release(Mailbox.Remote client) {
            int socket = listeners.get(client.listener());
            if (passedOn.find(socket, client.v6(), client.high(), client.low(), client.port(), 0)
                    != null) {
                passedOn.remove(socket, client.address(), 0);
            }
        }
    }

    private int path(Mailbox.Remote client) {
        return paths.intern(
                listeners.get(client.listener()),
                client.v6(),
                client.high(),
                client.low(),
                client.port(),
                Transport.UDP);
    }

    private void flushOften() {
        if (++unflushed >= FLUSH_EVERY) {
            unflushed = 0;
            loop.flush();
        }
    }

    private Consumer<TurnEvent> watchingGuests(Consumer<TurnEvent> events) {
        return event -> {
            boolean left =
                    event instanceof TurnEvent.AllocationEnded
                            || event instanceof TurnEvent.AllocationMoved;
            if (left && !guests.isEmpty()) {
                releaseGuests();
            }
            events.accept(event);
        };
    }

    /** Lets those go whose allocation has ended. */
    private void releaseGuests() {
        guests.entrySet()
                .removeIf(guest -> {
                    Mailbox.Remote client = guest.getKey();
                    int path =
                            paths.find(
                                    listeners.get(client.listener()),
                                    client.v6(),
                                    client.high(),
                                    client.low(),
                                    client.port(),
                                    Transport.UDP);
                    if (path != Paths.NONE && server.hasAllocation(path)) {
                        return false;
                    }
                    RelayShard from = all.get(guest.getValue());
                    // Without room it is told with the next that leaves.
                    return from.wake(from.mailbox.release(client));
                });
    }
}
