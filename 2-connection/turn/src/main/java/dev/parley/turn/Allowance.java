package dev.parley.turn;

import org.jspecify.annotations.Nullable;

/**
 * The two buckets that data of one user take from on their way in one direction; one of them at
 * least is there. For several threads: whoever took from these gives back to these, also when
 * others have taken their place meanwhile.
 *
 * @param user his own; null where only the total is limited
 * @param total everybody's; null where only each user is limited
 */
record Allowance(@Nullable TokenBucket user, @Nullable TokenBucket total) {
    private static final long MOST_DEBT_OF_TOTAL = 256 * 1024;

    /**
     * One of that rate; null where nothing is limited.
     *
     * @param userBytesPerSecond 0 for no limit
     * @param former whose bucket goes on where the rate is the same, since a full one would be a
     *     present
     */
    static @Nullable Allowance of(
            long userBytesPerSecond, @Nullable TokenBucket total, @Nullable Allowance former) {
        TokenBucket user = TokenBucket.of(userBytesPerSecond, former == null ? null : former.user);
        return user == null && total == null ? null : new Allowance(user, total);
    }

    /** See {@link Budget#toPeer}. */
    int take(long now, int[] lengths, int count) {
        long wanted = 0;
        for (int i = 0; i < count; i++) {
            wanted += lengths[i] & 0xFFFF;
        }
        long taken = take(now, wanted);
        if (taken == wanted) {
            return count;
        }
        long used = 0;
        int fit = 0;
        while (used + (lengths[fit] & 0xFFFF) <= taken) {
            used += lengths[fit++] & 0xFFFF;
        }
        giveBack(taken - used);
        return fit;
    }

    /** Takes as many bytes as asked for, or none. */
    boolean takeAll(long now, int bytes) {
        long taken = take(now, bytes);
        if (taken == bytes) {
            return true;
        }
        giveBack(taken);
        return false;
    }

    /** The total owes little: else one who begins many streams at once would silence everybody. */
    long charge(long now, int bytes) {
        long mine = user == null ? 0 : user.charge(now, bytes, Long.MAX_VALUE);
        long all = total == null ? 0 : total.charge(now, bytes, MOST_DEBT_OF_TOTAL);
        return Math.max(mine, all);
    }

    /** Whether the user owes nothing; the total is nobody's. */
    boolean isFull(long now) {
        return user == null || user.isFull(now);
    }

    private long take(long now, long wanted) {
        long mine = user == null ? wanted : user.take(now, wanted);
        long taken = total == null ? mine : total.take(now, mine);
        if (user != null && taken < mine) {
            user.giveBack(mine - taken);
        }
        return taken;
    }

    private void giveBack(long bytes) {
        if (user != null) {
            user.giveBack(bytes);
        }
        if (total != null) {
            total.giveBack(bytes);
        }
    }
}
