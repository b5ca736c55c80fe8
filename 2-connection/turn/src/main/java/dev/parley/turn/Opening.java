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

        /** Of the address that is tried now. */
        RelayPorts ports;

        /** All whose turn it was, that one included. */
        final List<RelayPorts> tried = new ArrayList<>(1);

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
            tried.add(ports);
        }

        /** Goes on with the ports of another address. */
        void turnTo(RelayPorts next) {
            ports = next;
            tried.add(next);
            attempts = 0;
        }

        boolean isOpen() {
            return socket != NONE;
        }
    }
}
