package dev.parley.core;

/**
 * Where an address belongs in a hash table, for tables of addresses that strangers choose: who does
 * not know the factors cannot choose addresses that all take the same place, which would make each
 * look-up a long search.
 */
public final class AddressHash {
    private final long lowFactor;
    private final long highFactor;

    /**
     * A hash of its own.
     *
     * @param low secret and random
     * @param high the same, for the upper half of IPv6 addresses
     */
    public AddressHash(long low, long high) {
        lowFactor = low | 1; // an even one would lose bits
        highFactor = high | 1;
    }

    /** The same from one secret random number. */
    public AddressHash(long seed) {
        this(seed, Long.rotateLeft(seed, 29));
    }

    /**
     * The hash; all its bits are good.
     *
     * @param rest what belongs to the address: a port, a socket
     */
    public int of(long high, long low, long rest) {
        long h = low * lowFactor + high * highFactor;
        h = (h ^ (h >>> 32) ^ rest) * 0xD6E8FEB86659FD93L;
        return (int) (h ^ (h >>> 32));
    }
}
