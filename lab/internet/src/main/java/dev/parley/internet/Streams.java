package dev.parley.internet;

import dev.parley.core.Paths;
import dev.parley.core.SocketResult;
import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import dev.parley.internet.tcp.Stream;
import dev.parley.internet.tcp.StreamAcceptor;
import dev.parley.internet.tcp.StreamEnd;
import dev.parley.internet.tcp.StreamHandler;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** The streams of a program, each as a path. As with a real driver, a path ends with its stream. */
final class Streams {
    private record Local(TransportAddress address, Transport transport) {}

    private final Sockets sockets;
    private final Sockets.Receiver receiver;
    private final Map<Local, Integer> numbers = new HashMap<>();
    private @Nullable Inlet[] byPath = new @Nullable Inlet[16];
    private long dropped;

    Streams(Sockets sockets, Sockets.Receiver receiver) {
        this.sockets = sockets;
        this.receiver = receiver;
    }

    StreamAcceptor acceptor(Transport transport) {
        return (_, stream) -> new Inlet(stream.remote(), transport, _ -> {}, _ -> {});
    }

    StreamHandler connecting(
            TransportAddress remote,
            Transport transport,
            IntConsumer opened,
            Consumer<StreamEnd> failed) {
        return new Inlet(remote, transport, opened, failed);
    }

    /** A chunk goes whole or not at all, as in a driver. */
    void write(int path, byte[] buf, int off, int len) {
        Inlet inlet = get(path);
        Stream stream = inlet == null ? null : inlet.stream;
        if (stream == null || stream.room() < len) {
            dropped++;
        } else {
            stream.write(buf, off, len);
        }
    }

    /** How many chunks found no stream, or no room. */
    long dropped() {
        return dropped;
    }

    /** Sends what was written, and ends the stream. */
    void close(int path) {
        Inlet inlet = get(path);
        if (inlet != null && inlet.stream != null) {
            detach(path);
            inlet.stream.close();
        }
    }

    private @Nullable Inlet get(int path) {
        return path >= 0 && path < byPath.length ? byPath[path] : null;
    }

    private void detach(int path) {
        byPath[path] = null;
        sockets.paths().release(path);
    }

    private void attach(int path, Inlet inlet) {
        if (path >= byPath.length) {
            byPath = Arrays.copyOf(byPath, Math.max(path + 1, byPath.length * 2));
        }
        byPath[path] = inlet;
        sockets.paths().retain(path);
    }

    /** Between one stream and the program. */
    private final class Inlet implements StreamHandler {
        private final TransportAddress remote;
        private final Transport transport;
        private final IntConsumer opened;
        private final Consumer<StreamEnd> failed;
        private int path = Paths.NONE;
        private @Nullable Stream stream;

        Inlet(
                TransportAddress remote,
                Transport transport,
                IntConsumer opened,
                Consumer<StreamEnd> failed) {
            this.remote = remote;
            this.transport = transport;
            this.opened = opened;
            this.failed = failed;
        }

        @Override
        public void opened(long now, Stream stream) {
            Local local = new Local(stream.local(), transport);
            int socket = numbers.computeIfAbsent(local, key -> sockets.number(key.address));
            path = sockets.paths().intern(socket, remote, transport);
            if (path == Paths.NONE || get(path) != null) {
                path = Paths.NONE;
                stream.abort();
                return;
            }
            this.stream = stream;
            attach(path, this);
            opened.accept(path);
        }

        private boolean isAttached() {
            return get(path) == this;
        }

        @Override
        public void received(long now, Stream stream, byte[] buf, int off, int len) {
            if (isAttached()) {
                receiver.receiveStream(now, path, buf, off, len);
            }
        }

        @Override
        public void ended(long now, Stream stream) {
            stream.close();
            lost(now);
        }

        @Override
        public void closed(long now, Stream stream, StreamEnd end) {
            if (path == Paths.NONE) {
                failed.accept(end);
            } else {
                lost(now);
            }
        }

        private void lost(long now) {
            if (isAttached()) {
                detach(path);
                receiver.result(now, new SocketResult.PathClosed(path));
            }
        }
    }
}
