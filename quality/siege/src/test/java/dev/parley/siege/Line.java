package dev.parley.siege;

import dev.parley.core.TransportAddress;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** How a client reaches the server: whole messages out, whole messages in. */
interface Line extends AutoCloseable {
    int WAIT_MILLIS = 10_000;

    void send(byte[] message) throws IOException;

    /** The next message, or null when none comes in time; 0 only looks. */
    byte @Nullable [] receive(int waitMillis) throws IOException;

    TransportAddress local() throws IOException;

    @Override
    void close() throws IOException;
}
