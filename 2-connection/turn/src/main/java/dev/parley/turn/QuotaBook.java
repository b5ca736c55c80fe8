package dev.parley.turn;

import dev.parley.core.IpAddress;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who holds how many allocations, reservations and connections with peers, and what each user may
 * still relay. Entries are there only for those who hold some, and for users who left in debt until
 * they are out of it; so it is twice as large as the quota of allocations at most.
 *
 * <p>For several threads.
 */
final class QuotaBook {
    /** What one user has in all cores. */
    private static final class Account {
        final @Nullable Budget budget;
        int allocations;
        int connections;

        Account(@Nullable Budget budget) {
            this.budget = budget;
        }
    }

    private Quotas quotas;
    private final Bandwidth bandwidth;
    private final @Nullable TokenBucket totalToPeers;
    private final @Nullable TokenBucket totalToClients;
    private final Map<String, Account> byUser = new HashMap<>();
    private final Map<IpAddress, Integer> byPrefix = new HashMap<>();

    /** Who holds nothing any more and is not forgotten yet, the first to leave first. */
    private final Map<String, Account> left = new LinkedHashMap<>();

    private int total;
    private int connections;

    QuotaBook(Quotas quotas, Bandwidth bandwidth) {
        this.quotas = quotas;
        this.bandwidth = bandwidth;
        totalToPeers = bucket(bandwidth.totalBytesPerSecond());
        totalToClients = bucket(bandwidth.totalBytesPerSecond());
    }

    private static @Nullable TokenBucket bucket(long bytesPerSecond) {
        return bytesPerSecond == 0 ? null : new TokenBucket(bytesPerSecond);
    }

    /** From now on others may have; who holds more keeps it. */
    synchronized void obey(Quotas next) {
        quotas = next;
    }

    /** Takes one for a user and a network; null when it is granted, else whose quota is full. */
    synchronized TurnEvent.QuotaReached.@Nullable Scope take(
            long now, String user, IpAddress prefix) {
        forgetLeft(now);
        if (total >= quotas.allocations()) {
            return TurnEvent.QuotaReached.Scope.SERVER;
        }
        Account account = byUser.get(user);
        if (account != null && account.allocations >= quotas.allocationsPerUser()) {
            return TurnEvent.QuotaReached.Scope.USER;
        }
        if (byPrefix.getOrDefault(prefix, 0) >= quotas.allocationsPerPrefix()) {
            return TurnEvent.QuotaReached.Scope.PREFIX;
        }
        total++;
        present(user).allocations++;
        byPrefix.merge(prefix, 1, Integer::sum);
        return null;
    }

    synchronized void giveBack(String user, IpAddress prefix) {
        Account account = byUser.get(user);
        if (account == null || account.allocations == 0) {
            throw new IllegalStateException("only what was taken is given back");
        }
        total--;
        byPrefix.computeIfPresent(prefix, (_, held) -> held == 1 ? null : held - 1);
        account.allocations--;
        leave(user, account);
    }

    /**
     * Takes one for a connection between a relay of the user and a peer; false when the user, or
     * everybody together, has enough.
     */
    synchronized boolean takeConnection(String user) {
        Account account = present(user);
        boolean granted =
                connections < quotas.connections()
                        && account.connections < quotas.connectionsPerUser();
        if (granted) {
            connections++;
            account.connections++;
        }
        leave(user, account);
        return granted;
    }

    synchronized void giveBackConnection(String user) {
        Account account = byUser.get(user);
        if (account == null || account.connections == 0) {
            throw new IllegalStateException("only what was taken is given back");
        }
        connections--;
        account.connections--;
        leave(user, account);
    }

    private Account present(String user) {
        left.remove(user);
        return byUser.computeIfAbsent(user, _ -> new Account(budget()));
    }

    /** Forgets a user who holds nothing, if there is nothing else to remember. */
    private void leave(String user, Account account) {
        if (account.allocations > 0 || account.connections > 0) {
            return;
        }
        if (account.budget == null) {
            byUser.remove(user);
        } else {
            left.put(user, account); // else ending an allocation would pay the debts of its user
        }
    }

    /** What a user who holds something may relay; null when there is no limit. */
    synchronized @Nullable Budget budget(String user) {
        Account account = byUser.get(user);
        return account == null ? null : account.budget;
    }

    /**
     * Counts one of the first network for the second from now on; false, and nothing is changed,
     * when that has as many as it may.
     */
    synchronized boolean move(IpAddress from, IpAddress to) {
        if (from.equals(to)) {
            return true;
        }
        if (byPrefix.getOrDefault(to, 0) >= quotas.allocationsPerPrefix()) {
            return false;
        }
        byPrefix.merge(to, 1, Integer::sum);
        byPrefix.computeIfPresent(from, (_, held) -> held == 1 ? null : held - 1);
        return true;
    }

    synchronized int connections() {
        return connections;
    }

    synchronized int total() {
        return total;
    }

    /** How many entries there are, for users and networks. */
    synchronized int entries() {
        return byUser.size() + byPrefix.size();
    }

    private @Nullable Budget budget() {
        return bandwidth.isUnlimited()
                ? null
                : new Budget(
                        bucket(bandwidth.userBytesPerSecond()),
                        totalToPeers,
                        bucket(bandwidth.userBytesPerSecond()),
                        totalToClients);
    }

    private void forgetLeft(long now) {
        Iterator<Map.Entry<String, Account>> oldest = left.entrySet().iterator();
        while (oldest.hasNext()) {
            Map.Entry<String, Account> entry = oldest.next();
            Budget budget = entry.getValue().budget;
            if (budget != null && !budget.isFull(now) && left.size() <= quotas.allocations()) {
                return;
            }
            byUser.remove(entry.getKey());
            oldest.remove();
        }
    }
}
