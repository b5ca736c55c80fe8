package dev.parley.core;

/**
 * Memory of the driver into which a core writes one datagram. Reused from call to call; the core
 * sets {@link #path} and {@link #dontFragment} each time.
 */
public final class TransmitSlot {
    /** The bytes go to {@code buf[off, off+capacity)}. */
    public byte[] buf;

    public int off;
    public int capacity;

    /** Where the bytes shall go, an entry of {@link Paths}. */
    public int path;

    /** Whether the IPv4 DF bit is wanted. */
    public boolean dontFragment;

    public TransmitSlot(byte[] buf) {
        this.buf = buf;
        this.capacity = buf.length;
    }
}
