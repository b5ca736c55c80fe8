package dev.parley.turn;

import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which core of this process holds the live relay at a port. Shared by all {@link Shard}s of a
 * server; safe for several threads, and read without a lock.
 */
public final class RelayDirectory {
    /** For a core that is alone and knows all relays itself. */
    static final RelayDirectory NONE = new RelayDirectory(List.of());

    static final int NOBODY = 0;

    private final List<AtomicIntegerArray> byAddress;

    private RelayDirectory(List<AtomicIntegerArray> byAddress) {
        this.byAddress = byAddress;
    }

    /** A directory for all cores that have this configuration. */
    public static RelayDirectory of(TurnServerConfig config) {
        int size = config.relayPorts().size();
        return new RelayDirectory(
                Stream.generate(() -> new AtomicIntegerArray(size))
                        .limit(config.relayAddresses().size())
                        .toList());
    }

    /** The ports of a relay address, by its place in the configuration; null in {@link #NONE}. */
    @Nullable AtomicIntegerArray of(int address) {
        return byAddress.isEmpty() ? null : byAddress.get(address);
    }

    /** What stands for a live relay of a core. */
    static int entry(int shard, boolean tcp) {
        return (shard + 1) << 1 | (tcp ? 1 : 0);
    }

    /** The core of a live relay of that kind, or -1. */
    static int shardOf(int entry, boolean tcp) {
        return entry != NOBODY && (entry & 1) == (tcp ? 1 : 0) ? (entry >>> 1) - 1 : -1;
    }
}
