package dev.parley.netty;

import dev.parley.core.TransportAddress;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * The server's TCP side: a few network threads and any number of listeners. Handlers are called on
 * those threads and must not block.
 */
public final class TcpServer implements AutoCloseable {
    /** How long connections may take that are cut, all of them together. */
    private static final long CUT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final EventLoopGroup group;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    /**
     * Starts the threads.
     *
     * @param threads network threads; 0 means one for each processor
     */
    public TcpServer(int threads) {
        int count = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
        group =
                new MultiThreadIoEventLoopGroup(
                        count,
                        new DefaultThreadFactory("parley-tcp", true),
                        NioIoHandler.newFactory());
    }

    /**
     * Binds a port and serves it.
     *
     * @param local where; {@code 0.0.0.0} means every IPv4 address of the machine, or really every
     *     one, see {@link ListenerOptions}, and {@code ::} every one; port 0 any free one
     * @throws java.net.BindException when the address is in use or not ours
     * @throws IOException for other reasons, such as a missing right
     */
    public TcpListener listen(TransportAddress local, ListenerOptions options) throws IOException {
        Listener listener = Listener.bind(group, local, options);
        listeners.add(listener);
        return listener;
    }

    /**
     * Connections on the same threads that carry whatever they carry. They end with the threads.
     */
    public RawStreams rawStreams(StreamLimits limits) {
        return new RawStreams(group, limits);
    }

    /**
     * Stops accepting, closes WebSockets with 1001 and waits until connections have ended, at most
     * {@code patience}; then cuts what is left. May block that long and three seconds more; not for
     * network threads.
     */
    public void close(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        for (Listener listener : listeners) {
            listener.shutDown();
        }
        for (Listener listener : listeners) {
            listener.awaitEnd(end - System.nanoTime());
        }
        List<Future<?>> cuts = listeners.stream().<Future<?>>map(Listener::cut).toList();
        long cutBy = System.nanoTime() + CUT_NANOS;
        for (Future<?> cut : cuts) {
            cut.awaitUninterruptibly(Math.max(cutBy - System.nanoTime(), 0), TimeUnit.NANOSECONDS);
        }
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }

    /** The same with two seconds. */
    @Override
    public void close() {
        close(Duration.ofSeconds(2));
    }
}
