package dev.parley.udp;

import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import java.nio.charset.StandardCharsets;

/** A TCP connection as a test sees it. */
final class FakePort implements StreamPort {
    private final TransportAddress remote;
    private final StringBuilder written = new StringBuilder();
    private boolean refusing;
    private boolean paused;
    private boolean closed;

    FakePort(String remote) {
        this.remote = TransportAddress.parse(remote);
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
