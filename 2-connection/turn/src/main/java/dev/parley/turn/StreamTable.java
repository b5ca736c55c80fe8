package dev.parley.turn;

import dev.parley.core.SocketCommand;
import org.jspecify.annotations.Nullable;

/**
 * The connections of clients. One without an allocation has a limited time, counted from its first
 * byte or from the end of its allocation, and there is only so many of them.
 */
final class StreamTable {
    private final ServerContext context;
    private final PathTable<ClientStream> streams = new PathTable<>();
    private int strangers;

    StreamTable(ServerContext context) {
        this.context = context;
    }

    /** The stream of a path, made when it is new; null when there are too many. */
    @Nullable ClientStream at(long now, int path) {
        ClientStream known = streams.get(path);
        if (known != null) {
            return known;
        }
        if (strangers >= context.config.quotas().strangerStreams()) {
            context.counters.count(TurnCounter.STREAMS_REFUSED_FULL);
            context.commands.add(new SocketCommand.ClosePath(path));
            return null;
        }
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
        strangers++;
        long seconds = context.config.strangerStreamSeconds();
        stream.timer = context.timers.add(stream, now + ServerContext.nanos(seconds));
    }

    private void leaveStrangers(ClientStream stream) {
        stream.stranger = false;
        strangers--;
        context.timers.remove(stream.timer);
    }
}
