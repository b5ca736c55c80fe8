package dev.parley.turn;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A client's TCP or TLS connection: the start of a message whose rest has not come yet. */
final class ClientStream implements Expiring {
    private static final int INITIAL_BYTES = 512;

    final int path;

    /** Whether there is no allocation yet, or any more; then {@link #timer} runs. */
    boolean stranger;

    int timer;

    /** It is the client's half of that connection now, and carries bytes instead of messages. */
    @Nullable PeerStream bound;

    /** The shard that it belongs to from now on, and the message that led to it; -1 for ours. */
    int owner = -1;

    byte[] unused = {};

    byte[] buffer = {};
    int filled;

    ClientStream(int path) {
        this.path = path;
    }

    /** Keeps {@code buf[off, off+len)} behind what is there. */
    void append(byte[] buf, int off, int len) {
        if (buffer.length - filled < len) {
            buffer =
                    Arrays.copyOf(
                            buffer, Math.max(INITIAL_BYTES, Math.max(filled + len, filled * 2)));
        }
        System.arraycopy(buf, off, buffer, filled, len);
        filled += len;
    }

    /** Forgets what is there; a large buffer is given back, since most streams are quiet. */
    void clear() {
        filled = 0;
        if (buffer.length > INITIAL_BYTES * 4) {
            buffer = new byte[0];
        }
    }
}
