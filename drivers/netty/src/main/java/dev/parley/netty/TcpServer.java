package dev.parley.netty;

import dev.parley.core.TransportAddress;
import java.io.IOException;
import java.time.Duration;

/**
 * The server's TCP side: a few network threads and any number of listeners. Handlers are called on
 * those threads and must not block.
 */
@SuppressWarnings({"DoNotCallSuggester", "unused"})
public final class TcpServer implements AutoCloseable {

    /**
     * @param threads network threads; 0 means one for each processor
     */
    public TcpServer(int threads) {}

    /**
     * Binds a port and serves it.
     *
     * @param local where; an unspecified address means every address of the machine, port 0 any
     *     free one
     * @throws java.net.BindException when the address is in use or not ours
     * @throws IOException for other reasons, such as a missing right
     */
    public TcpListener listen(TransportAddress local, ListenerOptions options) throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * Stops accepting, closes WebSockets with 1001 and waits until connections have ended, at most
     * {@code patience}; then cuts what is left. May block that long; not for network threads.
     */
    public void close(Duration patience) {}

    /** The same with two seconds. */
    @Override
    public void close() {
        close(Duration.ofSeconds(2));
    }
}
