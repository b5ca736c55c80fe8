package dev.parley.turn;

/**
 * How many answers a network gets whose clients did not authenticate: with them a forged source
 * address would be flooded.
 *
 * @param perSecond answers a second for each network, in the long run
 * @param burst answers at once after a quiet time
 * @param v4PrefixLength the size of a network of IPv4 clients
 * @param v6PrefixLength the size of a network of IPv6 clients
 * @param buckets how many networks are told apart, a power of two; the memory is 8 bytes for each
 */
public record ChallengeLimit(
        int perSecond, int burst, int v4PrefixLength, int v6PrefixLength, int buckets) {
    public static final ChallengeLimit DEFAULT = new ChallengeLimit(100, 300, 24, 56, 8192);

    /** The same networks at another rate; the burst is what three seconds bring. */
    public ChallengeLimit withRate(int answersPerSecond) {
        return new ChallengeLimit(
                answersPerSecond, 3 * answersPerSecond, v4PrefixLength, v6PrefixLength, buckets);
    }

    public ChallengeLimit {
        if (perSecond < 1
                || burst < 1
                || v4PrefixLength < 0
                || v4PrefixLength > 32
                || v6PrefixLength < 0
                || v6PrefixLength > 64
                || Integer.bitCount(buckets) != 1) {
            throw new IllegalArgumentException(
                    "a rate and a burst are at least 1, prefixes at most /32 and /64, buckets a"
                            + " power of two");
        }
    }
}
