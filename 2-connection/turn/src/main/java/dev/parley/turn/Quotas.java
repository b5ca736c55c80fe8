package dev.parley.turn;

/**
 * How much one may have. Every table of the server has its cap here.
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
        int connections) {
    public static final Quotas DEFAULT = new Quotas(32, 256, 10_000, 128, 128, 1024);

    /** With 32 connections for a relay, 128 for a user and 1024 in all. */
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
                1024);
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
                || connections < 1) {
            throw new IllegalArgumentException("a quota is at least 1");
        }
    }

    /** The most paths that are kept when everybody has all that he may; the table needs as many. */
    public int paths() {
        long most = allocations * (1L + channelsPerAllocation) + strangerStreams + 2L * connections;
        return (int) Math.min(most, 1 << 28);
    }
}
