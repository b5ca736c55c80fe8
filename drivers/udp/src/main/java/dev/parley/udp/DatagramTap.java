package dev.parley.udp;

/**
 * Sees every batch before the protocol core does, on native memory: the place of a relay plane.
 * Runs on the loop's thread.
 */
@FunctionalInterface
public interface DatagramTap {
    /** Takes nothing. */
    DatagramTap NONE = (now, socket, batch) -> {};

    /**
     * Deals with those datagrams it knows and {@linkplain DatagramBatch#take takes} them; the rest
     * go to the core in their order. It may say how many are {@linkplain DatagramBatch#setUnhurried
     * in no hurry}.
     */
    void offer(long now, UdpSocket socket, DatagramBatch batch);
}
