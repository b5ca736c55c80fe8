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

    /** Stops reading, because the loop is behind. */
    void pause();

    /** Reads again. */
    void resume();

    /** Sends what is queued and closes. */
    void close();
}
