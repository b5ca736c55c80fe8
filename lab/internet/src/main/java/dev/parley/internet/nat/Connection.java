package dev.parley.internet.nat;

import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import dev.parley.internet.Packet;
import dev.parley.internet.Protocol;
import dev.parley.internet.TableRow;
import org.jspecify.annotations.Nullable;

/**
 * A row of Linux's connection tracking: the tuple of the first packet, and the one that answers to
 * it have. For ICMP both ports are the identifier.
 */
final class Connection extends Row {
    final Protocol protocol;
    final long sourceLow;
    final int sourcePort;
    final long destinationLow;
    final int destinationPort;

    /** What stands for the source outside; 0 where nothing is translated. */
    long outsideLow;

    int outsidePort;
    boolean replied;
    long streamsFrom; // UDP: answered and used after that time, it lives longer
    LinuxTcp tcp = LinuxTcp.NONE;
    @Nullable Connection older; // of the same source
    @Nullable Connection newer;

    Connection(Packet first) {
        protocol = first.protocol;
        sourceLow = first.srcLow;
        sourcePort = first.srcPort;
        destinationLow = first.dstLow;
        destinationPort = first.dstPort;
    }

    boolean isTranslated() {
        return outsideLow != 0;
    }

    /** Whether the packet goes the way of the first one, where it came from. */
    boolean isOriginal(Packet packet) {
        return packet.srcLow == sourceLow
                && packet.dstLow == destinationLow
                && packet.srcPort == sourcePort
                && packet.dstPort == destinationPort;
    }

    @Override
    TableRow image() {
        TransportAddress source = new TransportAddress(IpAddress.v4((int) sourceLow), sourcePort);
        TransportAddress destination =
                new TransportAddress(IpAddress.v4((int) destinationLow), destinationPort);
        if (!isTranslated()) { // to the gateway itself
            return new TableRow(
                    id, TableRow.Kind.CONNECTION, protocol, destination, null, source, expiresAt);
        }
        return new TableRow(
                id,
                TableRow.Kind.CONNECTION,
                protocol,
                source,
                new TransportAddress(IpAddress.v4((int) outsideLow), outsidePort),
                destination,
                expiresAt);
    }
}
