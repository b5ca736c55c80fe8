package dev.parley.udp;

import dev.parley.core.PassedBytes;
import dev.parley.core.Paths;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One stream on its way into a loop. Bytes are copied and queued; when the loop falls behind, the
 * port is paused, so that TCP slows the sender instead of the queue growing.
 */
final class LoopStream implements StreamInlet {
    private static final int PAUSE_BYTES = 128 * 1024;
    private static final int RESUME_BYTES = 32 * 1024;
    private static final int OVERHEAD_BYTES = 96; // of a chunk in the queue, about
    private static final int CROWDED_BYTES = 8 * 1024; // pause and resume, while all have much
    private static final long ALL_BYTES = 32L * 1024 * 1024;
    private static final int MAX_BYTES = 1024 * 1024; // a port that ignores the pause

    private final EventLoop<?> loop;
    private final StreamPort port;
    private final AtomicInteger queuedBytes = new AtomicInteger();
    private final AtomicBoolean paused = new AtomicBoolean();
    private int path = Paths.NONE; // on the loop's thread
    private @Nullable LoopStream joined; // on the loop's thread; so is the next
    private @Nullable PassedBytes tally;
    private volatile @Nullable LoopStream moved; // where everything goes now

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
        boolean crowded = loop.queued(len + OVERHEAD_BYTES) > ALL_BYTES;
        if (queued > MAX_BYTES) {
            forget(len, 0);
            port.close();
            return;
        }
        byte[] copy = Arrays.copyOfRange(buf, off, off + len);
        loop.execute(() -> deliver(copy));
        // Once more each time: another loop may have let it go on.
        if (queued > (crowded ? CROWDED_BYTES : PAUSE_BYTES)) {
            port.pause();
            paused.set(true);
            // The loop may have emptied the queue before it could see the flag.
            resumeIfDrained(resumeBelow(crowded));
        }
    }

    /**
     * What arrives goes to the other stream from now on. It counts as queued until the other has
     * sent it, so a slow reader there slows the sender here.
     */
    void join(LoopStream other, PassedBytes tally) {
        joined = other;
        this.tally = tally;
        if (!paused.get()) {
            port.resume(); // it may not have been read from yet
        }
    }

    /** The stream it is joined to, and no longer. */
    @Nullable LoopStream part() {
        LoopStream other = joined;
        joined = null;
        if (other != null) {
            other.joined = null;
        }
        return other;
    }

    /** Leaves this loop for another; what is queued here follows. */
    void move(LoopStream to, byte[] unused) {
        moved = to;
        to.bytes(unused, 0, unused.length);
    }

    private void deliver(byte[] bytes) {
        LoopStream to = joined;
        if (to != null && tally != null && path != Paths.NONE) {
            long wait = loop.streamPassed(tally, path, bytes.length);
            to.port.pass(bytes, () -> forget(bytes.length, wait));
            return;
        }
        forget(bytes.length, 0);
        LoopStream next = moved;
        if (next != null) {
            next.bytes(bytes, 0, bytes.length);
            return;
        }
        loop.streamBytes(this, bytes);
    }

    /**
     * Bytes are out of memory, so that they do not crowd the others any more. For this stream they
     * count as queued until they have been waited for as well. From any thread.
     */
    private void forget(int bytes, long waitNanos) {
        loop.queued(-bytes - OVERHEAD_BYTES);
        if (waitNanos > 0) {
            CompletableFuture.delayedExecutor(waitNanos, TimeUnit.NANOSECONDS, Runnable::run)
                    .execute(() -> goOn(bytes));
        } else {
            goOn(bytes);
        }
    }

    private void goOn(int bytes) {
        queuedBytes.addAndGet(-bytes - OVERHEAD_BYTES);
        resumeIfDrained(resumeBelow(loop.queued(0) > ALL_BYTES));
    }

    private static int resumeBelow(boolean crowded) {
        return crowded ? CROWDED_BYTES : RESUME_BYTES;
    }

    private void resumeIfDrained(int below) {
        if (paused.get() && queuedBytes.get() < below && paused.compareAndSet(true, false)) {
            LoopStream next = moved;
            if (next == null || !next.paused.get()) {
                port.resume();
            }
        }
    }

    @Override
    public void closed() {
        loop.execute(() -> {
            LoopStream next = moved;
            if (next != null) {
                next.closed();
            } else {
                loop.streamClosed(this);
            }
        });
    }
}
