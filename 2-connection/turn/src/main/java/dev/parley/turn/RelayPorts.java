package dev.parley.turn;

import dev.parley.core.AddressHash;
import dev.parley.core.RandomSource;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * The relay ports of one address: which are taken, and which relay holds each. A port is taken from
 * the moment a socket is asked for until that socket was told to close.
 */
final class RelayPorts {
    /** How often a free port is looked for by chance before the range is searched. */
    private static final int RANDOM_TRIES = 16;

    final RelayAddress address;

    /** There when all relays have the same port. */
    final @Nullable SharedPort shared;

    /** The place of the address in the configuration. */
    final int number;

    final AddressHash hash;

    private final Shard shard;
    private final PortRange whole;
    private final PortRange range; // of this shard
    private final @Nullable AtomicIntegerArray directory;
    private final BitSet taken = new BitSet();
    private final @Nullable Relay[] live;

    RelayPorts(RelayAddress address, PortRange whole) {
        this(address, 0, whole, Shard.ALONE, new AddressHash(1));
    }

    /**
     * The ports of one address that a core may use.
     *
     * @param hash with a secret, for tables that go by addresses of peers
     */
    RelayPorts(RelayAddress address, int number, PortRange whole, Shard shard, AddressHash hash) {
        this.address = address;
        this.hash = hash;
        this.number = number;
        this.shard = shard;
        this.whole = whole;
        range = whole.part(shard.number(), shard.count());
        directory = shard.relays().of(number);
        shared = whole.isSingle() ? new SharedPort(whole.min(), hash) : null;
        this.live = new @Nullable Relay[range.size()];
    }

    /**
     * Takes a port that is hard to guess (RFC 6056).
     *
     * @return the port, with the one above for {@link PortWish#EVEN_AND_NEXT}; -1 when none is free
     */
    int take(RandomSource random, PortWish wish) {
        for (int i = 0; i < RANDOM_TRIES; i++) {
            int port = range.min() + random.nextInt(range.size());
            if (wish != PortWish.ANY) {
                port &= ~1;
            }
            if (fits(port, wish)) {
                return mark(port, wish);
            }
        }
        int start = random.nextInt(range.size());
        for (int i = 0; i < range.size(); i++) {
            int port = range.min() + (start + i) % range.size();
            if (fits(port, wish)) {
                return mark(port, wish);
            }
        }
        return -1;
    }

    private boolean fits(int port, PortWish wish) {
        return switch (wish) {
            case ANY -> isFree(port);
            case EVEN -> (port & 1) == 0 && isFree(port);
            case EVEN_AND_NEXT -> (port & 1) == 0 && isFree(port) && isFree(port + 1);
        };
    }

    private boolean isFree(int port) {
        return range.contains(port) && !taken.get(port);
    }

    private int mark(int port, PortWish wish) {
        taken.set(port);
        if (wish == PortWish.EVEN_AND_NEXT) {
            taken.set(port + 1);
        }
        return port;
    }

    /** Gives a port back that no socket of ours holds any more. */
    void release(int port) {
        taken.clear(port);
    }

    void hold(Relay relay) {
        live[relay.port - range.min()] = relay;
        publish(relay.port, RelayDirectory.entry(shard.number(), relay.allocation.tcp));
    }

    void drop(Relay relay) {
        live[relay.port - range.min()] = null;
        publish(relay.port, RelayDirectory.NOBODY);
    }

    private void publish(int port, int entry) {
        if (directory != null) {
            directory.set(port - whole.min(), entry);
        }
    }

    /** The other shard that holds the live relay of that kind at that port, or -1. */
    int shardAt(int port, boolean tcp) {
        return directory == null || !whole.contains(port)
                ? -1
                : RelayDirectory.shardOf(directory.get(port - whole.min()), tcp);
    }

    /** The live relay at that port, or null. */
    @Nullable Relay at(int port) {
        return range.contains(port) ? live[port - range.min()] : null;
    }

    /** Whether relays may have this port, in this shard or another. */
    boolean covers(int port) {
        return whole.contains(port);
    }

    /** Whether a further relay may find a port here. */
    boolean hasRoom() {
        return shared != null || taken.cardinality() < range.size();
    }

    int takenCount() {
        return taken.cardinality();
    }
}
