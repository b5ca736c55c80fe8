package dev.parley.turn;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All that stands, found by what a packet brings along: a path or a socket. */
final class AllocationTable {
    /** Also those that are being opened; by both of its paths while a client moves. */
    private final PathTable<Allocation> byClientPath = new PathTable<>();

    private final NavigableMap<Long, Allocation> byId = new TreeMap<>();

    /** Those that have a ticket, by its handle. */
    private final Map<Long, Allocation> byTicket = new HashMap<>();

    final IntMap<Relay> relayBySocket = new IntMap<>(64);

    /** But for those to a shared port itself, which several relays may have. */
    final PathTable<Channel> channelByPeerPath = new PathTable<>();

    final Map<Long, Reservation> reservations = new HashMap<>();
    int permissions;
    int channels;

    @Nullable Allocation at(int clientPath) {
        return byClientPath.get(clientPath);
    }

    @Nullable Allocation byId(long id) {
        return byId.get(id);
    }

    @Nullable Allocation byTicket(long handle) {
        return byTicket.get(handle);
    }

    void add(Allocation allocation) {
        byId.put(allocation.id, allocation);
        if (allocation.ticket != null) {
            byTicket.put(allocation.ticket.handle(), allocation);
        }
        add(allocation.clientPath, allocation);
    }

    /** Names a path of the allocation. */
    void add(int path, Allocation allocation) {
        byClientPath.put(path, allocation);
    }

    void remove(int path) {
        byClientPath.remove(path);
    }

    /** Forgets the allocation; its paths are taken out one by one. */
    void remove(Allocation allocation) {
        byId.remove(allocation.id);
        if (allocation.ticket != null) {
            byTicket.remove(allocation.ticket.handle(), allocation);
        }
    }

    /** A copy, to walk while allocations end. */
    List<Allocation> all() {
        return List.copyOf(byId.values());
    }

    /** Those with a larger number, in order. */
    Collection<Allocation> after(long id) {
        return byId.tailMap(id, false).values();
    }

    int size() {
        return byId.size();
    }
}
