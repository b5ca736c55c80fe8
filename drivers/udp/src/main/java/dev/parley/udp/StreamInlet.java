package dev.parley.udp;

/** The way into an {@link EventLoop} for what arrives on one stream. Methods for any one thread. */
public interface StreamInlet {

    /** Copies {@code buf[off, off+len)} and hands it to the loop, in order. */
    void bytes(byte[] buf, int off, int len);

    /** The stream has ended; the last call. */
    void closed();
}
