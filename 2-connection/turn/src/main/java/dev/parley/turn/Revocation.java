package dev.parley.turn;

import dev.parley.stun.PasswordAlgorithm;
import java.security.MessageDigest;

/** Ends what stands by credentials that do not count any more. */
final class Revocation {
    private final ServerContext context;
    private final AllocationTable table;
    private final Endings endings;

    Revocation(ServerContext context, AllocationTable table, Endings endings) {
        this.context = context;
        this.table = table;
        this.endings = endings;
    }

    /** Ends the allocations of a user, by the short name or by the one of a credential. */
    int endUser(long now, String name) {
        int ended = 0;
        for (Allocation allocation : table.all()) {
            Identity owner = allocation.owner;
            if (owner.user().equals(name) || owner.username().equals(name)) {
                endings.end(now, allocation, EndReason.REVOKED);
                ended++;
            }
        }
        return ended;
    }

    /** Ends the allocations whose user, password or secret the configuration does not have. */
    int endUnknown(long now) {
        int ended = 0;
        for (Allocation allocation : table.all()) {
            if (!isKnown(now, allocation.owner)) {
                endings.end(now, allocation, EndReason.REVOKED);
                ended++;
            }
        }
        return ended;
    }

    /** That the time of a credential is over does not make it unknown, see {@link Grants}. */
    private boolean isKnown(long now, Identity owner) {
        PasswordAlgorithm agreed = owner.key().agreed();
        TurnUser user =
                context.config
                        .credentials()
                        .lookUp(
                                owner.username(),
                                agreed == null ? PasswordAlgorithm.MD5 : agreed,
                                Math.min(context.clock.epochSeconds(now), owner.endsAt() - 1));
        return user != null
                && user.keys().stream()
                        .anyMatch(key -> MessageDigest.isEqual(key, owner.key().bytes()));
    }
}
