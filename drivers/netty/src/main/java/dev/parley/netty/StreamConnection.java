package dev.parley.netty;

import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;

/** One TCP or TLS connection. All methods may be called from any thread and never block. */
public interface StreamConnection {

    TransportAddress remote();

    TransportAddress local();

    /** {@link Transport#TCP} or {@link Transport#TLS}. */
    Transport transport();

    /**
     * Queues a copy of {@code buf[off, off+len)}, which is one or more whole messages: it is sent
     * whole or, when the client reads too slowly, treated as {@link StreamLimits#overflow} says.
     *
     * @return whether it was queued
     */
    boolean write(byte[] buf, int off, int len);

    /**
     * Queues bytes whatever waits already: who calls it counts them, and goes on when some have
     * {@code gone}. In the order of the calls, those of {@link #write} among them.
     *
     * @param bytes given away
     * @param gone is run when they were sent or never will be, on any thread
     */
    void pass(byte[] bytes, Runnable gone);

    /** Stops reading: the client is slowed by TCP's own flow control. */
    void pause();

    /** Reads again. */
    void resume();

    /**
     * Lifts {@link StreamLimits#strangerTimeout}, and keeps the connection when the table of its
     * listener is full: the owner knows the client, or ends by itself those that it does not. From
     * now on the connection may be silent as long as its owner allows.
     */
    void trust();

    /** Sends what is queued and closes. Calling it again does nothing. */
    void close();
}
