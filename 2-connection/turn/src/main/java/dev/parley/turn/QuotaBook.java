package dev.parley.turn;

import dev.parley.core.IpAddress;
import dev.parley.turn.TurnEvent.QuotaReached.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Who holds how many allocations, reservations and connections with peers, how fast they came, and
 * what each user may still relay. Entries are there only for those who hold some, and for those who
 * left shortly after they took or relayed a lot: when somebody takes or moves there are not more of
 * these than the quota of allocations.
 *
 * <p>For several threads.
 */
final class QuotaBook {
    private Quotas quotas;
    private Bandwidth bandwidth = Bandwidth.UNLIMITED;
    private @Nullable TokenBucket totalToPeers;
    private @Nullable TokenBucket totalToClients;
    private final Holders<String, Account> users = new Holders<>(this::account);
    private final Holders<IpAddress, Holder> networks = new Holders<>(Holder::new);
    private int total;
    private int connections;

    QuotaBook(Quotas quotas, Bandwidth bandwidth) {
        this.quotas = quotas;
        obey(quotas, bandwidth);
    }

    private Account account() {
        Account account = new Account();
        limit(account);
        return account;
    }

    private void limit(Account account) {
        account.budget.obey(bandwidth.userBytesPerSecond(), totalToPeers, totalToClients);
    }

    /** From now on others may be had; who holds more keeps it. */
    synchronized void obey(Quotas nextQuotas, Bandwidth nextBandwidth) {
        quotas = nextQuotas;
        if (!nextBandwidth.equals(bandwidth)) {
            bandwidth = nextBandwidth;
            totalToPeers = TokenBucket.of(bandwidth.totalBytesPerSecond(), totalToPeers);
            totalToClients = TokenBucket.of(bandwidth.totalBytesPerSecond(), totalToClients);
            users.all().forEach(this::limit);
        }
    }

    /** Takes one for a user and a network; null when it is granted, else why it is not. */
    synchronized @Nullable Scope take(long now, String user, IpAddress prefix) {
        int perSecond = quotas.allocationsPerSecond();
        users.forget(now, perSecond, quotas.allocations());
        networks.forget(now, perSecond, quotas.allocations());
        if (total >= quotas.allocations()) {
            return Scope.SERVER;
        }
        Account account = users.find(user);
        if (account != null) {
            if (account.allocations >= quotas.allocationsPerUser()) {
                return Scope.USER;
            }
            if (account.isTooFast(now, perSecond, quotas.allocationsPerUser())) {
                return Scope.USER_RATE;
            }
        }
        Holder network = networks.find(prefix);
        if (network != null) {
            if (network.allocations >= quotas.allocationsPerPrefix()) {
                return Scope.PREFIX;
            }
            if (network.isTooFast(now, perSecond, quotas.allocationsPerPrefix())) {
                return Scope.PREFIX_RATE;
            }
        }
        total++;
        users.present(user).takeOne(now, perSecond);
        networks.present(prefix).takeOne(now, perSecond);
        return null;
    }

    synchronized void giveBack(String user, IpAddress prefix) {
        Account account = users.find(user);
        if (account == null || account.allocations == 0) {
            throw notTaken();
        }
        total--;
        account.allocations--;
        users.gaveBack(user, account);
        leave(prefix);
    }

    private void leave(IpAddress prefix) {
        Holder network = networks.find(prefix);
        if (network == null || network.allocations == 0) {
            throw notTaken();
        }
        network.allocations--;
        networks.gaveBack(prefix, network);
    }

    private static IllegalStateException notTaken() {
        return new IllegalStateException("only what was taken is given back");
    }

    /**
     * Takes one for a connection between a relay of the user and a peer; false when the user, or
     * everybody together, has enough.
     */
    synchronized boolean takeConnection(String user) {
        Account account = users.find(user);
        if (connections >= quotas.connections()
                || (account != null && account.connections >= quotas.connectionsPerUser())) {
            return false;
        }
        connections++;
        users.present(user).connections++;
        return true;
    }

    synchronized void giveBackConnection(String user) {
        Account account = users.find(user);
        if (account == null || account.connections == 0) {
            throw notTaken();
        }
        connections--;
        account.connections--;
        users.gaveBack(user, account);
    }

    /** What a user who holds something may relay. */
    synchronized Budget budget(String user) {
        Account account = users.find(user);
        if (account == null) {
            throw new IllegalStateException("only who holds something may relay");
        }
        return account.budget;
    }

    /**
     * Counts one of the first network for the second from now on; false, and nothing is changed,
     * when that has as many as it may.
     */
    synchronized boolean move(long now, IpAddress from, IpAddress to) {
        if (from.equals(to)) {
            return true;
        }
        Holder network = networks.find(to);
        if (network != null && network.allocations >= quotas.allocationsPerPrefix()) {
            return false;
        }
        networks.present(to).allocations++;
        leave(from);
        networks.forget(now, quotas.allocationsPerSecond(), quotas.allocations());
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
        return users.size() + networks.size();
    }
}
