package dev.parley.internet.nat;

import dev.parley.core.RandomSource;
import dev.parley.internet.Protocol;
import dev.parley.internet.topology.NatBehaviour.PortAssignment;
import org.jspecify.annotations.Nullable;

/**
 * How a NAT chooses an outside port: RFC 4787 section 4.2. Ports up to 1023 and those above stay
 * among themselves (REQ-3a), except in blocks; identifiers of ICMP are all alike.
 */
final class PortChooser {
    static final int NONE = PortPool.NONE;

    private static final int WELL_KNOWN = 1; // 0 is no port
    private static final int USER = 1024;
    private static final int END = 65_536;

    private final PortAssignment assignment;
    private final RandomSource random;
    private final int[] cursors = new int[2 * Protocol.values().length];

    PortChooser(PortAssignment assignment, RandomSource random) {
        this.assignment = assignment;
        this.random = random;
        clear();
    }

    void clear() {
        for (Protocol protocol : Protocol.values()) {
            boolean identifiers = protocol == Protocol.ICMP;
            cursors[2 * protocol.ordinal()] = identifiers ? 0 : WELL_KNOWN;
            cursors[2 * protocol.ordinal() + 1] = identifiers ? 0 : USER;
        }
    }

    /**
     * A free port, or {@link #NONE}; it is not yet taken. {@code OVERLOADING} gives the inside
     * port, free or not.
     *
     * @param neighbour where the inside port with the lowest bit flipped is mapped to; {@link
     *     #NONE} when it is not
     */
    int choose(
            OutsideAddress address,
            @Nullable Machine machine,
            Protocol protocol,
            int insidePort,
            int neighbour) {
        boolean low = insidePort < USER && protocol != Protocol.ICMP;
        int from = protocol == Protocol.ICMP ? 0 : low ? WELL_KNOWN : USER;
        int until = low ? USER : END;
        int cursor = 2 * protocol.ordinal() + (low ? 0 : 1);
        PortPool pool = address.ports(protocol);
        return switch (assignment) {
            case OVERLOADING -> insidePort;
            case PRESERVING ->
                    insidePort >= from && !pool.isTaken(insidePort)
                            ? insidePort
                            : random(pool, from, until);
            case RANDOM -> random(pool, from, until);
            case SEQUENTIAL -> {
                int port = pool.next(cursors[cursor], from, until);
                advance(cursor, port + 1, from, until);
                yield port;
            }
            case PARITY -> randomOfParity(pool, insidePort & 1, from, until);
            case CONTIGUOUS -> contiguous(pool, insidePort & 1, neighbour, cursor, from, until);
            case BLOCKS -> inBlock(pool, machine);
        };
    }

    private int random(PortPool pool, int from, int until) {
        return pool.next(from + random.nextInt(until - from), from, until);
    }

    private int randomOfParity(PortPool pool, int parity, int from, int until) {
        int first = from + ((from ^ parity) & 1);
        int start = first + 2 * random.nextInt((until - first + 1) / 2);
        return pool.nextOfParity(start, first, until);
    }

    /** Next to its neighbour where that is free, else where the neighbour will have room. */
    private int contiguous(
            PortPool pool, int parity, int neighbour, int cursor, int from, int until) {
        int beside = neighbour ^ 1;
        if (neighbour != NONE && (beside & 1) == parity && !pool.isTaken(beside)) {
            return beside;
        }
        int first = from + (from & 1);
        int start = cursors[cursor] + (cursors[cursor] & 1);
        int pair = pool.nextPair(start >= until ? first : start, first, until);
        if (pair == NONE) {
            int alone = from + ((from ^ parity) & 1);
            return pool.nextOfParity(alone, alone, until);
        }
        advance(cursor, pair + 2, from, until);
        return pair + parity;
    }

    private int inBlock(PortPool pool, @Nullable Machine machine) {
        if (machine == null) {
            throw new IllegalStateException("ports in blocks are those of a machine");
        }
        int block = machine.block;
        return pool.next(
                block + random.nextInt(OutsideAddress.BLOCK), block, block + OutsideAddress.BLOCK);
    }

    private void advance(int cursor, int next, int from, int until) {
        cursors[cursor] = next > from && next < until ? next : from;
    }
}
