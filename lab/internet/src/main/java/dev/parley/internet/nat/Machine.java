package dev.parley.internet.nat;

import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import dev.parley.internet.Protocol;
import dev.parley.internet.TableRow;

/**
 * An inside machine that has mappings, where the NAT keeps something for it: the outside address
 * that it is paired with, and perhaps a block of ports, which is the row.
 */
final class Machine extends Row {
    final boolean v6;
    final long high;
    final long low;
    final OutsideAddress outside;
    int mappings;
    int block = PortPool.NONE; // its first port

    Machine(boolean v6, long high, long low, OutsideAddress outside) {
        this.v6 = v6;
        this.high = high;
        this.low = low;
        this.outside = outside;
    }

    @Override
    TableRow image() {
        IpAddress inside = new IpAddress(v6, high, low);
        return new TableRow(
                id,
                TableRow.Kind.BLOCK,
                Protocol.UDP,
                new TransportAddress(inside, block),
                new TransportAddress(outside.ip(), block + OutsideAddress.BLOCK - 1),
                null,
                expiresAt);
    }
}
