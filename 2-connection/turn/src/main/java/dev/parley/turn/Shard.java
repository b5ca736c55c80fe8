package dev.parley.turn;

/**
 * The place of a {@link TurnServer} among the cores of one process that share their listening
 * addresses, relay addresses and users, each on a thread of its own.
 *
 * <p>Each has a part of the relay ports for itself, so that no two ever ask for the same one. What
 * a core hands out to be shown again (reservation tokens, numbers of connections) tells which core
 * it is of, so that a client whose packets reach another one can be led to its owner.
 *
 * @param number of this core, from 0
 * @param count how many there are; at most {@link #MAX_COUNT}
 * @param relays where all of them find each other's relays; safe for several threads
 * @param crossing the way from this core to the others
 */
public record Shard(int number, int count, RelayDirectory relays, Crossing crossing) {
    /** Enough for the processors of a machine that relays for a network card of 100 Gbit/s. */
    public static final int MAX_COUNT = 64;

    /** A core that shares nothing. */
    public static final Shard ALONE = new Shard(0, 1, RelayDirectory.NONE, Crossing.NONE);

    public Shard {
        if (count < 1 || count > MAX_COUNT || number < 0 || number >= count) {
            throw new IllegalArgumentException(
                    "there are 1 to " + MAX_COUNT + " shards, not " + number + " of " + count);
        }
    }

    /** Writes the number of this core into random bits that a client will show again. */
    long mark(long random) {
        return (random & ~(long) mask()) | number;
    }

    /** The same with fewer bits. */
    int mark(int random) {
        return (random & ~mask()) | number;
    }

    /** The core that marked that; this one when it looks like nobody's. */
    int ownerOf(long marked) {
        int owner = (int) (marked & mask());
        return owner < count ? owner : number;
    }

    private int mask() {
        return count == 1 ? 0 : Integer.highestOneBit(count - 1) * 2 - 1;
    }
}
