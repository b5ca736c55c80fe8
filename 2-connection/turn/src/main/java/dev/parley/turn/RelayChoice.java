package dev.parley.turn;

import dev.parley.core.IpAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which relay address an allocation gets where a family has several: the one that its client sent
 * to, as that way is known to work; else each in turn. One that has no port left is passed over,
 * and one that cannot be bound is made up for by another.
 */
final class RelayChoice {
    private final List<RelayPorts> all;
    private final Map<Integer, RelayPorts> bySocket = new HashMap<>();
    private final Turn v4;
    private final Turn v6;

    private static final class Turn {
        final List<RelayPorts> family;
        int next;

        Turn(List<RelayPorts> all, boolean v6) {
            family = all.stream().filter(ports -> ports.address.bind().v6() == v6).toList();
        }

        @Nullable RelayPorts take() {
            RelayPorts ports = takeBut(List.of());
            // The first tells that it has none.
            return ports == null && !family.isEmpty() ? family.getFirst() : ports;
        }

        @Nullable RelayPorts takeBut(List<RelayPorts> tried) {
            for (int i = 0; i < family.size(); i++) {
                RelayPorts ports = family.get(next);
                next = (next + 1) % family.size();
                if (ports.hasRoom() && !tried.contains(ports)) {
                    return ports;
                }
            }
            return null;
        }
    }

    RelayChoice(OwnAddresses own) {
        all = own.all();
        v4 = new Turn(all, false);
        v6 = new Turn(all, true);
    }

    /** Clients reach that address by the listening socket. */
    void listens(int socket, IpAddress local) {
        for (RelayPorts ports : all) {
            if (ports.address.bind().equals(local)) {
                bySocket.put(socket, ports);
            }
        }
    }

    /** Whether there is an address of that family. */
    boolean has(boolean ofV6) {
        return !(ofV6 ? v6 : v4).family.isEmpty();
    }

    /**
     * The ports of the address for one more relay; null when the family has none.
     *
     * @param socket that the request came by
     */
    @Nullable RelayPorts choose(boolean ofV6, int socket) {
        RelayPorts reached = bySocket.get(socket);
        return reached != null && reached.address.bind().v6() == ofV6 && reached.hasRoom()
                ? reached
                : (ofV6 ? v6 : v4).take();
    }

    /**
     * The ports of another address of the family; null when there is none left that has any.
     *
     * @param tried those in vain, at least one
     */
    @Nullable RelayPorts another(List<RelayPorts> tried) {
        return (tried.getFirst().address.bind().v6() ? v6 : v4).takeBut(tried);
    }
}
