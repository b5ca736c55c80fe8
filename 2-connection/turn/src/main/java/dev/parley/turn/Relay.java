package dev.parley.turn;

import dev.parley.core.TransportAddress;

/** A relay socket of an allocation; an allocation has one for each family that it asked for. */
final class Relay implements Expiring {
    final Allocation allocation;
    final RelayPorts ports;
    final int port;
    final int socket;

    /** What clients are told and peers see. */
    final TransportAddress external;

    final PermissionTable permissions = new PermissionTable();
    int timer;
    long expiresAt;

    Relay(Allocation allocation, RelayPorts ports, int port, int socket) {
        this.allocation = allocation;
        this.ports = ports;
        this.port = port;
        this.socket = socket;
        this.external = new TransportAddress(ports.address.external(), port);
    }

    boolean v6() {
        return external.ip().v6();
    }
}
