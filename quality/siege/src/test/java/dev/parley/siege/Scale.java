package dev.parley.siege;

import java.time.Duration;

/**
 * How much and for how long. {@code -Dsiege.long=true} measures and judges; {@code
 * -Dsiege.soak.seconds=3600} and {@code -Dsiege.steady.seconds=300} make the long runs longer.
 *
 * @param judged whether costs are compared: moments are too short for that
 * @param hostilePerSecond packets of an attack
 * @param segmentsPerSecond of an attack over TCP or TLS
 * @param slowConnections how many send those
 * @param handshakesPerSecond of one that opens connections
 * @param honestClients who relay over UDP
 * @param legitimatePerSecond their packets during an attack
 * @param window one measurement
 * @param windows how many of them; their median counts
 */
record Scale(
        boolean judged,
        int hostilePerSecond,
        int segmentsPerSecond,
        int slowConnections,
        int handshakesPerSecond,
        int honestClients,
        int legitimatePerSecond,
        Duration window,
        int windows,
        Duration soak,
        Duration steady) {
    private static final Scale MOMENT =
            new Scale(
                    false,
                    2000,
                    400,
                    10,
                    20,
                    10,
                    500,
                    Duration.ofMillis(100),
                    1,
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(2));
    private static final Scale LONG =
            new Scale(
                    true,
                    20_000,
                    4000,
                    100,
                    40,
                    100,
                    10_000,
                    Duration.ofSeconds(Integer.getInteger("siege.window.seconds", 2)),
                    9,
                    Duration.ofSeconds(Integer.getInteger("siege.soak.seconds", 120)),
                    Duration.ofSeconds(Integer.getInteger("siege.steady.seconds", 60)));

    static Scale chosen() {
        return Boolean.getBoolean("siege.long") ? LONG : MOMENT;
    }
}
