package dev.parley.udp;

import dev.parley.core.Paths;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One stream on its way into a loop. Bytes are copied and queued; when the loop falls behind, the
 * port is paused, so that TCP slows the sender instead of the queue growing.
 */
final class LoopStream implements StreamInlet {
    private static final int PAUSE_BYTES = 128 * 1024;
    private static final int RESUME_BYTES = 32 * 1024;
    private static final int OVERHEAD_BYTES = 96; // of a chunk in the queue, about
    private static final int MAX_BYTES = 1024 * 1024; // a port that ignores the pause

    private final EventLoop<?> loop;
    private final StreamPort port;
    private final AtomicInteger queuedBytes = new AtomicInteger();
    private final AtomicBoolean paused = new AtomicBoolean();
    private int path = Paths.NONE; // on the loop's thread

    LoopStream(EventLoop<?> loop, StreamPort port) {
        this.loop = loop;
        this.port = port;
    }

    StreamPort port() {
        return port;
    }

    @Override
    public int path() {
        return path;
    }

    void path(int path) {
        this.path = path;
    }

    @Override
    public void bytes(byte[] buf, int off, int len) {
        int queued = queuedBytes.addAndGet(len + OVERHEAD_BYTES);
        if (queued > MAX_BYTES) {
            port.close();
            return;
        }
        byte[] copy = Arrays.copyOfRange(buf, off, off + len);
        loop.execute(() -> deliver(copy));
        if (queued > PAUSE_BYTES && !paused.get()) {
            port.pause();
            paused.set(true);
            resumeIfDrained(); // the loop may have emptied the queue before it could see the flag
        }
    }

    private void deliver(byte[] bytes) {
        queuedBytes.addAndGet(-bytes.length - OVERHEAD_BYTES);
        resumeIfDrained();
        loop.streamBytes(this, bytes);
    }

    private void resumeIfDrained() {
        if (paused.get() && queuedBytes.get() < RESUME_BYTES && paused.compareAndSet(true, false)) {
            port.resume();
        }
    }

    @Override
    public void closed() {
        loop.execute(() -> loop.streamClosed(this));
    }
}
