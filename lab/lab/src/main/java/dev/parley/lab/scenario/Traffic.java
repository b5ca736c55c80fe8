package dev.parley.lab.scenario;

/** Something that people of a scenario do. */
public sealed interface Traffic {
    /** When it begins, in milliseconds. */
    int at();

    /** The machine that begins. */
    String from();

    /**
     * Sends datagrams and prints what comes back, as {@code ping} does; by UDP, since that is what
     * calls use.
     *
     * @param fromPort 0 for any
     * @param to a machine's name (its first address, port 7), or {@code address:port}
     */
    record Ping(int at, String from, int fromPort, String to, int count) implements Traffic {}

    /** Asks the server from which address it is seen. */
    record AskStun(int at, String from, int fromPort) implements Traffic {}

    /** Fetches a page by HTTP. */
    record Fetch(int at, String from, String to) implements Traffic {}

    /** Two people look for a direct way: STUN, signaling, checks. */
    record PunchHoles(int at, String from, String to) implements Traffic {}

    /** The first one asks the server for a relay; the other one sends to it, and is answered. */
    record UseRelay(int at, String from, String to) implements Traffic {}
}
