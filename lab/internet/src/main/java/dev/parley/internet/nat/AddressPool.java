package dev.parley.internet.nat;

import dev.parley.core.Deadlines;
import dev.parley.core.IpAddress;
import dev.parley.core.RandomSource;
import dev.parley.internet.NetworkEvent.RemovalReason;
import dev.parley.internet.Packet;
import dev.parley.internet.topology.NatBehaviour;
import dev.parley.internet.topology.NatBehaviour.Pooling;
import dev.parley.internet.topology.NatBehaviour.PortAssignment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outside addresses of a NAT, and which machine gets which: RFC 4787 section 4.1, REQ-2.
 * Machines with blocks of ports are always paired, since the block is of one address.
 */
final class AddressPool {
    private final OutsideAddress[] addresses;
    private final TupleTable<OutsideAddress> byLow = new TupleTable<>();
    private final TupleTable<Machine> machines = new TupleTable<>();
    private final boolean remembers;
    private final boolean blocks;
    private final RandomSource random;
    private final Rows rows;
    private int turn;

    AddressPool(List<IpAddress> outside, NatBehaviour behaviour, RandomSource random, Rows rows) {
        this.random = random;
        this.rows = rows;
        addresses =
                outside.stream()
                        .filter(address -> !address.v6())
                        .map(address -> new OutsideAddress(address, behaviour.ports()))
                        .toArray(OutsideAddress[]::new);
        for (OutsideAddress address : addresses) {
            byLow.put(address.low, 0, 0, 0, 0, address);
        }
        blocks = behaviour.ports() == PortAssignment.BLOCKS;
        remembers = blocks || (behaviour.pooling() == Pooling.PAIRED && addresses.length > 1);
    }

    boolean isEmpty() {
        return addresses.length == 0;
    }

    int size() {
        return addresses.length;
    }

    OutsideAddress get(int index) {
        return addresses[index];
    }

    /** Whether the address, of IPv4, is one of these. */
    boolean contains(long low) {
        return addresses.length == 1 ? addresses[0].low == low : byLow.get(low, 0, 0, 0, 0) != null;
    }

    /** Whether {@link #machine} has to be asked before a machine gets a port. */
    boolean remembers() {
        return remembers;
    }

    int rowsForMachine() {
        return blocks ? 1 : 0;
    }

    /** The index of the address where a new mapping looks first. */
    int first() {
        return addresses.length == 1 ? 0 : random.nextInt(addresses.length);
    }

    /**
     * The machine that sent a packet; a new one is given an outside address by turns, and a block
     * where blocks are given. Null when no block is left.
     */
    @Nullable Machine machine(long now, boolean v6, Packet packet) {
        Machine machine = machines.get(packet.srcHigh, packet.srcLow, 0, 0, 0);
        if (machine != null) {
            return machine;
        }
        machine =
                blocks
                        ? withBlock(now, v6, packet)
                        : new Machine(v6, packet.srcHigh, packet.srcLow, addresses[nextTurn()]);
        if (machine != null) {
            machines.put(packet.srcHigh, packet.srcLow, 0, 0, 0, machine);
        }
        return machine;
    }

    private @Nullable Machine withBlock(long now, boolean v6, Packet packet) {
        for (int i = 0; i < addresses.length; i++) {
            OutsideAddress address = addresses[nextTurn()];
            int block = address.takeBlock();
            if (block != PortPool.NONE) {
                Machine machine = new Machine(v6, packet.srcHigh, packet.srcLow, address);
                machine.block = block;
                rows.addDependent(now, machine, Deadlines.NONE, packet.id);
                return machine;
            }
        }
        return null;
    }

    private int nextTurn() {
        int index = turn;
        turn = turn + 1 == addresses.length ? 0 : turn + 1;
        return index;
    }

    /** Forgets a machine that has no mapping any more. */
    void leave(long now, Machine machine, RemovalReason reason) {
        machines.remove(machine.high, machine.low, 0, 0, 0);
        if (machine.block != PortPool.NONE) {
            machine.outside.releaseBlock(machine.block);
            rows.remove(now, machine, reason);
        }
    }

    /** Forgets all machines and ports; the rows are the caller's business. */
    void clear() {
        machines.clear();
        for (OutsideAddress address : addresses) {
            address.clear();
        }
        turn = 0;
    }

    /** One address becomes another; nothing may be mapped to it. */
    void change(OutsideAddress address, IpAddress to) {
        byLow.remove(address.low, 0, 0, 0, 0);
        address.low = to.low();
        byLow.put(address.low, 0, 0, 0, 0, address);
    }

    @Nullable OutsideAddress find(long low) {
        return byLow.get(low, 0, 0, 0, 0);
    }
}
