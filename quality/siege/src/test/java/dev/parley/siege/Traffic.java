package dev.parley.siege;

import java.io.IOException;

/**
 * Packets of somebody, hostile or not, ready to begin. Closing it takes back what was asked for.
 */
interface Traffic extends AutoCloseable {

    /** Sends so many packets, segments or connections. */
    void send(int count) throws IOException;

    /** Takes what came of it, so that it does not pile up on our side. */
    default void take() throws IOException {}

    @Override
    void close() throws IOException;
}
