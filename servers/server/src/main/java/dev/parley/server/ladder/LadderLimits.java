package dev.parley.server.ladder;

import java.time.Duration;

/**
 * The caps of the ladder.
 *
 * @param pairs at a time, all together
 * @param pairsPerNetwork begun from one IPv4 address or IPv6 /64
 * @param idle a pair of which nothing is heard for so long is forgotten
 * @param lifetime of a pair at most
 * @param hold how long a long poll is held; less than an HTTP request may take
 * @param boxMessages that may wait in a box; one more drops the oldest
 * @param messageCharacters of a probe
 * @param signalCharacters of a message by which two pages find a direct path
 * @param burst messages of a member at once
 * @param perSecond messages of a member after that
 */
public record LadderLimits(
        int pairs,
        int pairsPerNetwork,
        Duration idle,
        Duration lifetime,
        Duration hold,
        int boxMessages,
        int messageCharacters,
        int signalCharacters,
        int burst,
        int perSecond) {
    public static final LadderLimits DEFAULT =
            new LadderLimits(
                    512,
                    32,
                    Duration.ofSeconds(90),
                    Duration.ofMinutes(30),
                    Duration.ofSeconds(6),
                    64,
                    64,
                    16_384,
                    200,
                    80);
}
