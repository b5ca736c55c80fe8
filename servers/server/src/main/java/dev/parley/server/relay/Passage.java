package dev.parley.server.relay;

import dev.parley.core.Paths;
import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import dev.parley.turn.Crossing;
import dev.parley.turn.TurnServer;
import dev.parley.udp.DatagramBatch;
import dev.parley.udp.DatagramTap;
import dev.parley.udp.UdpSocket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What passes between one shard and the others.
 *
 * <pre>
 *   client --> its home, which the kernel chose          its owner, which has its allocation
 *              request for what another one has  ------->  answers
 *              passes on from then on            <-------  adopt
 *              all its datagrams                 ------->  plane or core, as if they came here
 *              keeps them again                  <-------  release
 *   relay  --> data for a relay of another one   ------->  core
 * </pre>
 *
 * <p>On the loop's thread, but for {@link #ring}.
 */
final class Passage implements Crossing, DatagramTap {
    /** The most clients that one shard leads to others. */
    private static final int MAX_LED = 1 << 14;

    /** What others have left is answered in pieces, since the core queues a limited number. */
    private static final int FLUSH_EVERY = 32;

    private final int number;
    private final List<RelayShard> all;
    private final Paths paths;
    private final List<Integer> listeners;
    private final DatagramTap behind;
    private final byte[] scratch = new byte[DatagramBatch.MAX_DATAGRAM_BYTES];
    private final Neighbour[] neighbours; // by number
    private final AtomicBoolean rung = new AtomicBoolean();
    private final Runnable read = this::read; // made once, not for each burst
    private @Nullable RelayShard own;

    private final FlowTable<Led> led = new FlowTable<>(); // those whose home is here
    private @Nullable Guest[] guests = new @Nullable Guest[64]; // by path
    private int serving; // the home of the client whose datagram is being answered
    private int unflushed;
    private long lost;

    /** A client of this home that another shard owns. */
    private record Led(int owner, Mailbox.Remote client) {}

    /** A client of another home that this shard owns. */
    private record Guest(int home, Mailbox.Remote client) {}

    /**
     * @param all the shards, complete before any of them runs
     * @param listeners the listening sockets, by place; the same places in all shards
     * @param behind what sees datagrams before the core does
     */
    Passage(
            int number,
            int count,
            List<RelayShard> all,
            Paths paths,
            List<Integer> listeners,
            DatagramTap behind) {
        this.number = number;
        this.all = all;
        this.paths = paths;
        this.listeners = listeners;
        this.behind = behind;
        serving = number;
        neighbours = new Neighbour[count];
        Arrays.setAll(neighbours, Neighbour::new);
    }

    /** The shard whose passage it is; before it runs. */
    void attach(RelayShard shard) {
        own = shard;
    }

    /** Clients whose datagrams are led to others. */
    int led() {
        return led.size();
    }

    /** Datagrams that did not reach the shard whose they were. */
    long lost() {
        return lost;
    }

    private RelayShard own() {
        RelayShard shard = own;
        if (shard == null) {
            throw new IllegalStateException("nothing passes before it is attached");
        }
        return shard;
    }

    // ---- to the others

    /** What this shard left for another one. */
    private Mailbox mailbox(int shard) {
        return passage(shard).neighbours[number].mailbox;
    }

    private Passage passage(int shard) {
        Passage passage = all.get(shard).passage();
        if (passage == null) {
            throw new IllegalStateException("a shard that is alone");
        }
        return passage;
    }

    /** Tells that there is something to read; from any thread. */
    private void ring() {
        if (rung.compareAndSet(false, true)) {
            own().loop.execute(read);
        }
    }

