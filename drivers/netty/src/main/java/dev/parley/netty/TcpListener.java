package dev.parley.netty;

import dev.parley.core.TransportAddress;

/** One bound port of a {@link TcpServer}. */
public interface TcpListener extends AutoCloseable {

    /** Where it listens; the port is the real one if 0 was asked for. */
    TransportAddress local();

    /** A snapshot of what happened here; from any thread. */
    TcpCounters counters();

    /** Stops accepting. Connections that stand go on. */
    @Override
    void close();
}
