package dev.parley.server.admin;

import dev.parley.core.IpAddress;
import dev.parley.core.IpPrefix;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How many wrong tokens an address may try: ten, and one more every six seconds. Remembers a
 * thousand addresses; who is forgotten begins anew. Safe for any thread.
 */
final class Throttle {
    private static final int BURST = 10;
    private static final long INTERVAL_NANOS = 6_000_000_000L;
    private static final int MOST = 1000;
    private static final int V6_NETWORK = 64;

    private final LongSupplier clock;
    private final Map<IpAddress, Long> fullAt =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<IpAddress, Long> eldest) {
                    return size() > MOST;
                }
            };

    /**
     * @param clock nanoseconds that only grow
     */
    Throttle(LongSupplier clock) {
        this.clock = clock;
    }

    /** Whether a token of that address is looked at. */
    synchronized boolean permits(IpAddress address) {
        return debt(network(address)) + INTERVAL_NANOS <= BURST * INTERVAL_NANOS;
    }

    /** It was wrong. */
    synchronized void wrong(IpAddress address) {
        IpAddress network = network(address);
        fullAt.put(network, clock.getAsLong() + debt(network) + INTERVAL_NANOS);
    }

    private long debt(IpAddress network) {
        Long full = fullAt.get(network);
        return full == null ? 0 : Math.max(0, full - clock.getAsLong());
    }

    private static IpAddress network(IpAddress address) {
        IpAddress plain = address.unmapped();
        return plain.v6() ? IpPrefix.mask(plain, V6_NETWORK) : plain;
    }
}
