package dev.parley.core;

import org.jspecify.annotations.Nullable;

/**
 * A protocol as a deterministic machine: bytes, time and answers go in; bytes, commands, events and
 * the next deadline come out. It has one owner thread and never blocks.
 *
 * <p>The owner calls an input method and then drains: {@link #pollTransmit} until it returns 0,
 * {@link #pollCommand} and {@link #pollEvent} until they return null, and at last arms one timer
 * for {@link #nextTimeout}. Time is in nanoseconds of any monotonic clock; it never goes backwards.
 *
 * @param <E> the module's sealed event type
 */
public interface ProtocolCore<E> {

    /**
     * Takes one datagram, {@code buf[off, off+len)}. The bytes are borrowed for the call and may be
     * overwritten (decrypted in place). Never throws for what the bytes are.
     */
    void receive(long now, int path, byte[] buf, int off, int len);

    /**
     * Takes the next bytes of a stream (TCP or TLS), {@code buf[off, off+len)}, cut anywhere.
     * Borrowed for the call; never throws for what the bytes are.
     */
    default void receiveStream(long now, int path, byte[] buf, int off, int len) {
        throw new UnsupportedOperationException("this core speaks datagrams only");
    }

    /** Lets time pass. Early and repeated calls are harmless. */
    void onTimeout(long now);

    /** When {@link #onTimeout} wants to be called, or {@link Deadlines#NONE}. */
    long nextTimeout();

    /**
     * Writes one datagram, or one chunk of a stream, into {@code out} and names its path.
     *
     * @return the number of bytes written at {@code out.buf[out.off]}; 0 when there is nothing
     */
    int pollTransmit(long now, TransmitSlot out);

    /** What the driver shall do with sockets; each is answered through {@link #onResult}. */
    default @Nullable SocketCommand pollCommand() {
        return null;
    }

    /** The answer to a command, or what became of a socket or stream by itself. */
    default void onResult(long now, SocketResult result) {}

    /** The next event for the application. Rare, may allocate. */
    @Nullable E pollEvent();
}