    private void note(boolean hadRoom) {
        lost += hadRoom ? 0 : 1;
    }

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
        boolean hadRoom =
                mailbox(shard).data(fromAddress, fromPort, toAddress, toPort, buf, off, len);
        passage(shard).ring();
        return hadRoom;
    }

    @Override
    public boolean datagram(int shard, int path, byte[] buf, int off, int len) {
        if (serving == number && led.size() >= MAX_LED) {
            return false;
        }
        Mailbox.Remote client =
                new Mailbox.Remote(
                        listeners.indexOf(paths.socket(path)),
                        paths.remoteV6(path),
                        paths.remoteHigh(path),
                        paths.remoteLow(path),
                        paths.remotePort(path));
        // A guest that has left goes on by its home, not by this shard.
        note(mailbox(shard).request(serving, client, buf, off, len));
        passage(shard).ring();
        return true;
    }

    @Override
    public void stream(int shard, int path, byte[] buf, int off, int len) {
        own().loop.move(path, all.get(shard).loop, Arrays.copyOfRange(buf, off, off + len));
    }

    @Override
    public void left(int path) {
        Guest guest = path < guests.length ? guests[path] : null;
        if (guest != null) {
            guests[path] = null;
            note(mailbox(guest.home).release(guest.client));
            passage(guest.home).ring();
        }
    }

    @Override
    public void offer(long now, UdpSocket socket, DatagramBatch batch) {
        // First, since it may say whose the datagrams of this batch are.
        if (rung.get()) {
            read();
        }
        if (led.size() > 0) {
            lead(socket, batch);
        }
        behind.offer(now, socket, batch);
    }

    private void lead(UdpSocket socket, DatagramBatch batch) {
        long owners = 0; // bits; they are told once the whole batch is there
        for (int i = 0; i < batch.count(); i++) {
            Led client =
                    led.find(
                            socket.id(),
                            batch.v6(i),
                            batch.high(i),
                            batch.low(i),
                            batch.port(i),
                            0);
            if (client != null) {
                note(
                        mailbox(client.owner)
                                .datagram(
                                        number,
                                        client.client,
                                        batch.memory(),
                                        batch.offset(i),
                                        batch.length(i)));
                batch.take(i);
                owners |= 1L << client.owner;
            }
        }
        for (; owners != 0; owners &= owners - 1) {
            passage(Long.numberOfTrailingZeros(owners)).ring();
        }
    }

    // ---- from the others

    private void read() {
        rung.set(false); // before anything is taken: what comes later rings again
        RuntimeException bug = null;
        for (Neighbour neighbour : neighbours) {
            try {
                neighbour.mailbox.readAll(neighbour);
            } catch (RuntimeException e) {
                bug = e; // of one; the others get theirs
            }
        }
        own().loop.flush();
        if (bug != null) {
            throw bug;
        }
    }

    /** Another shard, and what it left for this one. */
    private final class Neighbour implements Mailbox.Reader {
        private final int shard;
        private final Mailbox mailbox = new Mailbox(neighbours.length - 1, scratch);

        Neighbour(int shard) {
            this.shard = shard;
        }

        @Override
        public void data(
                int fromAddress,
                int fromPort,
                int toAddress,
                int toPort,
                byte[] buf,
                int off,
                int len) {
            RelayShard here = own();
            here.server.receiveCrossing(
                    here.loop.now(), fromAddress, fromPort, toAddress, toPort, buf, off, len);
            flushOften();
        }

        @Override
        public void datagrams(int home, int listener, DatagramBatch batch) {
            RelayShard here = own();
            UdpSocket socket = here.loop.socket(listeners.get(listener));
            if (socket != null) {
                behind.offer(here.loop.now(), socket, batch);
            }
            RuntimeException bug = null;
            serving = home;
            for (int i = 0; i < batch.count(); i++) {
                try {
                    if (!batch.isTaken(i)) {
                        datagram(home, listener, batch, i);
                    }
                } catch (RuntimeException e) {
                    bug = e; // of one; the others get theirs
                }
            }
            serving = number;
            if (bug != null) {
                throw bug;
            }
        }

        private void datagram(int home, int listener, DatagramBatch batch, int i) {
            int path =
                    paths.intern(
                            listeners.get(listener),
                            batch.v6(i),
                            batch.high(i),
                            batch.low(i),
                            batch.port(i),
                            Transport.UDP);
            if (path == Paths.NONE) {
                note(false);
                return;
            }
            TurnServer server = own().server;
            batch.memory().read(batch.offset(i), scratch, 0, batch.length(i));
            server.receive(own().loop.now(), path, scratch, 0, batch.length(i));
            // Told before the answer leaves, so that it is known when the client's next one comes.
            if (home != number && server.hasAllocation(path) && !isGuest(path)) {
                welcome(
                        path,
                        new Guest(
                                home,
                                new Mailbox.Remote(
                                        listener,
                                        batch.v6(i),
                                        batch.high(i),
                                        batch.low(i),
                                        batch.port(i))));
            }
            flushOften();
        }

        @Override
        public void adopt(Mailbox.Remote client) {
            Led known = find(client);
            if (known != null && known.owner == shard) {
                return;
            }
            if (known != null) { // that one has let go, and has not been heard yet
                remove(client);
            }
            led.put(listeners.get(client.listener()), client.address(), 0, new Led(shard, client));
        }

        @Override
        public void release(Mailbox.Remote client) {
            Led known = find(client);
            if (known != null && known.owner == shard) {
                remove(client);
            }
        }
    }

    private boolean isGuest(int path) {
        return path < guests.length && guests[path] != null;
    }

    private void welcome(int path, Guest guest) {
        if (path >= guests.length) {
            guests = Arrays.copyOf(guests, Math.max(path + 1, 2 * guests.length));
        }
        boolean told = mailbox(guest.home).adopt(guest.client);
        note(told);
        if (told) { // else with the next datagram that is handed over
            guests[path] = guest;
            passage(guest.home).ring();
        }
    }

    private @Nullable Led find(Mailbox.Remote client) {
        return led.find(
                listeners.get(client.listener()),
                client.v6(),
                client.high(),
                client.low(),
                client.port(),
                0);
    }

    private void remove(Mailbox.Remote client) {
        TransportAddress from = client.address();
        led.remove(listeners.get(client.listener()), from, 0);
    }

    private void flushOften() {
        if (++unflushed >= FLUSH_EVERY) {
            unflushed = 0;
            own().loop.flush();
        }
    }
}
