package dev.parley.turn;

import org.jspecify.annotations.Nullable;

/**
 * How much a user may still relay now: the user's own share and the server's, see {@link
 * Bandwidth}. All flows of the user have the same one, in whichever core they are, so it is for
 * several threads. It is asked before datagrams are sent, once for a group of them where there is
 * one; asking makes no object.
 */
public final class Budget {
    private static final long MOST_DEBT_OF_TOTAL = 256 * 1024;

    private final @Nullable TokenBucket userToPeers;
    private final @Nullable TokenBucket totalToPeers;
    private final @Nullable TokenBucket userToClient;
    private final @Nullable TokenBucket totalToClient;

    Budget(
            @Nullable TokenBucket userToPeers,
            @Nullable TokenBucket totalToPeers,
            @Nullable TokenBucket userToClient,
            @Nullable TokenBucket totalToClient) {
        this.userToPeers = userToPeers;
        this.totalToPeers = totalToPeers;
        this.userToClient = userToClient;
        this.totalToClient = totalToClient;
    }

    /**
     * Takes what these datagrams to a peer need.
     *
     * @param lengths of their data in bytes, in the lower 16 bits of each; what is above is ignored
     * @param count how many of them there are
     * @return how many of them, from the first on, may pass; the others are to be dropped
     */
    public int toPeer(long now, int[] lengths, int count) {
        return take(userToPeers, totalToPeers, now, lengths, count);
    }

    /** The same for datagrams to the client. */
    public int toClient(long now, int[] lengths, int count) {
        return take(userToClient, totalToClient, now, lengths, count);
    }

    /** Takes what one datagram to a peer needs; false when it is to be dropped. */
    boolean toPeer(long now, int bytes) {
        return takeAll(userToPeers, totalToPeers, now, bytes);
    }

    /** The same for one to the client. */
    boolean toClient(long now, int bytes) {
        return takeAll(userToClient, totalToClient, now, bytes);
    }

    /**
     * Takes what bytes of a stream needed: they have come already and cannot be dropped.
     *
     * @return nanoseconds to wait before more of them
     */
    long streamToPeer(long now, int bytes) {
        return charge(userToPeers, totalToPeers, now, bytes);
    }

    /** The same for bytes to the client. */
    long streamToClient(long now, int bytes) {
        return charge(userToClient, totalToClient, now, bytes);
    }

    /** Whether the user has not relayed lately: then a new budget would be no other. */
    boolean isFull(long now) {
        return (userToPeers == null || userToPeers.isFull(now))
                && (userToClient == null || userToClient.isFull(now));
    }

    private static int take(
            @Nullable TokenBucket user,
            @Nullable TokenBucket total,
            long now,
            int[] lengths,
            int count) {
        long wanted = 0;
        for (int i = 0; i < count; i++) {
            wanted += lengths[i] & 0xFFFF;
        }
        long taken = take(user, total, now, wanted);
        if (taken == wanted) {
            return count;
        }
        long used = 0;
        int fit = 0;
        while (used + (lengths[fit] & 0xFFFF) <= taken) {
            used += lengths[fit++] & 0xFFFF;
        }
        giveBack(user, total, taken - used);
        return fit;
    }

    private static boolean takeAll(
            @Nullable TokenBucket user, @Nullable TokenBucket total, long now, int bytes) {
        long taken = take(user, total, now, bytes);
        if (taken == bytes) {
            return true;
        }
        giveBack(user, total, taken);
        return false;
    }

    /** The total owes little: else one who begins many streams at once would silence everybody. */
    private static long charge(
            @Nullable TokenBucket user, @Nullable TokenBucket total, long now, int bytes) {
        long mine = user == null ? 0 : user.charge(now, bytes, Long.MAX_VALUE);
        long all = total == null ? 0 : total.charge(now, bytes, MOST_DEBT_OF_TOTAL);
        return Math.max(mine, all);
    }

    private static long take(
            @Nullable TokenBucket user, @Nullable TokenBucket total, long now, long wanted) {
        long mine = user == null ? wanted : user.take(now, wanted);
        long taken = total == null ? mine : total.take(now, mine);
        if (user != null && taken < mine) {
            user.giveBack(mine - taken);
        }
        return taken;
    }

    private static void giveBack(
            @Nullable TokenBucket user, @Nullable TokenBucket total, long bytes) {
        if (user != null) {
            user.giveBack(bytes);
        }
        if (total != null) {
            total.giveBack(bytes);
        }
    }
}
