package dev.parley.udp.linux;

/**
 * When to rest before looking at the sockets again, so that datagrams come in batches: what the
 * interrupt moderation of a network card is to the system, this is to us. Waking for each datagram
 * as it comes costs several times as much as taking ten at once, and a group for one destination
 * passes the network stack at the price of one.
 *
 * <p>Rests are short, and there are none while little comes, nor while more waits than fits into
 * one batch: so it adds at most 50 microseconds to the latency of a busy thread, and none to that
 * of an idle or an overloaded one. Where most datagrams are {@linkplain
 * dev.parley.udp.DatagramBatch#setUnhurried in no hurry}, rests begin earlier and are longer: that
 * is what a server looks like that strangers flood with requests. It sees no clock but the times it
 * is told.
 */
final class Moderation {
    /**
     * The longest rest while most are in a hurry. A call's packets take thousands of times as long
     * on their way.
     */
    static final long MAX_REST_NANOS = 50_000;

    /** The longest rest while most datagrams are in no hurry. */
    static final long MAX_UNHURRIED_REST_NANOS = 250_000;

    /** How many datagrams are waited for. */
    private static final int WANTED = 32;

    /** Fewer than this in the longest rest are not worth it. */
    private static final int WORTHWHILE = 3;

    /** The same for those in no hurry, from 8,000 a second on. */
    private static final int UNHURRIED_WORTHWHILE = 2;

    private static final long WINDOW_NANOS = 1_000_000;

    private long windowBegan;
    private long windowDatagrams;
    private long windowUnhurried;
    private long nanosPerDatagram = Long.MAX_VALUE; // in the last window
    private boolean mostAreUnhurried; // in the last window
    private boolean full;

    /** A look at the sockets ended that found {@code datagrams} in all, some in no hurry. */
    void found(long now, int datagrams, int unhurried, boolean batchFull) {
        full = batchFull;
        windowDatagrams += datagrams;
        windowUnhurried += unhurried;
        long elapsed = now - windowBegan;
        if (elapsed >= WINDOW_NANOS) {
            nanosPerDatagram = windowDatagrams == 0 ? Long.MAX_VALUE : elapsed / windowDatagrams;
            mostAreUnhurried = 2 * windowUnhurried > windowDatagrams;
            windowBegan = now;
            windowDatagrams = 0;
            windowUnhurried = 0;
        }
    }

    /** How long to rest now; 0 when not at all. */
    long restNanos() {
        long most = mostAreUnhurried ? MAX_UNHURRIED_REST_NANOS : MAX_REST_NANOS;
        int worthwhile = mostAreUnhurried ? UNHURRIED_WORTHWHILE : WORTHWHILE;
        if (full || nanosPerDatagram > most / worthwhile) {
            return 0;
        }
        return Math.min(most, nanosPerDatagram * WANTED);
    }
}
