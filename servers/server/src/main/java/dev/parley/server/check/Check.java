package dev.parley.server.check;

import dev.parley.core.IpAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** One check that runs. Written by the relay's thread, read by those of the network. */
final class Check {
    final String id;
    final String token;
    final IpAddress network;
    final IpAddress address;
    final long endsAtNanos;
    private final int most;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Sighting, Seen> seen = new LinkedHashMap<>(); // guarded by lock; so is:
    private int nameless; // of them

    /**
     * How often, and when first.
     *
     * @param epochMillis of the first time
     */
    record Seen(Sighting sighting, long epochMillis, int count) {}

    Check(
            String id,
            String token,
            IpAddress address,
            IpAddress network,
            long endsAtNanos,
            int most) {
        this.id = id;
        this.token = token;
        this.address = address;
        this.network = network;
        this.endsAtNanos = endsAtNanos;
        this.most = most;
    }

    void note(Sighting sighting, long epochMillis) {
        lock.lock();
        try {
            Seen before = seen.get(sighting);
            if (before != null) {
                seen.put(sighting, new Seen(sighting, before.epochMillis(), before.count() + 1));
            } else if (hasRoom(sighting)) {
                seen.put(sighting, new Seen(sighting, epochMillis, 1));
                nameless += sighting.isNameless() ? 1 : 0;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Others behind the same NAT are nameless too: half of the room is for the check's own. */
    private boolean hasRoom(Sighting sighting) {
        return seen.size() < most && !(sighting.isNameless() && nameless >= (most + 1) / 2);
    }

    List<Seen> sightings() {
        lock.lock();
        try {
            return new ArrayList<>(seen.values());
        } finally {
            lock.unlock();
        }
    }
}
