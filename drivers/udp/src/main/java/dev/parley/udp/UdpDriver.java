package dev.parley.udp;

import dev.parley.core.TransportAddress;
import java.io.IOException;

/**
 * Sockets of one thread, and the wait for any of them. All methods but {@link #wakeup} belong to
 * that thread (binding before it starts is fine).
 *
 * <p>There is one socket per concrete local address, never a wildcard: the JDK does not tell to
 * which of our addresses a datagram came, so a wildcard socket on a machine with several addresses
 * would answer from the wrong one.
 */
public interface UdpDriver extends AutoCloseable {

    /**
     * Opens a socket.
     *
     * @param id its number, chosen by the caller and never used again
     * @param local a concrete address; port 0 means any free one
     * @throws java.net.BindException when the port is in use or the address is not ours
     * @throws IOException for other reasons, such as no file descriptor left
     */
    UdpSocket bind(int id, TransportAddress local, UdpOptions options) throws IOException;

    /** The form of an address in which this driver sends to it. */
    Destination destination(TransportAddress remote);

    /**
     * Waits until a datagram arrives, {@link #wakeup} is called or the time is over; then hands
     * over at most one batch of each socket that has something. Errors that the network reports
     * (ICMP) are counted and end nothing.
     *
     * @param timeoutNanos 0 does not wait
     */
    void poll(long timeoutNanos, BatchHandler handler) throws IOException;

    /** Ends the current or the next wait; from any thread. */
    void wakeup();

    /** Errors on receiving, since the beginning. */
    long receiveErrors();

    /** Closes every socket. */
    @Override
    void close();

    /** Takes what a socket received. */
    @FunctionalInterface
    interface BatchHandler {
        void received(UdpSocket socket, DatagramBatch batch);
    }
}
