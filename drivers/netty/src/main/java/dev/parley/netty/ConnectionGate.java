package dev.parley.netty;

import dev.parley.core.IpAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * Counts who is inside, and makes room for who comes, see {@link Place}: else a few connections on
 * which nothing is ever said would lock everybody out. One IPv6 customer owns a whole /64, so that
 * is what counts as one. Safe for any thread.
 */
final class ConnectionGate {
    private static final Comparator<Guest> FIRST_TO_GO =
            Comparator.comparing((Guest guest) -> guest.standing)
                    .thenComparingLong(guest -> guest.since);

    private final ConnectionLimits limits;
    private final SequencedSet<Guest> strangers = new LinkedHashSet<>(); // the oldest first
    private final SequencedSet<Guest> idle = new LinkedHashSet<>();
    private final Map<IpAddress, List<Guest>> networks = new HashMap<>();
    private int inside;
    private long changes;

    ConnectionGate(ConnectionLimits limits) {
        this.limits = limits;
    }

    private enum Standing {
        STRANGER,
        IDLE,
        KEPT,
        GONE
    }

    /** One connection inside. Its fields are guarded by the gate. */
    final class Guest implements Place {
        private final Runnable end;
        private @Nullable IpAddress network;
        private Standing standing = Standing.KEPT;
        private long since;

        private Guest(Runnable end) {
            this.end = end;
        }

        @Override
        public void stranger() {
            become(this, Standing.STRANGER);
        }

        @Override
        public void idle() {
            become(this, Standing.IDLE);
        }

        @Override
        public void keep() {
            become(this, Standing.KEPT);
        }

        /** Counts it for an address as well, or not; once, for who came without one. */
        boolean countFor(IpAddress remote) {
            return ConnectionGate.this.countFor(this, key(remote));
        }

        /** It is closed. Calling it again does nothing. */
        void leave() {
            become(this, Standing.GONE);
        }
    }

    /**
     * Lets one more in.
     *
     * @param end closes it when it has to make room for another; on any thread
     * @return null when everybody inside is kept
     */
    @Nullable Guest enter(IpAddress remote, Runnable end) {
        return enter(end, key(remote));
    }

    /** The same for one of which nobody knows yet whose it is. */
    @Nullable Guest enter(Runnable end) {
        return enter(end, null);
    }

    private @Nullable Guest enter(Runnable end, @Nullable IpAddress network) {
        Guest guest = new Guest(end);
        Guest displaced = null;
        synchronized (this) {
            boolean crowded = network != null && isCrowded(network);
            if (crowded || inside >= limits.total()) {
                displaced = crowded ? firstToGo(network) : firstToGo();
                if (displaced == null) {
                    return null;
                }
                become(displaced, Standing.GONE);
            }
            inside++;
            become(guest, Standing.STRANGER);
            if (network != null) {
                join(guest, network);
            }
        }
        if (displaced != null) {
            displaced.end.run();
        }
        return guest;
    }

    private boolean countFor(Guest guest, IpAddress network) {
        Guest displaced = null;
        synchronized (this) {
            if (guest.standing == Standing.GONE) {
                return false;
            }
            if (isCrowded(network)) {
                displaced = firstToGo(network);
                if (displaced == null) {
                    return false;
                }
                become(displaced, Standing.GONE);
            }
            join(guest, network);
        }
        if (displaced != null) {
            displaced.end.run();
        }
        return true;
    }

    private boolean isCrowded(IpAddress network) {
        return networks.getOrDefault(network, List.of()).size() >= limits.perAddress();
    }

    private @Nullable Guest firstToGo() {
        return !strangers.isEmpty()
                ? strangers.getFirst()
                : idle.isEmpty() ? null : idle.getFirst();
    }

    /** They are few, and looked through only when there are too many of them. */
    private @Nullable Guest firstToGo(@Nullable IpAddress network) {
        return networks.getOrDefault(network, List.of()).stream()
                .filter(guest -> guest.standing != Standing.KEPT)
                .min(FIRST_TO_GO)
                .orElse(null);
    }

    private void join(Guest guest, IpAddress network) {
        guest.network = network;
        networks.computeIfAbsent(network, _ -> new ArrayList<>(1)).add(guest);
    }

    private synchronized void become(Guest guest, Standing standing) {
        if (guest.standing == Standing.GONE) {
            return;
        }
        strangers.remove(guest);
        idle.remove(guest);
        guest.standing = standing;
        guest.since = changes++;
        switch (standing) {
            case STRANGER -> strangers.add(guest);
            case IDLE -> idle.add(guest);
            case KEPT -> {}
            case GONE -> {
                inside--;
                forget(guest);
            }
        }
    }

    private void forget(Guest guest) {
        IpAddress network = guest.network;
        if (network != null) {
            networks.computeIfPresent(
                    network,
                    (_, guests) -> {
                        guests.remove(guest);
                        return guests.isEmpty() ? null : guests;
                    });
        }
    }

    synchronized int inside() {
        return inside;
    }

    /** How many addresses are remembered. */
    synchronized int addresses() {
        return networks.size();
    }

    private static IpAddress key(IpAddress remote) {
        IpAddress plain = remote.unmapped();
        return plain.v6() ? IpAddress.v6(plain.high(), 0) : plain;
    }
}
