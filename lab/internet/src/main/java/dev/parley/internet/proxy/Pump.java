package dev.parley.internet.proxy;

import dev.parley.internet.tcp.Stream;
import java.util.Arrays;

/** Moves bytes from one stream to another, as fast as the other takes them. */
final class Pump {
    private final Stream from;
    private final Stream to;
    private byte[] waiting = {};
    private boolean ending;

    Pump(Stream from, Stream to) {
        this.from = from;
        this.to = to;
    }

    /** {@code from} brought {@code buf[off, off+len)}. */
    void push(byte[] buf, int off, int len) {
        int taken = waiting.length > 0 ? 0 : to.write(buf, off, len);
        if (taken < len) {
            int held = waiting.length;
            waiting = Arrays.copyOf(waiting, held + len - taken);
            System.arraycopy(buf, off + taken, waiting, held, len - taken);
            from.pause();
        }
    }

    /** {@code to} has room again. */
    void flow() {
        if (waiting.length == 0) {
            return;
        }
        int taken = to.write(waiting);
        waiting = Arrays.copyOfRange(waiting, taken, waiting.length);
        if (waiting.length > 0) {
            return;
        }
        if (ending) {
            to.close();
        } else {
            from.resume();
        }
    }

    /** {@code from} brings no more. */
    void end() {
        ending = true;
        if (waiting.length == 0) {
            to.close();
        }
    }
}
