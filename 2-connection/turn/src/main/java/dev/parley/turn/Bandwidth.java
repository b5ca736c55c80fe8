package dev.parley.turn;

/**
 * How much application data may be relayed each second, in bytes without the headers of TURN, UDP
 * and IP. Each limit holds for each direction by itself, to peers and to clients. What is beyond is
 * dropped and counted, see {@link TurnCounter#DROPPED_OVER_BANDWIDTH}.
 *
 * @param userBytesPerSecond for all allocations of one user together; 0 for no limit
 * @param totalBytesPerSecond for everybody together; 0 for no limit
 */
public record Bandwidth(long userBytesPerSecond, long totalBytesPerSecond) {
    public static final Bandwidth UNLIMITED = new Bandwidth(0, 0);

    public Bandwidth {
        if (userBytesPerSecond < 0 || totalBytesPerSecond < 0) {
            throw new IllegalArgumentException("a bandwidth is at least 0, which is no limit");
        }
    }

    public boolean isUnlimited() {
        return userBytesPerSecond == 0 && totalBytesPerSecond == 0;
    }
}
