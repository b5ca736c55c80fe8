package dev.parley.turn;

/**
 * How long things last, in seconds.
 *
 * @param allocationDefault what an allocation gets that asks for nothing or for less
 * @param allocationMax the most that an allocation gets at a time
 * @param permission RFC 8656 section 9: 300
 * @param channel RFC 8656 section 12: 600
 * @param nonce how long a nonce is good; then the client is told a new one (438)
 * @param reservation how long the second port of EVEN-PORT waits for its owner; RFC 8656 section
 *     7.2: at least 30
 */
public record Lifetimes(
        int allocationDefault,
        int allocationMax,
        int permission,
        int channel,
        int nonce,
        int reservation) {
    public static final Lifetimes DEFAULT = new Lifetimes(600, 3600, 300, 600, 3600, 30);

    public Lifetimes {
        if (allocationDefault < 1
                || allocationMax < allocationDefault
                || permission < 1
                || channel < 1
                || nonce < 1
                || reservation < 1) {
            throw new IllegalArgumentException(
                    "lifetimes are at least one second, and the default at most the maximum");
        }
    }

    /** What an allocation is granted that asks for {@code requested} seconds; 0 stays 0. */
    long grant(long requested) {
        return requested == 0 ? 0 : Math.max(allocationDefault, Math.min(requested, allocationMax));
    }
}
