package dev.parley.internet;

import dev.parley.core.IpAddress;
import dev.parley.core.RandomSource;
import dev.parley.internet.topology.Topology;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A running network: its nodes, the time, and what is to happen next.
 *
 * <pre>
 *   Internet internet = Internet.of(topology, seed);
 *   internet.host("ana").run(sockets -&gt; new StunClient(sockets.paths(), ...));
 *   internet.run();                    // until nothing is left to happen
 * </pre>
 *
 * <p>One thread. Virtual time begins at 0 and is counted in nanoseconds.
 */
public final class Internet {
    /** A simulation that goes on by itself is ended here: four hours. */
    public static final long MAX_NANOS = 4L * 3600 * 1_000_000_000L;

    private final long seed;
    private final EventQueue queue = new EventQueue();
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Names names;
    private final @Nullable Router core;
    private @Nullable Consumer<NetworkEvent> observer;
    private @Nullable Packet free;
    private long now;
    private long nextPacket = 1;
    private int nextFragmentId = 1;
    private long sent;
    private long delivered;
    private long dropped;

    private Internet(Topology topology, long seed) {
        this.seed = seed;
        names = new Names(topology);
        core = new Wiring(this).build(topology);
    }

    /** Builds the network; nothing runs yet. */
    public static Internet of(Topology topology, long seed) {
        return new Internet(topology, seed);
    }

    /** The machine of that name. */
    public Host host(String name) {
        if (nodes.get(name) instanceof Host host) {
            return host;
        }
        throw new IllegalArgumentException("there is no machine called " + name);
    }

    /** The gateway of the site of that name. */
    public Router gateway(String site) {
        if (nodes.get(site) instanceof Router router && router != core) {
            return router;
        }
        throw new IllegalArgumentException("there is no site called " + site);
    }

    /**
     * The addresses of a machine as a name server tells them to a host, IPv6 first: private ones
     * only in their own network, and made up ones (DNS64) behind a NAT64.
     *
     * @return empty when the name means nothing there
     */
    public List<IpAddress> resolve(Host host, String name) {
        return names.resolve(host.machine(), name);
    }

    /**
     * The address of the proxy that a host must use to connect outside; null when there is none.
     */
    public @Nullable IpAddress proxyOf(Host host) {
        return names.proxy(host.machine());
    }

    /** All nodes, in the order of the topology; the core first. */
    public Collection<Node> nodes() {
        return Collections.unmodifiableCollection(nodes.values());
    }

    void add(Node node) {
        if (nodes.putIfAbsent(node.name(), node) != null) {
            throw new IllegalArgumentException("two things are called " + node.name());
        }
    }

    public long seed() {
        return seed;
    }

    /**
     * A source of randomness for one part of the network: what other parts draw does not change it.
     */
    public RandomSource random(String part) {
        long mixed = seed;
        for (int i = 0; i < part.length(); i++) {
            mixed = (mixed ^ part.charAt(i)) * 0x100000001B3L;
        }
        return RandomSource.seeded(mixed ^ (mixed >>> 29));
    }

    // ---- time

    public long now() {
        return now;
    }

    /** Lets something happen at that time, or now if that has passed. */
    public Timer at(long nanos, Runnable action) {
        Timer timer = new Timer(action);
        queue.add(Math.max(nanos, now), timer);
        return timer;
    }

    /** Lets something happen after that time. */
    public Timer after(long nanos, Runnable action) {
        return at(now + nanos, action);
    }

    /** Lets a packet arrive, whatever else is on its way. */
    void schedule(long time, Nic at, Packet packet) {
        packet.arrivesAt = at;
        queue.add(time, packet);
    }

    /** Lets a packet arrive after all others that are on that wire. */
    void schedule(long time, InFlight wire, Packet packet) {
        long order = queue.nextOrder();
        if (wire.isEmpty()) {
            queue.add(time, order, wire);
        }
        wire.add(time, order, packet);
    }

    /** Lets the next thing happen; false when there is none. */
    public boolean step() {
        long time = queue.nextTime();
        Object next = queue.peek();
        if (next == null) {
            return false;
        }
        if (next instanceof InFlight wire) {
            now = time;
            Packet packet = wire.poll();
            if (wire.isEmpty()) {
                queue.poll();
            } else {
                queue.delayFirst(wire.firstTime(), wire.firstOrder());
            }
            wire.to.node.arrive(time, wire.to, packet);
            return true;
        }
        queue.poll();
        if (next instanceof Timer timer) {
            if (!timer.isCancelled()) {
                now = time; // a cancelled one does not even let time pass
                timer.fire();
            }
            return true;
        }
        now = time;
        Packet packet = (Packet) next;
        Nic nic = packet.arrivesAt;
        if (nic == null) {
            throw new IllegalStateException("a packet without a way");
        }
        packet.arrivesAt = null;
        nic.node.arrive(time, nic, packet);
        return true;
    }

    /**
     * Runs until nothing is left to happen.
     *
     * @throws IllegalStateException when after {@link #MAX_NANOS} something still is
     */
    public void run() {
        while (step()) {
            if (now > MAX_NANOS) {
                throw new IllegalStateException(
                        "still something to do after four hours: use runUntil");
            }
        }
    }

    /** Runs everything that is due by then; then it is that time. */
    public void runUntil(long nanos) {
        while (queue.nextTime() <= nanos) {
            step();
        }
        now = Math.max(now, nanos);
    }

    /**
     * Runs until that is true, and no longer than until {@code nanos}.
     *
     * @return whether it became true
     */
    public boolean runUntil(BooleanSupplier condition, long nanos) {
        while (!condition.getAsBoolean()) {
            if (queue.nextTime() > nanos) {
                now = Math.max(now, nanos);
                return false;
            }
            step();
        }
        return true;
    }

    // ---- watching

    /** Tells everything to {@code observer}, from now on. It slows the network down much. */
    public void observe(Consumer<NetworkEvent> observer) {
        Consumer<NetworkEvent> before = this.observer;
        this.observer = before == null ? observer : before.andThen(observer);
    }

    public boolean isObserved() {
        return observer != null;
    }

    void tell(NetworkEvent event) {
        Consumer<NetworkEvent> watching = observer;
        if (watching != null) {
            watching.accept(event);
        }
    }

    /** Says something into the trace. */
    public void note(String node, String words, @Nullable String topic) {
        if (isObserved()) {
            tell(new NetworkEvent.Noted(now, node, words, topic));
        }
    }

    /** How many packets hosts have sent. */
    public long sent() {
        return sent;
    }

    public long delivered() {
        return delivered;
    }

    public long dropped() {
        return dropped;
    }

    void countSent() {
        sent++;
    }

    void countDelivered() {
        delivered++;
    }

    void countDropped() {
        dropped++;
    }

    // ---- packets

    Packet take() {
        Packet packet = free;
        if (packet == null) {
            packet = new Packet();
        } else {
            free = packet.nextFree;
            packet.nextFree = null;
        }
        packet.clear();
        packet.id = nextPacket++;
        return packet;
    }

    void free(Packet packet) {
        packet.nextFree = free;
        free = packet;
    }

    int nextFragmentId(boolean v6) {
        int id = nextFragmentId++;
        return v6 ? id : id & 0xFFFF;
    }
}
