package dev.parley.udp;

import dev.parley.core.Paths;
import dev.parley.core.ProtocolCore;
import dev.parley.core.TransportAddress;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One platform thread that runs one {@link ProtocolCore} on real sockets.
 *
 * <p>It reads the clock once per turn, offers each batch to the {@link DatagramTap}, hands the rest
 * to the core one by one, and after each input drains what the core wants to send, its commands and
 * its events, then arms one timer. Other threads reach the core only through {@link #execute}.
 *
 * @param <E> the core's event type
 */
@SuppressWarnings({"DoNotCallSuggester", "unused"})
public final class EventLoop<E> implements AutoCloseable {

    /**
     * @param name of the thread
     * @param paths the table that {@code core} also has
     * @param events gets the core's events on the loop's thread; must not block
     */
    public EventLoop(
            String name,
            UdpDriver driver,
            Paths paths,
            ProtocolCore<E> core,
            DatagramTap tap,
            Consumer<? super E> events) {}

    /** Opens a listening socket; before {@link #start} or on the loop's thread. */
    public UdpSocket bind(TransportAddress local, UdpOptions options) throws IOException {
        throw new UnsupportedOperationException();
    }

    public void start() {}

    /** Whether the caller is on the loop's thread. */
    public boolean inLoop() {
        return false;
    }

    /** Nanoseconds at the beginning of this turn; on the loop's thread. */
    public long now() {
        return 0;
    }

    /**
     * Runs a task on the loop's thread, then drains the core. From any thread; dropped when closed.
     */
    public void execute(Runnable task) {}

    /** The same, with an answer; fails with IllegalStateException when closed. */
    public <T extends @Nullable Object> CompletableFuture<T> call(Callable<T> task) {
        throw new UnsupportedOperationException();
    }

    /** The open socket of this number, or null; on the loop's thread. */
    public @Nullable UdpSocket socket(int id) {
        return null;
    }

    /** Gives the core a stream. From any thread; what arrives goes into the inlet. */
    public StreamInlet attach(StreamPort port) {
        throw new UnsupportedOperationException();
    }

    /** A snapshot, from any thread; each figure is right, together they may be a turn apart. */
    public LoopCounters counters() {
        throw new UnsupportedOperationException();
    }

    /**
     * Sends what the core still has to send, closes streams and sockets, and ends the thread. Waits
     * for that unless called on the loop's thread. A second call does nothing.
     */
    @Override
    public void close() {}
}
