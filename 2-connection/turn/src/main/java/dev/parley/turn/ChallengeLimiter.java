package dev.parley.turn;

import dev.parley.core.IpAddress;
import dev.parley.core.IpPrefix;
import java.util.Arrays;

/**
 * Limits answers to strangers for each network, in memory of a fixed size: networks share a bucket
 * by chance of a secret hash, so nobody can choose whom to share with.
 *
 * <p>A bucket is one number, the time at which it will be full again: an answer moves it on by one
 * interval, and is refused when that would lead further ahead than the burst.
 */
final class ChallengeLimiter {
    private final ChallengeLimit limit;
    private final long intervalNanos;
    private final long burstNanos;
    private final long seed;
    private final long[] fullAt;
    private boolean started;

    /**
     * @param seed a secret random number
     */
    ChallengeLimiter(ChallengeLimit limit, long seed) {
        this.limit = limit;
        this.seed = seed;
        intervalNanos = 1_000_000_000L / limit.perSecond();
        burstNanos = intervalNanos * limit.burst();
        fullAt = new long[limit.buckets()];
    }

    /** Whether a stranger of that address may be answered; if so, it is counted. */
    boolean permits(long now, IpAddress stranger) {
        if (!started) {
            started = true;
            Arrays.fill(fullAt, now); // the time of a core may start anywhere, below zero too
        }
        int bucket = bucket(prefix(stranger));
        long from = Math.max(fullAt[bucket] - now, 0);
        if (from + intervalNanos > burstNanos) {
            return false;
        }
        fullAt[bucket] = now + from + intervalNanos;
        return true;
    }

    /** The network of an address, as limits and quotas see it. */
    IpAddress prefix(IpAddress address) {
        IpAddress canonical = address.unmapped();
        return IpPrefix.mask(
                canonical, canonical.v6() ? limit.v6PrefixLength() : limit.v4PrefixLength());
    }

    private int bucket(IpAddress prefix) {
        long h = (prefix.high() ^ Long.rotateLeft(prefix.low(), 32) ^ seed) * 0x9E3779B97F4A7C15L;
        h = (h ^ (h >>> 32) ^ seed) * 0xD6E8FEB86659FD93L;
        return (int) (h >>> 40) & (fullAt.length - 1);
    }
}
