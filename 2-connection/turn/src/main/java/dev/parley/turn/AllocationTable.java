package dev.parley.turn;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All that stands, found by what a packet brings along: a path or a socket. */
final class AllocationTable {
    /** Also those that are being opened. */
    private final PathTable<Allocation> byClientPath = new PathTable<>();

    private final Map<Long, Allocation> byId = new HashMap<>();
    final IntMap<Relay> relayBySocket = new IntMap<>(64);
    final PathTable<Channel> channelByPeerPath = new PathTable<>();
    final Map<Long, Reservation> reservations = new HashMap<>();
    int permissions;

    @Nullable Allocation at(int clientPath) {
        return byClientPath.get(clientPath);
    }

    @Nullable Allocation byId(long id) {
        return byId.get(id);
    }

    void add(Allocation allocation) {
        byClientPath.put(allocation.clientPath, allocation);
        byId.put(allocation.id, allocation);
    }

    void remove(Allocation allocation) {
        byClientPath.remove(allocation.clientPath);
        byId.remove(allocation.id);
    }

    /** A copy, to walk while allocations end. */
    List<Allocation> all() {
        return List.copyOf(byId.values());
    }

    int size() {
        return byId.size();
    }
}
