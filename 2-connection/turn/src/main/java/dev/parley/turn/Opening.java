package dev.parley.turn;

import java.util.ArrayList;
import java.util.List;

/** An allocation that waits for its sockets. */
final class Opening {
    final Allocation allocation;
    final List<Leg> legs = new ArrayList<>(2);
    int pending;

    Opening(Allocation allocation) {
        this.allocation = allocation;
    }

    /** One socket of it, or two with the port above reserved. */
    static final class Leg {
        static final int NONE = -1;

        final Opening opening;
        final RelayPorts ports;
        final PortWish wish;
        int attempts;
        int port = NONE;
        int socket = NONE;
        int nextSocket = NONE;

        /** Ports that somebody else holds; kept so that they are not tried again. */
        final List<Integer> busy = new ArrayList<>(0);

        Leg(Opening opening, RelayPorts ports, PortWish wish) {
            this.opening = opening;
            this.ports = ports;
            this.wish = wish;
        }

        boolean isOpen() {
            return socket != NONE;
        }
    }
}
