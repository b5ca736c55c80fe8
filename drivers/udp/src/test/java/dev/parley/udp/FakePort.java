package dev.parley.udp;

import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A TCP connection as a test sees it. */
final class FakePort implements StreamPort {
    private final TransportAddress remote;
    private final StringBuilder written = new StringBuilder();
    private final List<Runnable> waiting = new ArrayList<>();
    private boolean slow;
    private boolean refusing;
    private boolean paused;
    private boolean closed;

    FakePort(String remote) {
        this.remote = TransportAddress.parse(remote);
    }

    /** What is passed from now on counts as waiting for a slow reader. */
    synchronized void slow() {
        slow = true;
    }

    /** The reader takes all that waits. */
    void read() {
        List<Runnable> taken;
        synchronized (this) {
            slow = false;
            taken = List.copyOf(waiting);
            waiting.clear();
        }
        taken.forEach(Runnable::run);
    }

    synchronized int waiting() {
        return waiting.size();
    }

    synchronized void refuseWrites() {
        refusing = true;
    }

    synchronized String written() {
        return written.toString();
    }

    synchronized boolean isPaused() {
        return paused;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public TransportAddress local() {
        return TransportAddress.parse("192.0.2.1:3478");
    }

    @Override
    public TransportAddress remote() {
        return remote;
    }

    @Override
    public Transport transport() {
        return Transport.TCP;
    }

    @Override
    public synchronized boolean write(byte[] buf, int off, int len) {
        if (!refusing) {
            written.append(new String(buf, off, len, StandardCharsets.US_ASCII));
        }
        return !refusing;
    }

    @Override
    public void pass(byte[] bytes, Runnable gone) {
        write(bytes, 0, bytes.length);
        synchronized (this) {
            if (slow) {
                waiting.add(gone);
                return;
            }
        }
        gone.run();
    }

    @Override
    public synchronized void pause() {
        paused = true;
    }

    @Override
    public synchronized void resume() {
        paused = false;
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
