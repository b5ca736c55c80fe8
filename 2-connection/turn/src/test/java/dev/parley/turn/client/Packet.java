package dev.parley.turn.client;

/** A message on its way between the two cores. */
final class Packet {
    private final long at;
    private final long number;
    private final boolean toServer;
    private final byte[] bytes;

    /**
     * @param at when it arrives
     * @param number the order of those that arrive at one time
     */
    Packet(long at, long number, boolean toServer, byte[] bytes) {
        this.at = at;
        this.number = number;
        this.toServer = toServer;
        this.bytes = bytes;
    }

    long at() {
        return at;
    }

    long number() {
        return number;
    }

    boolean toServer() {
        return toServer;
    }

    byte[] bytes() {
        return bytes;
    }
}
