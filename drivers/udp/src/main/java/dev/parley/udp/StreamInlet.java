package dev.parley.udp;

/**
 * The way into an {@link EventLoop} for what arrives on one stream. The methods that hand something
 * over are for any one thread.
 */
public interface StreamInlet {

    /** Copies {@code buf[off, off+len)} and hands it to the loop, in order. */
    void bytes(byte[] buf, int off, int len);

    /**
     * The path of the stream, for a core that speaks first. On the loop's thread, in a task posted
     * after the stream was attached; {@link dev.parley.core.Paths#NONE} once it is closed, or when
     * the loop had no room for it.
     */
    int path();

    /** The stream has ended; the last call. */
    void closed();
}
