package dev.parley.turn;

/**
 * How much one may have, and how fast. Every table of the server has its cap here.
 *
 * @param allocationsPerUser further ones get 486; REST users are counted by the part after the
 *     colon
 * @param allocationsPerPrefix for all clients of one network, see {@link ChallengeLimit} for its
 *     size; further ones get 486
 * @param allocations in total; further ones get 508
 * @param permissionsPerAllocation further ones get 508
 * @param channelsPerAllocation further ones get 508
 * @param strangerStreams TCP and TLS connections without an allocation; the oldest is closed for
 *     one more
 * @param connectionsPerAllocation TCP connections of one relay with peers; a further Connect gets
 *     508, and a further peer is turned away
 * @param connectionsPerUser of all relays of one user with peers
 * @param connections of all relays with peers
 * @param allocationsPerSecond new ones of one user, and of one network, in the long run; as many as
 *     the quota may come at once, and three seconds' worth in any case. Further ones get 486
 */
public record Quotas(
        int allocationsPerUser,
        int allocationsPerPrefix,
        int allocations,
        int permissionsPerAllocation,
        int channelsPerAllocation,
        int strangerStreams,
        int connectionsPerAllocation,
        int connectionsPerUser,
        int connections,
        int allocationsPerSecond) {
    private static final int USUAL_RATE = 20;

    public static final Quotas DEFAULT = new Quotas(32, 256, 10_000, 128, 128, 1024);

    /** With 32 connections for a relay, 128 for a user and 1024 in all, at the usual rate. */
    public Quotas(
            int allocationsPerUser,
            int allocationsPerPrefix,
            int allocations,
            int permissionsPerAllocation,
            int channelsPerAllocation,
            int strangerStreams) {
        this(
                allocationsPerUser,
                allocationsPerPrefix,
                allocations,
                permissionsPerAllocation,
                channelsPerAllocation,
                strangerStreams,
                32,
                128,
                1024,
                USUAL_RATE);
    }

    /** The same at another rate of new allocations. */
    public Quotas withRate(int newAllocationsPerSecond) {
        return new Quotas(
                allocationsPerUser,
                allocationsPerPrefix,
                allocations,
                permissionsPerAllocation,
                channelsPerAllocation,
                strangerStreams,
                connectionsPerAllocation,
                connectionsPerUser,
                connections,
                newAllocationsPerSecond);
    }

    /** The same with others for relays by TCP. */
    public Quotas withConnections(int ofAllocation, int ofUser, int all) {
        return new Quotas(
                allocationsPerUser,
                allocationsPerPrefix,
                allocations,
                permissionsPerAllocation,
                channelsPerAllocation,
                strangerStreams,
                ofAllocation,
                ofUser,
                all,
                allocationsPerSecond);
    }

    public Quotas {
        if (allocationsPerUser < 1
                || allocationsPerPrefix < 1
                || allocations < 1
                || permissionsPerAllocation < 1
                || channelsPerAllocation < 1
                || strangerStreams < 1
                || connectionsPerAllocation < 1
                || connectionsPerUser < 1
                || connections < 1
                || allocationsPerSecond < 1) {
            throw new IllegalArgumentException("a quota is at least 1, and so is a rate");
        }
    }

    /**
     * The most paths that are kept when everybody has all that he may, and is on the move (RFC
     * 8016); the table needs as many.
     */
    public int paths() {
        long most = allocations * (2L + channelsPerAllocation) + strangerStreams + 2L * connections;
        return (int) Math.min(most, 1 << 28);
    }
}
