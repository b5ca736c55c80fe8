package dev.parley.udp;

import dev.parley.core.Paths;
import dev.parley.core.SocketCommand;
import dev.parley.core.SocketResult;
import dev.parley.core.TransportAddress;
import java.util.HashMap;
import java.util.Map;

/** Performs what a core asks about streams that it relays. On the loop's thread. */
final class StreamCommands {
    private final EventLoop<?> loop;
    private final Sockets sockets;
    private final Streams streams;
    private final Map<Integer, Runnable> listeners = new HashMap<>(); // by number, how to close
    private StreamSockets factory = StreamSockets.NONE;

    StreamCommands(EventLoop<?> loop, Sockets sockets, Streams streams) {
        this.loop = loop;
        this.sockets = sockets;
        this.streams = streams;
    }

    void use(StreamSockets factory) {
        this.factory = factory;
    }

    void perform(SocketCommand.StreamCommand command) {
        switch (command) {
            case SocketCommand.OpenTcp(int request, TransportAddress local) ->
                    factory.listen(local, new Opening(request, local));
            case SocketCommand.ConnectTcp connect ->
                    factory.connect(
                            connect.local(),
                            connect.remote(),
                            connect.timeoutNanos(),
                            new Connecting(connect.request()));
            case SocketCommand.JoinPaths join -> join(join);
        }
    }

    private void join(SocketCommand.JoinPaths join) {
        LoopStream first = streams.get(join.first());
        LoopStream second = streams.get(join.second());
        if (first != null && second != null) {
            second.port().pass(join.head(), () -> {});
            first.join(second, join.tally());
            second.join(first, join.tally());
        } else if (first != null) {
            loop.closeStream(first);
        } else if (second != null) {
            loop.closeStream(second);
        }
    }

    /** Closes a listener; false when there is none of that number. */
    boolean close(int socket) {
        Runnable close = listeners.remove(socket);
        if (close == null) {
            return false;
        }
        close.run();
        return true;
    }

    void closeAll() {
        listeners.values().forEach(Runnable::run);
        listeners.clear();
    }

    /** A listener that was asked for. */
    private final class Opening implements StreamSockets.Listening {
        private final int request;
        private final TransportAddress local;
        private int socket = Paths.NONE; // on the loop's thread

        Opening(int request, TransportAddress local) {
            this.request = request;
            this.local = local;
        }

        @Override
        public void opened(Runnable close) {
            loop.execute(() -> {
                socket = sockets.newId();
                listeners.put(socket, close);
                loop.answer(new SocketResult.Opened(request, socket, local));
            });
        }

        @Override
        public void failed(SocketResult.Reason reason) {
            loop.execute(() -> loop.answer(new SocketResult.Failed(request, reason)));
        }

        @Override
        public StreamInlet accepted(StreamPort port) {
            return loop.attach(
                    port,
                    path -> {
                        if (path != Paths.NONE) {
                            loop.answer(new SocketResult.Accepted(socket, path));
                        }
                    });
        }
    }

    /** A connection that was asked for. */
    private final class Connecting implements StreamSockets.Connecting {
        private final int request;

        Connecting(int request) {
            this.request = request;
        }

        @Override
        public StreamInlet connected(StreamPort port) {
            return loop.attach(
                    port,
                    path ->
                            loop.answer(
                                    path == Paths.NONE
                                            ? new SocketResult.Failed(
                                                    request, SocketResult.Reason.NO_RESOURCES)
                                            : new SocketResult.Connected(request, path)));
        }

        @Override
        public void failed(SocketResult.Reason reason) {
            loop.execute(() -> loop.answer(new SocketResult.Failed(request, reason)));
        }
    }
}
