package dev.parley.turn;

import dev.parley.core.TransportAddress;
import org.jspecify.annotations.Nullable;

/**
 * A relay of an allocation, with a socket of its own or a share of one; an allocation has one for
 * each family that it asked for.
 */
final class Relay implements Expiring {
    final Allocation allocation;
    final RelayPorts ports;
    final int port;
    final int socket;

    /** What clients are told and peers see. */
    final TransportAddress external;

    /** What of the port is this relay's own; null when all is. */
    final @Nullable RelayShare share;

    final PermissionTable permissions;
    int timer;
    long expiresAt;

    Relay(Allocation allocation, RelayPorts ports, int port, int socket) {
        this.allocation = allocation;
        this.ports = ports;
        this.port = port;
        this.socket = socket;
        this.external = new TransportAddress(ports.address.external(), port);
        this.permissions = new PermissionTable(ports.hash);
        SharedPort shared = ports.shared;
        this.share = shared == null ? null : new RelayShare(shared, this);
    }

    boolean v6() {
        return external.ip().v6();
    }
}
