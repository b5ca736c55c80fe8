package dev.parley.udp;

import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;

/**
 * A stream (TCP or TLS) as an {@link EventLoop} sees it; made by whoever owns the connection.
 * Called on the loop's thread, must not block.
 */
public interface StreamPort {

    TransportAddress local();

    TransportAddress remote();

    /** {@link Transport#TCP} or {@link Transport#TLS}. */
    Transport transport();

    /**
     * Queues a copy of {@code buf[off, off+len)}, one chunk as the core wrote it: whole or not at
     * all.
     *
     * @return whether it was queued
     */
    boolean write(byte[] buf, int off, int len);

    /**
     * Queues bytes of a stream that this one is joined to: all of them, in the order of the calls
     * and of {@link #write}, however much waits. The caller sends no more than a little before it
     * is told.
     *
     * @param bytes given away
     * @param gone is run when they have left, or never will; on any thread
     */
    default void pass(byte[] bytes, Runnable gone) {
        throw new UnsupportedOperationException("this stream is never joined to another");
    }

    /** Stops reading, because the loop is behind. */
    void pause();

    /** Reads again. */
    void resume();

    /** Sends what is queued and closes. */
    void close();
}
