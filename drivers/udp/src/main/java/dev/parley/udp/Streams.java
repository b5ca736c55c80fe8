package dev.parley.udp;

import dev.parley.core.Paths;
import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The streams of a loop by path. On the loop's thread. */
final class Streams {
    private final Paths paths;
    private final Sockets sockets;
    private final Tally tally;
    private final Map<Local, Integer> socketIds = new HashMap<>();
    private @Nullable LoopStream[] byPath = new @Nullable LoopStream[64];

    /** Streams to one local address share a socket number; there are as many as the machine has. */
    private record Local(TransportAddress address, Transport transport) {}

    Streams(Paths paths, Sockets sockets, Tally tally) {
        this.paths = paths;
        this.sockets = sockets;
        this.tally = tally;
    }

    /** The number of the path for this port, or {@link Paths#NONE}; not yet attached. */
    int intern(StreamPort port) {
        Local local = new Local(port.local(), port.transport());
        int socket = socketIds.computeIfAbsent(local, _ -> sockets.newId());
        return paths.intern(socket, port.remote(), port.transport());
    }

    void attach(int path, LoopStream stream) {
        if (path >= byPath.length) {
            byPath = Arrays.copyOf(byPath, Math.max(path + 1, byPath.length * 2));
        }
        byPath[path] = stream;
        paths.retain(path);
    }

    @Nullable LoopStream get(int path) {
        return path < byPath.length ? byPath[path] : null;
    }

    void detach(int path) {
        byPath[path] = null;
        paths.release(path);
    }

    void write(int path, byte[] buf, int off, int len) {
        LoopStream stream = get(path);
        if (stream != null && stream.port().write(buf, off, len)) {
            tally.add(Tally.Count.STREAM_BYTES_OUT, len);
        } else {
            tally.add(Tally.Count.STREAM_DROPS, 1);
        }
    }

    void closeAll() {
        for (LoopStream stream : byPath) {
            if (stream != null) {
                stream.port().close();
            }
        }
    }
}
