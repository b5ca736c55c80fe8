package dev.parley.turn;

import dev.parley.core.SocketCommand;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * The connections of clients. One without an allocation has a limited time, counted from its first
 * byte or from the end of its allocation, and there is only so many of them.
 */
final class StreamTable {
    private final ServerContext context;
    private final PathTable<ClientStream> streams = new PathTable<>();
    private final SequencedSet<ClientStream> strangers = new LinkedHashSet<>(); // oldest first

    StreamTable(ServerContext context) {
        this.context = context;
    }

    /** The stream of a path; null when nothing came on it yet. */
    @Nullable ClientStream at(int path) {
        return streams.get(path);
    }

    /** The one that has to go before another is opened; null while there is room. */
    @Nullable ClientStream crowdedOut() {
        return strangers.size() < context.config.quotas().strangerStreams()
                ? null
                : strangers.getFirst();
    }

    /** Takes a new stream in. */
    ClientStream open(long now, int path) {
        ClientStream stream = new ClientStream(path);
        streams.put(path, stream);
        context.paths.retain(path);
        context.counters.count(TurnCounter.STREAMS_OPENED);
        becomeStranger(now, stream);
        return stream;
    }

    boolean contains(int path) {
        return streams.get(path) != null;
    }

    /** An allocation was made: the stream may stay. */
    void adopt(int path) {
        ClientStream stream = streams.get(path);
        if (stream != null && stream.stranger) {
            leaveStrangers(stream);
        }
    }

    /** The allocation ended: the time for another one begins. */
    void abandon(long now, int path) {
        ClientStream stream = streams.get(path);
        if (stream != null && !stream.stranger) {
            becomeStranger(now, stream);
        }
    }

    /** Closes a stream from our side. */
    void close(int path, TurnCounter why) {
        if (contains(path)) {
            context.counters.count(why);
            context.commands.add(new SocketCommand.ClosePath(path));
            forget(path);
        }
    }

    /** The stream is gone. */
    void forget(int path) {
        ClientStream stream = streams.get(path);
        if (stream != null) {
            if (stream.stranger) {
                leaveStrangers(stream);
            }
            streams.remove(path);
            context.paths.release(path);
        }
    }

    int size() {
        return streams.size();
    }

    private void becomeStranger(long now, ClientStream stream) {
        stream.stranger = true;
        strangers.add(stream);
        long seconds = context.config.strangerStreamSeconds();
        stream.timer = context.timers.add(stream, now + ServerContext.nanos(seconds));
    }

    private void leaveStrangers(ClientStream stream) {
        stream.stranger = false;
        strangers.remove(stream);
        context.timers.remove(stream.timer);
    }
}
