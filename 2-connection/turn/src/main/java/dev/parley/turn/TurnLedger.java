package dev.parley.turn;

import dev.parley.core.IpAddress;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What the {@link TurnServer} cores of one process share: the quotas of users, of networks and in
 * total, how fast new allocations may come, the bandwidth, the limit of answers to strangers, and
 * the numbers of allocations. A core that is made alone makes its own.
 *
 * <p>For several threads, as each core has its own. Quotas and bandwidth are those given here, not
 * those of each core's configuration. All cores are told the time of the same clock.
 */
public final class TurnLedger {
    private final QuotaBook book;
    private final AtomicLong nextAllocation = new AtomicLong(1);
    private final AtomicReference<@Nullable ChallengeLimiter> limiter = new AtomicReference<>();

    /** One in which nobody holds anything. */
    public TurnLedger(Quotas quotas, Bandwidth bandwidth) {
        book = new QuotaBook(quotas, bandwidth);
    }

    /** With the quotas and the bandwidth of a configuration. */
    public static TurnLedger of(TurnServerConfig config) {
        return new TurnLedger(config.quotas(), config.bandwidth());
    }

    /** Allocations of all cores, those included that are being opened, and reserved ports. */
    public int allocations() {
        return book.total();
    }

    /** From now on others may be had, and relayed; who holds more keeps it. */
    public void obey(Quotas quotas, Bandwidth bandwidth) {
        book.obey(quotas, bandwidth);
    }

    /** TCP connections between relays and peers, those included that are being made. */
    public int connections() {
        return book.connections();
    }

    /**
     * Who of the strangers may be answered.
     *
     * @param limit the same from all cores
     * @param seed a secret random number: that of the first core that asks is used
     */
    ChallengeLimiter limiter(ChallengeLimit limit, long seed) {
        ChallengeLimiter made = new ChallengeLimiter(limit, seed);
        ChallengeLimiter known = limiter.compareAndExchange(null, made);
        return known == null ? made : known;
    }

    TurnEvent.QuotaReached.@Nullable Scope take(long now, String user, IpAddress prefix) {
        return book.take(now, user, prefix);
    }

    void giveBack(String user, IpAddress prefix) {
        book.giveBack(user, prefix);
    }

    /** Counts an allocation for another network; false when that has as many as it may. */
    boolean move(long now, IpAddress from, IpAddress to) {
        return book.move(now, from, to);
    }

    boolean takeConnection(String user) {
        return book.takeConnection(user);
    }

    void giveBackConnection(String user) {
        book.giveBackConnection(user);
    }

    Budget budget(String user) {
        return book.budget(user);
    }

    /** A number that no other allocation of these cores has. */
    long nextAllocation() {
        return nextAllocation.getAndIncrement();
    }
}
