package dev.parley.fuzz;

import static dev.parley.fuzz.FuzzTarget.check;

import dev.parley.core.TransportAddress;
import dev.parley.turn.Crossing;
import dev.parley.turn.EndReason;
import dev.parley.turn.RelayDirectory;
import dev.parley.turn.Shard;
import dev.parley.turn.TurnLedger;
import dev.parley.turn.TurnServer;
import dev.parley.turn.TurnServerConfig;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.ToIntFunction;

/**
 * The cores of one relay, with sockets of thought between them, and the laws of their books. A
 * client's packets come to one core; what belongs to another one crosses, as between threads.
 */
final class RelayCluster {
    private static final int MOST_WAITING = 4;
    private static final int MOST_GUESTS = 2;

    /** How long a reserved port, and a connection without an allocation, may stay. */
    private static final int LEFTOVERS_SECONDS = 61;

    final List<RelayCore> cores = new ArrayList<>();
    final TurnLedger ledger;
    final TurnServerConfig config;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private final Map<TransportAddress, Integer> streams = new HashMap<>();

    /** Clients whose datagrams belong to another core than they come to. */
    private final Map<TransportAddress, Integer> guests = new HashMap<>();

    RelayCluster(TurnServerConfig config, int count) {
        this.config = config;
        ledger = TurnLedger.of(config);
        RelayDirectory relays = RelayDirectory.of(config);
        for (int i = 0; i < count; i++) {
            Shard shard = count == 1 ? Shard.ALONE : new Shard(i, count, relays, new Way(i));
            cores.add(new RelayCore(config, ledger, shard, i));
        }
    }

    /**
     * A datagram of a client: for the core that has its allocation, else for the one it is hashed
     * to.
     */
    void datagram(TransportAddress client, byte[] bytes) {
        int home = client.port() % cores.size();
        cores.get(guests.getOrDefault(client, home)).datagram(RelayCore.LISTENING, client, bytes);
        settle();
    }

    /** Bytes of a client's connection, which is made when there is none. */
    void stream(TransportAddress client, byte[] bytes) {
        int owner = streams.computeIfAbsent(client, key -> key.port() % cores.size());
        cores.get(owner).stream(client, bytes);
        settle();
    }

    /** The connection ends. */
    void disconnect(TransportAddress client) {
        Integer owner = streams.remove(client);
        if (owner != null) {
            cores.get(owner).disconnect(client);
            settle();
        }
    }

    void advance(long seconds) {
        cores.forEach(core -> core.advance(seconds));
        settle();
    }

    /** Lets everything arrive that is under way between cores. */
    void settle() {
        for (Runnable arrival; (arrival = waiting.poll()) != null; ) {
            arrival.run();
        }
        streams.keySet().removeIf(client -> cores.stream().noneMatch(core -> core.has(client)));
    }

    private int sum(ToIntFunction<TurnServer> figure) {
        return cores.stream().mapToInt(core -> figure.applyAsInt(core.server)).sum();
    }

    int allocations() {
        return sum(TurnServer::allocations);
    }

    long sumOf(java.util.function.ToLongFunction<RelayCore> figure) {
        return cores.stream().mapToLong(figure).sum();
    }

    void checkBooks() {
        int allocations = allocations();
        check(allocations <= config.quotas().allocations(), "no more allocations than may be");
        check(ledger.allocations() >= allocations, "the ledger knows each allocation");
        check(
                ledger.allocations() <= config.quotas().allocations(),
                "the ledger has no more than may be");
        check(
                sum(TurnServer::permissions)
                        <= allocations * config.quotas().permissionsPerAllocation() * 2,
                "no more permissions than may be");
        check(
                sum(TurnServer::channels) <= allocations * config.quotas().channelsPerAllocation(),
                "no more channels than may be");
        cores.forEach(RelayCore::checkBooks);
        guests.forEach((client, owner) ->
                check(cores.get(owner).knows(client), "who was led to a core has something there"));
    }

    /** Ends everything; then nothing may be left. */
    void end() {
        for (RelayCore core : cores) {
            core.server.endAll(core.now, EndReason.SHUTDOWN);
            core.drain();
        }
        settle();
        List.copyOf(streams.keySet()).forEach(this::disconnect);
        advance(LEFTOVERS_SECONDS);
        check(ledger.allocations() == 0, "the ledger is empty at the end");
        check(ledger.connections() == 0, "no connection is counted at the end");
        check(guests.isEmpty(), "nobody is led anywhere at the end");
        cores.forEach(RelayCore::checkEmpty);
    }

    /** From one core to the others. */
    private final class Way implements Crossing {
        private final int from;

        Way(int from) {
            this.from = from;
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
            if (waiting.size() >= MOST_WAITING) {
                return false;
            }
            byte[] copy = Arrays.copyOfRange(buf, off, off + len);
            waiting.add(() -> {
                RelayCore to = cores.get(shard);
                to.server.receiveCrossing(
                        to.now, fromAddress, fromPort, toAddress, toPort, copy, 0, len);
                to.drain();
            });
            return true;
        }

        @Override
        public boolean datagram(int shard, int path, byte[] buf, int off, int len) {
            check(shard != from, "what crosses goes elsewhere");
            TransportAddress client = cores.get(from).paths.remote(path);
            if (guests.size() >= MOST_GUESTS) {
                return false;
            }
            byte[] copy = Arrays.copyOfRange(buf, off, off + len);
            waiting.add(() -> {
                cores.get(shard).datagram(RelayCore.LISTENING, client, copy);
                if (cores.get(shard).knows(client)) {
                    guests.put(client, shard);
                }
            });
            return true;
        }

        @Override
        public void left(int path) {
            TransportAddress client = cores.get(from).paths.remote(path);
            guests.remove(client, from);
        }

        @Override
        public void stream(int shard, int path, byte[] buf, int off, int len) {
            check(shard != from, "what crosses goes elsewhere");
            TransportAddress client = cores.get(from).paths.remote(path);
            byte[] copy = Arrays.copyOfRange(buf, off, off + len);
            cores.get(from).giveAway(client);
            streams.put(client, shard);
            cores.get(shard).connect(client);
            waiting.add(() -> cores.get(shard).stream(client, copy));
        }
    }
}
