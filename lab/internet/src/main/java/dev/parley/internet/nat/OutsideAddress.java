package dev.parley.internet.nat;

import dev.parley.core.IpAddress;
import dev.parley.internet.Protocol;
import dev.parley.internet.topology.NatBehaviour.PortAssignment;
import org.jspecify.annotations.Nullable;

/** An outside address that a NAT lends out, with its ports. IPv4. */
final class OutsideAddress {
    /** In a block: RFC 7422 leaves the number open, carriers take 64 and more. */
    static final int BLOCK = 64;

    private static final int FIRST_BLOCK = 1024;

    /** The address as {@link IpAddress#low}. */
    long low;

    private final boolean contiguous;
    private final PortPool[] pools = new PortPool[Protocol.values().length];
    private @Nullable BitTree blocks;

    OutsideAddress(IpAddress address, PortAssignment assignment) {
        low = address.low();
        contiguous = assignment == PortAssignment.CONTIGUOUS;
        clear();
    }

    PortPool ports(Protocol protocol) {
        return pools[protocol.ordinal()];
    }

    /** The first port of a block that is nobody's, or {@link PortPool#NONE}. */
    int takeBlock() {
        BitTree taken = blocks;
        if (taken == null) {
            taken = new BitTree((65_536 - FIRST_BLOCK) / BLOCK);
            blocks = taken;
        }
        int block = taken.nextMissing(0);
        if (block < 0) {
            return PortPool.NONE;
        }
        taken.add(block);
        return FIRST_BLOCK + block * BLOCK;
    }

    void releaseBlock(int firstPort) {
        BitTree taken = blocks;
        if (taken != null) {
            taken.remove((firstPort - FIRST_BLOCK) / BLOCK);
        }
    }

    void clear() {
        for (int i = 0; i < pools.length; i++) {
            pools[i] = new PortPool(contiguous);
        }
        blocks = null;
    }

    IpAddress ip() {
        return IpAddress.v4((int) low);
    }
}
