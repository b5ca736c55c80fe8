package dev.parley.internet.tcp;

import dev.parley.core.TransportAddress;

/**
 * Bytes both ways, in order and without loss, until somebody closes it. What comes in goes to a
 * {@link StreamHandler}.
 */
public interface Stream {

    TransportAddress local();

    TransportAddress remote();

    /**
     * Sends {@code buf[off, off+len)}, or as much of it as there is room for; the rest is for
     * later, when {@link StreamHandler#writable} is called. Takes nothing of a stream that has
     * ended.
     *
     * @return how many bytes were taken
     * @throws IllegalStateException after {@link #close}
     */
    int write(byte[] buf, int off, int len);

    /** Sends all of it, or as much as there is room for. */
    default int write(byte[] bytes) {
        return write(bytes, 0, bytes.length);
    }

    /** How many bytes a write would take now. */
    int room();

    /** Ends our side once everything is sent; what still comes in is still received. */
    void close();

    /** Ends both sides now; what was not sent is lost. */
    void abort();

    /** Lets the other side wait: nothing is received until {@link #resume}. */
    void pause();

    void resume();
}
