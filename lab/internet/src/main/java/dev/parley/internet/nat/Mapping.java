package dev.parley.internet.nat;

import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import dev.parley.internet.Packet;
import dev.parley.internet.Protocol;
import dev.parley.internet.TableRow;
import org.jspecify.annotations.Nullable;

/**
 * That an inside endpoint is known outside by another one, to everybody or to some remote end (RFC
 * 4787 section 4.1); an entry of the binding information base of RFC 6146.
 */
final class Mapping extends Owner {
    /** The remote address and port it holds for; 0 where it does not depend on them. */
    final long remoteLow;

    final int remotePort;
    final boolean dependent;
    final OutsideAddress address;
    final int outsidePort;
    final @Nullable Machine machine;

    /**
     * @param packet the one from inside that it is made for
     */
    Mapping(
            Packet packet,
            boolean v6,
            long number,
            boolean dependent,
            long remoteLow,
            int remotePort,
            OutsideAddress address,
            int outsidePort,
            @Nullable Machine machine) {
        super(packet.protocol, v6, packet.srcHigh, packet.srcLow, packet.srcPort, number);
        this.dependent = dependent;
        this.remoteLow = remoteLow;
        this.remotePort = remotePort;
        this.address = address;
        this.outsidePort = outsidePort;
        this.machine = machine;
    }

    /** Whether packets to that remote end leave by it. */
    boolean isTowards(long low, int port) {
        return !dependent
                || (remoteLow == low
                        && (remotePort == 0 || remotePort == port || protocol == Protocol.ICMP));
    }

    @Override
    TransportAddress outside() {
        return new TransportAddress(address.ip(), outsidePort);
    }

    @Override
    TableRow image() {
        return new TableRow(
                id,
                TableRow.Kind.MAPPING,
                protocol,
                inside(),
                outside(),
                dependent ? new TransportAddress(IpAddress.v4((int) remoteLow), remotePort) : null,
                expiresAt);
    }
}
