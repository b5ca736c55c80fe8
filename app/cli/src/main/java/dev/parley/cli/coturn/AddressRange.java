package dev.parley.cli.coturn;

import dev.parley.core.IpAddress;
import dev.parley.core.IpPrefix;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** A range of addresses as the fewest blocks that cover it exactly. */
final class AddressRange {
    private AddressRange() {}

    /**
     * The blocks, such as 10.0.0.0/8.
     *
     * @throws IllegalArgumentException when the two are of different families, or the wrong way
     *     around
     */
    static List<IpPrefix> blocks(IpAddress from, IpAddress to) {
        if (from.v6() != to.v6()) {
            throw new IllegalArgumentException(from + "-" + to);
        }
        int bits = from.v6() ? 128 : 32;
        BigInteger first = number(from);
        BigInteger last = number(to);
        if (first.compareTo(last) > 0) {
            throw new IllegalArgumentException(from + "-" + to);
        }
        List<IpPrefix> blocks = new ArrayList<>();
        while (first.compareTo(last) <= 0) {
            int zeros = first.signum() == 0 ? bits : Math.min(bits, first.getLowestSetBit());
            BigInteger room = last.subtract(first).add(BigInteger.ONE);
            int size = Math.min(zeros, room.bitLength() - 1);
            blocks.add(new IpPrefix(address(first, bits), bits - size));
            first = first.add(BigInteger.ONE.shiftLeft(size));
        }
        return blocks;
    }

    /** What is left of a block, as the fewest blocks: halves that hold a hole are halved again. */
    static List<IpPrefix> without(IpPrefix block, List<IpPrefix> holes) {
        if (holes.stream().anyMatch(hole -> covers(hole, block))) {
            return List.of();
        }
        if (holes.stream().noneMatch(hole -> covers(block, hole))) {
            return List.of(block);
        }
        int length = block.length() + 1;
        int bits = block.base().byteLength() * 8;
        BigInteger half = BigInteger.ONE.shiftLeft(bits - length);
        List<IpPrefix> left = new ArrayList<>();
        left.addAll(without(new IpPrefix(block.base(), length), holes));
        IpAddress middle = address(number(block.base()).add(half), bits);
        left.addAll(without(new IpPrefix(middle, length), holes));
        return left;
    }

    private static boolean covers(IpPrefix outer, IpPrefix inner) {
        return outer.length() <= inner.length() && outer.contains(inner.base());
    }

    private static BigInteger number(IpAddress address) {
        return unsigned(address.high()).shiftLeft(64).or(unsigned(address.low()));
    }

    private static BigInteger unsigned(long bits) {
        return new BigInteger(Long.toUnsignedString(bits));
    }

    private static IpAddress address(BigInteger number, int bits) {
        long low = number.longValue();
        return new IpAddress(bits == 128, number.shiftRight(64).longValue(), low);
    }
}
