package dev.parley.signal;

import dev.parley.core.Deadlines;
import dev.parley.core.IpAddress;
import dev.parley.core.IpPrefix;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What each network asks of the server. A network is one IPv4 address or one IPv6 /56, which is
 * what a household gets. An entry lasts while it has connections or has used up part of its joins.
 */
final class Prefixes {
    private static final int IPV6_LENGTH = 56;

    /** Joins are counted in quarters, so that a resume can cost less than a join. */
    static final int JOIN_TOKENS = 4;

    static final int RESUME_TOKENS = 1;
    static final int WRONG_TOKENS = 40;

    private final SignalLimits limits;
    private final Rate joins;
    private final Timers timers;
    private final Map<IpAddress, Entry> entries = new HashMap<>();
    private @Nullable Entry overflow; // shared by all networks that find the table full

    /** One network, or the rest of them. */
    final class Entry {
        private final @Nullable IpAddress network;
        private final TokenBucket bucket;
        private final int timer;
        private int connections;

        private Entry(@Nullable IpAddress network, long now) {
            this.network = network;
            bucket = new TokenBucket(joins, now);
            timer = timers.open(this::settle);
        }

        boolean takeJoin(long now, int tokens) {
            return bucket.take(now, tokens);
        }

        /** Punishes a wrong guess, on top of what was taken. */
        void chargeWrong(long now) {
            bucket.charge(now, WRONG_TOKENS);
        }

        long joinNanosAway(long now) {
            return bucket.nanosUntil(now, JOIN_TOKENS);
        }

        void disconnected(long now) {
            connections--;
            settle(now);
        }

        /** Forgets this entry once there is nothing to remember. */
        private void settle(long now) {
            if (connections > 0 || network == null) {
                timers.set(timer, Deadlines.NONE);
            } else if (bucket.isFull(now)) {
                entries.remove(network);
                timers.close(timer);
            } else {
                timers.set(timer, bucket.fullAt());
            }
        }
    }

    Prefixes(SignalLimits limits, Timers timers) {
        this.limits = limits;
        this.timers = timers;
        joins =
                new Rate(
                        limits.joins().burst() * JOIN_TOKENS,
                        limits.joins().perSecond() * JOIN_TOKENS);
    }

    /** Counts a connection; null when its network has too many. */
    @Nullable Entry connected(long now, IpAddress remote) {
        IpAddress address = remote.unmapped();
        IpAddress network = address.v6() ? IpPrefix.mask(address, IPV6_LENGTH) : address;
        Entry entry = entries.get(network);
        if (entry == null) {
            entry = make(now, network);
        }
        if (entry.connections >= limits.connectionsPerPrefix()) {
            return null;
        }
        entry.connections++;
        return entry;
    }

    private Entry make(long now, IpAddress network) {
        if (entries.size() < limits.prefixes()) {
            Entry entry = new Entry(network, now);
            entries.put(network, entry);
            return entry;
        }
        if (overflow == null) {
            overflow = new Entry(null, now);
        }
        return overflow;
    }

    int size() {
        return entries.size();
    }
}
