package dev.parley.siege;

import dev.parley.core.TransportAddress;
import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;

/**
 * Connections on which a request comes one byte at a time, again and again, and answers are not
 * read. When the server closes one, another takes its place.
 */
final class SlowStreams implements Traffic {
    private final StreamLoad.Connect connect;
    private final byte[] request;
    private final List<StreamLine> lines = new ArrayList<>();
    private final int[] at;
    private int next;

    SlowStreams(StreamLoad.Connect connect, byte[] request, int connections) throws IOException {
        this.connect = connect;
        this.request = request;
        at = new int[connections];
        for (int i = 0; i < connections; i++) {
            lines.add(open(i));
        }
    }

    private StreamLine open(int number) throws IOException {
        return connect.from(TransportAddress.parse("127.69." + number + ".1:0"));
    }

    /** Sends so many bytes, each for itself. */
    @Override
    public void send(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            try {
                lines.get(next).sendRaw(request, at[next], 1);
                at[next] = (at[next] + 1) % request.length;
            } catch (SocketException _) { // closed by the server, which it may
                lines.get(next).close();
                lines.set(next, open(next));
                at[next] = 0;
            }
            next = (next + 1) % at.length;
        }
    }

    @Override
    public void close() throws IOException {
        for (StreamLine line : lines) {
            line.close();
        }
    }
}
