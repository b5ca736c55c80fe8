package dev.parley.turn;

import dev.parley.core.IpAddress;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who holds how many allocations and reservations. Entries are there only for those who hold some,
 * so it is as large as the table of allocations at most.
 */
final class QuotaBook {
    private final Quotas quotas;
    private final Map<String, Integer> byUser = new HashMap<>();
    private final Map<IpAddress, Integer> byPrefix = new HashMap<>();
    private int total;

    QuotaBook(Quotas quotas) {
        this.quotas = quotas;
    }

    /** Takes one for a user and a network; null when it is granted, else whose quota is full. */
    TurnEvent.QuotaReached.@Nullable Scope take(String user, IpAddress prefix) {
        if (total >= quotas.allocations()) {
            return TurnEvent.QuotaReached.Scope.SERVER;
        }
        if (byUser.getOrDefault(user, 0) >= quotas.allocationsPerUser()) {
            return TurnEvent.QuotaReached.Scope.USER;
        }
        if (byPrefix.getOrDefault(prefix, 0) >= quotas.allocationsPerPrefix()) {
            return TurnEvent.QuotaReached.Scope.PREFIX;
        }
        total++;
        byUser.merge(user, 1, Integer::sum);
        byPrefix.merge(prefix, 1, Integer::sum);
        return null;
    }

    void giveBack(String user, IpAddress prefix) {
        total--;
        byUser.computeIfPresent(user, (_, held) -> held == 1 ? null : held - 1);
        byPrefix.computeIfPresent(prefix, (_, held) -> held == 1 ? null : held - 1);
    }

    int total() {
        return total;
    }

    /** How many entries there are, for users and networks. */
    int entries() {
        return byUser.size() + byPrefix.size();
    }
}
