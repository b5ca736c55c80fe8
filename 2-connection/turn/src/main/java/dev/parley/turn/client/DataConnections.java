package dev.parley.turn.client;

import dev.parley.core.Deadlines;
import dev.parley.core.TransmitSlot;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The connections that are not bound yet; those that are have left. */
final class DataConnections {
    /** As many at a time, which is more than a server keeps waiting. */
    static final int MAX_WAITING = 32;

    private final ClientContext context;
    private final List<DataConnection> waiting = new ArrayList<>(0);

    DataConnections(ClientContext context) {
        this.context = context;
    }

    void bind(long now, int path, int id) {
        if (waiting.size() == MAX_WAITING || at(path) != null) {
            throw new IllegalStateException(
                    "path " + path + " is bound already, or " + MAX_WAITING + " others wait");
        }
        DataConnection connection = new DataConnection(context, path, id);
        waiting.add(connection);
        connection.requests.ask(now, connection);
    }

    private @Nullable DataConnection at(int path) {
        for (DataConnection connection : waiting) {
            if (connection.path() == path) {
                return connection;
            }
        }
        return null;
    }

    /** Takes bytes; false when the path is none of ours. */
    boolean receive(long now, int path, byte[] buf, int off, int len) {
        DataConnection connection = at(path);
        if (connection == null) {
            return false;
        }
        connection.receive(now, buf, off, len);
        forgetDone();
        return true;
    }

    void closed(int path) {
        DataConnection connection = at(path);
        if (connection != null) {
            connection.closed();
            forgetDone();
        }
    }

    /** The allocation is gone, and with it what they waited for. */
    void closeAll() {
        waiting.forEach(DataConnection::close);
        waiting.clear();
    }

    void onTimeout(long now) {
        List.copyOf(waiting).forEach(connection -> connection.requests.onTimeout(now));
        forgetDone();
    }

    long nextTimeout() {
        long next = Deadlines.NONE;
        for (DataConnection connection : waiting) {
            next = Math.min(next, connection.requests.nextTimeout());
        }
        return next;
    }

    int pollTransmit(TransmitSlot out) {
        for (DataConnection connection : waiting) {
            int length = connection.requests.pollTransmit(out);
            if (length > 0) {
                return length;
            }
        }
        return 0;
    }

    private void forgetDone() {
        waiting.removeIf(DataConnection::isDone);
    }
}
