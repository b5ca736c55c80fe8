package dev.parley.netty;

/** What arrives on one stream, in order, on the network thread that owns it: must not block. */
public interface StreamListener {

    /** The next bytes, {@code buf[off, off+len)}, cut anywhere; borrowed for the call. */
    void bytes(byte[] buf, int off, int len);

    /** The connection has ended, whoever ended it; the last call. */
    void closed();
}
