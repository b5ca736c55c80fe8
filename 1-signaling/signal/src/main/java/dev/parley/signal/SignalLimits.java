package dev.parley.signal;

import java.time.Duration;

/**
 * The caps of a server.
 *
 * @param connections all together
 * @param connectionsPerPrefix from one network, see {@link Prefixes}
 * @param prefixes how many networks are told apart; the others share one allowance
 * @param rooms all together
 * @param waitersPerRoom how many may wait for a seat
 * @param messages of one connection; a large message counts as several
 * @param joins of one network; a resume counts a quarter, a wrong secret ten times
 * @param joinTimeout how long a connection may stay without a join
 * @param choiceTimeout how long it may stay after a join was refused, for a person to choose
 */
public record SignalLimits(
        int connections,
        int connectionsPerPrefix,
        int prefixes,
        int rooms,
        int waitersPerRoom,
        Rate messages,
        Rate joins,
        Duration joinTimeout,
        Duration choiceTimeout) {

    /** The most characters of a session description. */
    public static final int SDP_CHARACTERS = 65_536;

    /** The most characters of a candidate with all its fields. */
    public static final int CANDIDATE_CHARACTERS = 2_048;

    /** The most characters of a passphrase. */
    public static final int SECRET_CHARACTERS = 256;

    public static SignalLimits defaults() {
        return new SignalLimits(
                20_000,
                200,
                65_536,
                10_000,
                8,
                new Rate(200, 50),
                new Rate(60, 1),
                Duration.ofSeconds(10),
                Duration.ofSeconds(60));
    }

    public SignalLimits withConnections(int connections, int perPrefix) {
        return new SignalLimits(
                connections,
                perPrefix,
                prefixes,
                rooms,
                waitersPerRoom,
                messages,
                joins,
                joinTimeout,
                choiceTimeout);
    }

    public SignalLimits withRooms(int rooms, int waitersPerRoom) {
        return new SignalLimits(
                connections,
                connectionsPerPrefix,
                prefixes,
                rooms,
                waitersPerRoom,
                messages,
                joins,
                joinTimeout,
                choiceTimeout);
    }
}
