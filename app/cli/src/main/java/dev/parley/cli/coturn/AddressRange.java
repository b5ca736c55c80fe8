package dev.parley.cli.coturn;

import dev.parley.core.IpAddress;
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
    static List<String> blocks(IpAddress from, IpAddress to) {
        if (from.v6() != to.v6()) {
            throw new IllegalArgumentException(from + "-" + to);
        }
        int bits = from.v6() ? 128 : 32;
        BigInteger first = number(from);
        BigInteger last = number(to);
        if (first.compareTo(last) > 0) {
            throw new IllegalArgumentException(from + "-" + to);
        }
        List<String> blocks = new ArrayList<>();
        while (first.compareTo(last) <= 0) {
            int zeros = first.signum() == 0 ? bits : Math.min(bits, first.getLowestSetBit());
            BigInteger room = last.subtract(first).add(BigInteger.ONE);
            int size = Math.min(zeros, room.bitLength() - 1);
            blocks.add(text(first, bits) + "/" + (bits - size));
            first = first.add(BigInteger.ONE.shiftLeft(size));
        }
        return blocks;
    }

    private static BigInteger number(IpAddress address) {
        return unsigned(address.high()).shiftLeft(64).or(unsigned(address.low()));
    }

    private static BigInteger unsigned(long bits) {
        return new BigInteger(Long.toUnsignedString(bits));
    }

    private static String text(BigInteger number, int bits) {
        long low = number.longValue();
        return new IpAddress(bits == 128, number.shiftRight(64).longValue(), low).toString();
    }
}
