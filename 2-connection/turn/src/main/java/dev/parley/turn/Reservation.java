package dev.parley.turn;

import dev.parley.core.IpAddress;

/** The port above an even one, held open for its owner's next Allocate (RFC 8656 section 7.2). */
final class Reservation implements Expiring {
    final long token;
    final RelayPorts ports;
    final int port;
    final int socket;
    final String user;
    final IpAddress clientPrefix;
    int timer;

    Reservation(
            long token,
            RelayPorts ports,
            int port,
            int socket,
            String user,
            IpAddress clientPrefix) {
        this.token = token;
        this.ports = ports;
        this.port = port;
        this.socket = socket;
        this.user = user;
        this.clientPrefix = clientPrefix;
    }
}
