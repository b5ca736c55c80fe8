package dev.parley.udp;

import dev.parley.core.Deadlines;
import dev.parley.core.Paths;
import dev.parley.core.ProtocolCore;
import dev.parley.core.SocketCommand;
import dev.parley.core.SocketResult;
import dev.parley.core.TransmitQueue;
import dev.parley.core.TransmitSlot;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A core that does what the text of a datagram says: "boom" throws, "timer N" asks for a timeout in
 * N milliseconds, anything else is echoed. What happens to it becomes an event.
 */
final class ScriptedCore implements ProtocolCore<String> {
    final TransmitQueue transmits = new TransmitQueue(1 << 20, 1024);
    final Queue<SocketCommand> commands = new ArrayDeque<>();
    final Queue<String> events = new ArrayDeque<>();
    private final Paths paths;
    private long deadline = Deadlines.NONE;
    private boolean spinning;

    ScriptedCore(Paths paths) {
        this.paths = paths;
    }

    /** From now on the timer is always due and never does anything. */
    void spin(long now) {
        spinning = true;
        deadline = now;
    }

    void stopSpinning() {
        spinning = false;
        deadline = Deadlines.NONE;
    }

    @Override
    public void receive(long now, int path, byte[] buf, int off, int len) {
        String text = new String(buf, off, len, StandardCharsets.US_ASCII);
        if (text.equals("boom")) {
            throw new IllegalStateException("boom");
        }
        if (text.startsWith("timer ")) {
            deadline = now + 1_000_000L * Integer.parseInt(text.substring(6));
            return;
        }
        transmits.offer(path, buf, off, len);
    }

    @Override
    public void receiveStream(long now, int path, byte[] buf, int off, int len) {
        transmits.offer(path, buf, off, len);
    }

    @Override
    public void onTimeout(long now) {
        if (deadline <= now && !spinning) {
            deadline = Deadlines.NONE;
            events.add("timeout");
        }
    }

    @Override
    public long nextTimeout() {
        return deadline;
    }

    @Override
    public int pollTransmit(long now, TransmitSlot out) {
        return transmits.poll(out);
    }

    @Override
    public @Nullable SocketCommand pollCommand() {
        return commands.poll();
    }

    @Override
    public void onResult(long now, SocketResult result) {
        events.add(
                switch (result) {
                    case SocketResult.Opened(int request, int socket, var local) ->
                            "opened " + request + " " + socket + " " + local;
                    case SocketResult.Failed(int request, var reason) ->
                            "failed " + request + " " + reason;
                    case SocketResult.PathClosed(int path) -> "closed " + paths.remote(path);
                    case SocketResult.Accepted(int socket, int path) ->
                            "accepted " + socket + " " + path;
                    case SocketResult.Connected(int request, int path) ->
                            "connected " + request + " " + path;
                });
    }

    @Override
    public @Nullable String pollEvent() {
        return events.poll();
    }
}
