package dev.parley.turn;

import org.jspecify.annotations.Nullable;

/**
 * How much a user may still relay now: the user's own share and the server's, see {@link
 * Bandwidth}. All flows of the user have the same one, in whichever core they are, so it is for
 * several threads. It is asked before datagrams are sent, once for a group of them where there is
 * one; asking makes no object. The limits may change while it is in use.
 */
public final class Budget {
    private volatile @Nullable Allowance toPeers; // null without a limit
    private volatile @Nullable Allowance toClient;

    /** One without limits. */
    Budget() {}

    /**
     * From now on these count.
     *
     * @param userBytesPerSecond of each direction; 0 for no limit
     * @param totalToPeers of everybody; null for no limit
     * @param totalToClients the same for the other direction
     */
    void obey(
            long userBytesPerSecond,
            @Nullable TokenBucket totalToPeers,
            @Nullable TokenBucket totalToClients) {
        toPeers = Allowance.of(userBytesPerSecond, totalToPeers, toPeers);
        toClient = Allowance.of(userBytesPerSecond, totalToClients, toClient);
    }

    /**
     * Takes what these datagrams to a peer need.
     *
     * @param lengths of their data in bytes, in the lower 16 bits of each; what is above is ignored
     * @param count how many of them there are
     * @return how many of them, from the first on, may pass; the others are to be dropped
     */
    public int toPeer(long now, int[] lengths, int count) {
        Allowance allowance = toPeers;
        return allowance == null ? count : allowance.take(now, lengths, count);
    }

    /** The same for datagrams to the client. */
    public int toClient(long now, int[] lengths, int count) {
        Allowance allowance = toClient;
        return allowance == null ? count : allowance.take(now, lengths, count);
    }

    /** Takes what one datagram to a peer needs; false when it is to be dropped. */
    boolean toPeer(long now, int bytes) {
        Allowance allowance = toPeers;
        return allowance == null || allowance.takeAll(now, bytes);
    }

    /** The same for one to the client. */
    boolean toClient(long now, int bytes) {
        Allowance allowance = toClient;
        return allowance == null || allowance.takeAll(now, bytes);
    }

    /**
     * Takes what bytes of a stream needed: they have come already and cannot be dropped.
     *
     * @return nanoseconds to wait before more of them
     */
    long streamToPeer(long now, int bytes) {
        Allowance allowance = toPeers;
        return allowance == null ? 0 : allowance.charge(now, bytes);
    }

    /** The same for bytes to the client. */
    long streamToClient(long now, int bytes) {
        Allowance allowance = toClient;
        return allowance == null ? 0 : allowance.charge(now, bytes);
    }

    /** Whether the user has not relayed lately: then a new budget would be no other. */
    boolean isFull(long now) {
        return isFull(toPeers, now) && isFull(toClient, now);
    }

    private static boolean isFull(@Nullable Allowance allowance, long now) {
        return allowance == null || allowance.isFull(now);
    }
}
