package dev.parley.siege;

import dev.parley.core.RandomSource;
import dev.parley.core.TransportAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Clients over UDP, TCP and TLS that come and go at random, and everything they do meanwhile. Each
 * burst is waited for, so that what is lost is known.
 */
final class Soak implements AutoCloseable {
    private static final int MOST_CLIENTS = 40;
    private static final int MOST_VANISHED = 20;
    private static final int LONGEST_BURST = 20;
    private static final int ONE_MALFORMED_IN = 100;
    private static final long ARRIVAL_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long RENEWAL_NANOS = TimeUnit.SECONDS.toNanos(120);
    private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final ServerProcess server;
    private final RandomSource random;
    private final SoakPeers peers = new SoakPeers();
    private final Mutants mutants;
    private final List<SoakClient> clients = new ArrayList<>();
    private final List<SoakClient> vanished = new ArrayList<>();
    private final boolean talks;
    private long renewedAt = System.nanoTime();
    private long clientsEver;
    private long sentToPeers;
    private long sentToClients;
    private long goneDataPackets; // received by clients that are gone
    private long goneDataBytes;
    private long missing; // bursts that did not arrive whole in time

    Soak(ServerProcess server, RandomSource random, boolean talks) throws IOException {
        this.server = server;
        this.random = random;
        this.talks = talks;
        mutants = new Mutants(server, peers, random);
    }

    void run(Duration time) throws IOException {
        long began = System.nanoTime();
        long told = began;
        for (long now = began; now - began < time.toNanos(); now = System.nanoTime()) {
            step();
            if (now - told > PROGRESS_NANOS && talks) {
                told = now;
                System.out.println("siege: soak, " + (now - began) / 1_000_000_000 + " s: " + this);
            }
            if (now - renewedAt > RENEWAL_NANOS) {
                renewedAt = now;
                renewAll();
            }
        }
    }

    private void step() throws IOException {
        int what = random.nextInt(100);
        if (clients.isEmpty() || (what < 8 && clients.size() < MOST_CLIENTS)) {
            come();
            return;
        }
        SoakClient client = clients.get(random.nextInt(clients.size()));
        if (what < 14) {
            go(client);
        } else if (what < 17) {
            client.session().refresh();
        } else if (what < 25 || !client.reachesSomebody()) {
            client.permit(peers.any(random));
        } else if (what < 35) {
            client.bind(peers.any(random));
        } else if (what < 70) {
            toPeer(client);
        } else {
            toClient(client);
        }
    }

    private void come() throws IOException {
        TransportAddress from = TransportAddress.parse("127.73." + random.nextInt(250) + ".1:0");
        int kind = random.nextInt(10);
        Line line =
                kind < 6
                        ? new UdpLine(from, server.stun())
                        : kind < 9
                                ? StreamLine.tcp(from, server.stun())
                                : StreamLine.tls(from, server.turns());
        clients.add(new SoakClient(new TurnSession(line, random).allocate(), kind >= 6));
        clientsEver++;
    }

    private void go(SoakClient client) throws IOException {
        clients.remove(client);
        if (random.nextInt(3) == 0 && (client.stream() || vanished.size() < MOST_VANISHED)) {
            if (client.stream()) {
                leave(client);
            } else {
                vanished.add(client); // silent from now on
            }
        } else {
            client.session().release();
            leave(client);
        }
    }

    private void leave(SoakClient client) throws IOException {
        goneDataPackets += client.session().dataPackets();
        goneDataBytes += client.session().dataBytes();
        client.session().close();
    }

    private void toPeer(SoakClient client) throws IOException {
        int count = 1 + random.nextInt(LONGEST_BURST);
        malformed(count);
        peers.take();
        long wanted = peers.packets() + count;
        client.send(count, random);
        sentToPeers += count;
        long began = System.nanoTime();
        while (peers.packets() < wanted && System.nanoTime() - began < ARRIVAL_NANOS) {
            peers.take();
        }
        missing += Math.max(0, wanted - peers.packets());
    }

    private void toClient(SoakClient client) throws IOException {
        int count = 1 + random.nextInt(LONGEST_BURST);
        malformed(count);
        TransportAddress peer = client.anyPeer(random);
        long wanted = client.session().dataPackets() + count;
        for (int i = 0; i < count; i++) {
            peers.send(peer, client.session().relayed(), new byte[1 + random.nextInt(1200)]);
        }
        sentToClients += count;
        long began = System.nanoTime();
        while (client.session().dataPackets() < wanted
                && System.nanoTime() - began < ARRIVAL_NANOS) {
            client.session().look(100);
        }
        missing += Math.max(0, wanted - client.session().dataPackets());
    }

    private void malformed(int messages) throws IOException {
        for (int i = 0; i < messages; i++) {
            if (random.nextInt(ONE_MALFORMED_IN) == 0) {
                mutants.say();
            }
        }
    }

    private void renewAll() throws IOException {
        mutants.renew();
        for (SoakClient client : clients) {
            client.renew();
        }
        for (SoakClient client : vanished) { // who is away for longer has expired, and is no more
            client.session().refresh();
        }
    }

    long sentToPeers() {
        return sentToPeers;
    }

    long sentToClients() {
        return sentToClients;
    }

    long arrivedAtPeers() {
        return peers.packets();
    }

    long bytesAtPeers() {
        return peers.bytes();
    }

    long arrivedAtClients() {
        return goneDataPackets;
    }

    long bytesAtClients() {
        return goneDataBytes;
    }

    long missing() {
        return missing;
    }

    /** Everybody goes, also who had vanished; what was on its way is counted. */
    void end() throws IOException {
        clients.addAll(vanished);
        vanished.clear();
        for (SoakClient client : clients) {
            client.session().release();
            leave(client);
        }
        clients.clear();
        mutants.close();
        peers.take();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d clients of %d ever, %d vanished; %d packets to peers, %d to clients, %d"
                        + " malformed; %d not in time",
                clients.size(),
                clientsEver,
                vanished.size(),
                sentToPeers,
                sentToClients,
                mutants.sent(),
                missing);
    }

    @Override
    public void close() throws IOException {
        for (SoakClient client : clients) {
            client.session().close();
        }
        peers.close();
    }
}
