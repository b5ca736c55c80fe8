package dev.parley.internet.nat;

import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import dev.parley.internet.TableRow;
import org.jspecify.annotations.Nullable;

/**
 * That an inside endpoint has to do with a remote one: a permission to send to it, or a TCP
 * connection.
 */
final class Session extends Row {
    final Owner owner;
    final boolean v6;
    final long remoteHigh;
    final long remoteLow;

    /** 0 when it holds for all ports. */
    final int remotePort;

    final boolean connection;
    int tcp; // bits of TcpState
    int connections; // of TCP, that a permission for an address stands on
    @Nullable Session permission; // for the address of this connection
    @Nullable Session previous;
    @Nullable Session next;

    Session(
            Owner owner,
            boolean v6,
            long remoteHigh,
            long remoteLow,
            int remotePort,
            boolean connection) {
        this.owner = owner;
        this.v6 = v6;
        this.remoteHigh = remoteHigh;
        this.remoteLow = remoteLow;
        this.remotePort = remotePort;
        this.connection = connection;
    }

    boolean isFor(long high, long low, int port, boolean connection) {
        return remoteLow == low
                && remotePort == port
                && remoteHigh == high
                && this.connection == connection;
    }

    @Override
    TableRow image() {
        return new TableRow(
                id,
                connection ? TableRow.Kind.CONNECTION : TableRow.Kind.PERMISSION,
                owner.protocol,
                owner.inside(),
                owner.outside(),
                new TransportAddress(new IpAddress(v6, remoteHigh, remoteLow), remotePort),
                expiresAt);
    }
}
