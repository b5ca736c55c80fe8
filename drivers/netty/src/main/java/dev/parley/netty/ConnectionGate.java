package dev.parley.netty;

import dev.parley.core.IpAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts who is inside. One IPv6 customer owns a whole /64, so that is what counts as one. */
final class ConnectionGate {
    private final ConnectionLimits limits;
    private final AtomicInteger inside = new AtomicInteger();
    private final ConcurrentMap<IpAddress, Integer> byAddress = new ConcurrentHashMap<>();

    ConnectionGate(ConnectionLimits limits) {
        this.limits = limits;
    }

    /** Lets one more in, or not. */
    boolean enter(IpAddress remote) {
        if (!enter()) {
            return false;
        }
        if (!enterOf(remote)) {
            leave();
            return false;
        }
        return true;
    }

    /** Once for each {@link #enter(IpAddress)} that was granted. */
    void leave(IpAddress remote) {
        leaveOf(remote);
        leave();
    }

    /** Lets one in of which nobody knows yet whose it is. */
    boolean enter() {
        if (inside.incrementAndGet() > limits.total()) {
            inside.decrementAndGet();
            return false;
        }
        return true;
    }

    /** Once for each {@link #enter()} that was granted. */
    void leave() {
        inside.decrementAndGet();
    }

    /** Counts one that is inside for its address, or not. */
    boolean enterOf(IpAddress remote) {
        if (byAddress.merge(key(remote), 1, Integer::sum) > limits.perAddress()) {
            leaveOf(remote);
            return false;
        }
        return true;
    }

    /** Once for each {@link #enterOf} that was granted. */
    void leaveOf(IpAddress remote) {
        byAddress.computeIfPresent(key(remote), (_, count) -> count > 1 ? count - 1 : null);
    }

    int inside() {
        return inside.get();
    }

    /** How many addresses are remembered. */
    int addresses() {
        return byAddress.size();
    }

    private static IpAddress key(IpAddress remote) {
        IpAddress plain = remote.unmapped();
        return plain.v6() ? IpAddress.v6(plain.high(), 0) : plain;
    }
}
