package dev.parley.turn;

import dev.parley.core.IpAddress;
import dev.parley.core.IpPrefix;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Limits answers to strangers for each network, in memory of a fixed size: networks share a bucket
 * by chance of a secret hash, so nobody can choose whom to share with.
 *
 * <p>For several threads: the cores of a process share one, see {@link TurnLedger}, since a flood
 * that the system spreads over all of them is one flood. Cores that answer the same network at the
 * same moment may have to try again, others do not meet.
 */
final class ChallengeLimiter {
    private static final long UNTOUCHED = 0; // whatever the time of the cores is

    private final ChallengeLimit limit;
    private final RateLimit rate;
    private final long seed;
    private final AtomicLongArray fullAt;

    /**
     * @param seed a secret random number
     */
    ChallengeLimiter(ChallengeLimit limit, long seed) {
        this.limit = limit;
        this.seed = seed;
        rate = RateLimit.of(limit.perSecond(), limit.burst());
        fullAt = new AtomicLongArray(limit.buckets());
    }

    /** Whether a stranger of that address may be answered; if so, it is counted. */
    boolean permits(long now, IpAddress stranger) {
        int bucket = bucket(prefix(stranger));
        while (true) {
            long seen = fullAt.get(bucket);
            long from = seen == UNTOUCHED ? now : seen;
            if (rate.isSpent(now, from)) {
                return false;
            }
            if (fullAt.compareAndSet(bucket, seen, rate.spend(now, from))) {
                return true;
            }
        }
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
        return (int) (h >>> 40) & (fullAt.length() - 1);
    }
}
