package dev.parley.lab.web;

import dev.parley.core.TransportAddress;
import dev.parley.lab.run.RunLimits;
import dev.parley.netty.HttpLimits;
import dev.parley.netty.ListenerOptions;
import dev.parley.netty.TcpListener;
import dev.parley.netty.TcpServer;
import java.io.IOException;
import java.time.Duration;

/** The lab on a port of this machine. */
public final class LabPageServer implements AutoCloseable {
    private static final int THREADS = 3;
    private static final HttpLimits LIMITS =
            new HttpLimits(
                    4096, 16 * 1024, 256 * 1024, Duration.ofSeconds(30), Duration.ofSeconds(30));

    private final TcpServer server;
    private final TcpListener listener;

    private LabPageServer(TcpServer server, TcpListener listener) {
        this.server = server;
        this.listener = listener;
    }

    /**
     * Starts it.
     *
     * @param local where it listens; port 0 for any free one
     * @throws IOException when that port cannot be had
     */
    public static LabPageServer start(TransportAddress local, RunLimits limits) throws IOException {
        TcpServer server = new TcpServer(THREADS);
        try {
            TcpListener listener =
                    server.listen(local, ListenerOptions.http(new LabHandler(limits)).with(LIMITS));
            return new LabPageServer(server, listener);
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** Where it listens. */
    public TransportAddress local() {
        return listener.local();
    }

    @Override
    public void close() {
        server.close();
    }
}
