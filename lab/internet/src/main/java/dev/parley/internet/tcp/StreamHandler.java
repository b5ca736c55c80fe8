package dev.parley.internet.tcp;

/** What a program does with a {@link Stream}. All calls may write, close, pause and abort. */
public interface StreamHandler {

    /** The connection stands. */
    default void opened(long now, Stream stream) {}

    /** The next bytes, {@code buf[off, off+len)}, cut anywhere; lent for the call. */
    void received(long now, Stream stream, byte[] buf, int off, int len);

    /** There is much room for writing again, after there was little. */
    default void writable(long now, Stream stream) {}

    /** The other side sends no more. Closes our side, too. */
    default void ended(long now, Stream stream) {
        stream.close();
    }

    /** It is over, or never was. The last call, and made once. */
    default void closed(long now, Stream stream, StreamEnd end) {}
}
